import { useState } from "preact/hooks";
import { Problem } from "../../shared/components/problem.tsx";
import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { TokenMark } from "../../shared/components/token-mark.tsx";
import { formatFee, formatMoney, formatToken, say } from "../../shared/messages/index.ts";
import { heldOf } from "../session/holdings.ts";
import { isSame, isUsable, paysBySigning, sortOptions } from "../session/options.ts";
import type { Option } from "../session/state.ts";
import type { ScreenProps } from "./screen-props.ts";
import "./choose.css";

/** Which network and token. What cannot be used now is there with the reason. */
export function Choose({ screen, state, session }: ScreenProps<"choose">) {
  const options = sortOptions(screen.checkout.options, state.holdings);
  const usable = options.filter(isUsable);
  const [picked, pick] = useState<Option | null>(null);
  const chosen = usable.find((option) => isSame(option, picked)) ?? usable[0];
  const submit = (event: Event) => {
    event.preventDefault();
    if (chosen) session.choose(chosen);
  };
  return (
    <ScreenFrame heading={say("choose.heading")} intro={say("choose.intro")}>
      <form onSubmit={submit}>
        <fieldset disabled={state.quoting}>
          <legend class="spoken">{say("choose.legend")}</legend>
          {options.map((option) => (
            <OptionRow
              key={`${option.chainId} ${option.token}`}
              option={option}
              amount={formatMoney(screen.checkout.amount, screen.checkout.currency)}
              held={heldOf(state.holdings, option)}
              checked={option === chosen}
              pick={() => pick(option)}
            />
          ))}
        </fieldset>
        {usable.length === 0 && <p class="note">{say("choose.none")}</p>}
        <Problem problem={state.problem} />
        <button type="submit" class="primary" disabled={chosen === undefined || state.quoting}>
          {state.quoting ? say("choose.asking") : say("choose.continue")}
        </button>
      </form>
    </ScreenFrame>
  );
}

type OptionRowProps = {
  readonly option: Option;
  readonly amount: string;
  /** What the payer has of it, in whole tokens. */
  readonly held: string | undefined;
  readonly checked: boolean;
  readonly pick: () => void;
};

function OptionRow({ option, amount, held, checked, pick }: OptionRowProps) {
  const { token, chainName, unavailableReason } = option;
  const usable = unavailableReason === null;
  return (
    <label class={usable ? "option" : "option option-unavailable"}>
      <input type="radio" name="option" checked={checked} disabled={!usable} onChange={pick} />
      <TokenMark token={token} chainId={option.chainId} />
      <span class="option-text">
        <span class="option-name">{say("choose.option", { token, chain: chainName })}</span>
        {!usable && <span class="option-note">{say(`choose.unavailable.${unavailableReason}`)}</span>}
        {usable && <span class="option-amount">{amount}</span>}
        {usable && held !== undefined && (
          <span class="option-note">{say("choose.held", { balance: formatToken(held, token) })}</span>
        )}
        {usable && <OwnFee option={option} />}
      </span>
    </label>
  );
}

/** Where a wallet pays the network fee itself, or most wallets do, it is said before anybody chooses. */
function OwnFee({ option }: { readonly option: Option }) {
  if (paysBySigning(option)) return null;
  const { estimatedFee, gasless } = option;
  const key = gasless.signatures || gasless.operations ? "choose.mostPay" : "choose.ownFee";
  const fee = estimatedFee === null ? say("choose.unknownFee") : formatFee(estimatedFee);
  return <span class="option-note">{say(key, { fee })}</span>;
}
