import type { Analytics } from "../../../../clients/typescript/types.ts";
import { formatCount, formatMoney, formatShare, formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { createdOf, feesOf, successOf } from "./figures.ts";

/** What one looks at first: figures of several currencies are never added. */
export function KeyFigures({ analytics }: { readonly analytics: Analytics }) {
  const { paid, ended } = successOf(analytics);
  const volume = analytics.summary.volume.map(({ amount, currency }) => formatMoney(amount, currency));
  const { payers } = analytics.summary;
  const fees = feesOf(analytics).map(({ amount, token }) => formatToken(amount, token));
  return (
    <dl class="figures">
      <KeyFigure name={say("home.volume")} values={volume} none={say("home.noVolume")} />
      <KeyFigure
        name={say("home.payments")}
        values={[formatCount(paid), say("home.ofCreated", { count: formatCount(createdOf(analytics)) })]}
      />
      <KeyFigure name={say("home.success")} values={[formatShare(paid, ended), say("home.successNote")]} />
      <KeyFigure
        name={say("home.payers")}
        values={[
          formatCount(payers.new + payers.returning),
          say("home.payersSplit", { new: formatCount(payers.new), returning: formatCount(payers.returning) }),
        ]}
      />
      <KeyFigure name={say("home.fees")} values={fees} none={say("home.noFees")} />
    </dl>
  );
}

type KeyFigureProps = { readonly name: string; readonly values: readonly string[]; readonly none?: string };

function KeyFigure({ name, values, none = "–" }: KeyFigureProps) {
  const [first = none, ...more] = values;
  return (
    <div class="key-figure">
      <dt>{name}</dt>
      <dd class="key-figure-value">{first}</dd>
      {more.map((value) => (
        <dd key={value} class="key-figure-more">
          {value}
        </dd>
      ))}
    </div>
  );
}
