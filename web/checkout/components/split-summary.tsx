import type { Checkout } from "../../../clients/typescript/types.ts";
import { formatDecimal } from "../../../src/protocol/decimal.ts";
import { LanguageChoice } from "../../shared/components/language-choice.tsx";
import { formatToken, say, shortAddress } from "../../shared/messages/index.ts";
import type { CheckoutState } from "../session/state.ts";
import "./split-summary.css";

type SplitSummaryProps = { readonly state: CheckoutState; readonly checkout: Checkout };

/** Who gets what. */
export function SplitSummary({ state, checkout }: SplitSummaryProps) {
  const split = splitOf(state, checkout);
  return (
    <aside class="split">
      {split && split.shares.length > 1 && (
        <section aria-labelledby="split-heading">
          <h2 id="split-heading">{say("summary.split")}</h2>
          <ul>
            {split.shares.map(({ recipient, amount }, index) => (
              <li key={`${index} ${recipient}`}>
                <span class="split-name">
                  {index === 0 ? checkout.merchantName : say("summary.seller", { number: index })}
                  <span class="split-address" title={recipient}>
                    {shortAddress(recipient)}
                  </span>
                </span>
                <span class="split-amount">{formatToken(amount, split.token)}</span>
              </li>
            ))}
          </ul>
          <p class="note">{say("summary.splitNote")}</p>
        </section>
      )}
      <p class="note">{say("summary.footer")}</p>
      <LanguageChoice />
    </aside>
  );
}

/** By the API once it is being paid; before that, by the terms of the quote that would be paid. */
function splitOf({ quote, offer }: CheckoutState, { shares, token, status }: Checkout) {
  if (shares && token) return { shares, token };
  const current = offer ?? quote;
  if (current === null || status !== "ACTIVE") return null;
  const inUnits = current.terms.shares.map(({ recipient, amount }) => ({
    recipient,
    amount: formatDecimal(BigInt(amount), current.decimals),
  }));
  return { shares: inUnits, token: current.token };
}
