import type { Checkout } from "../../../src/client/types.ts";
import { formatDecimal } from "../../../src/protocol/decimal.ts";
import type { CheckoutState } from "../checkout/state.ts";
import { formatMoney, say } from "../messages/index.ts";
import { Countdown } from "./countdown.tsx";
import { SplitSummary } from "./split-summary.tsx";

type SummaryProps = { readonly state: CheckoutState; readonly checkout: Checkout };

/** What is paid for, to whom, and until when. */
export function Summary({ state, checkout }: SummaryProps) {
  const { merchantName, amount, currency, title, description, status, expiresAt } = checkout;
  const split = splitOf(state, checkout);
  return (
    <aside class="summary" aria-label={say("summary.heading", { merchant: merchantName })}>
      <p class="merchant">
        <span class="merchant-mark" aria-hidden="true">
          {merchantName.slice(0, 1).toUpperCase()}
        </span>
        {merchantName}
      </p>
      <p class="total">{formatMoney(amount, currency)}</p>
      {title && <p class="title">{title}</p>}
      {description && <p class="description">{description}</p>}
      {status === "ACTIVE" && <Countdown until={expiresAt} now={state.now} label={say("summary.timeLeft")} />}
      {split && <SplitSummary {...split} merchantName={merchantName} />}
      <p class="note summary-footer">{say("summary.footer")}</p>
    </aside>
  );
}

/** By the API once it is being paid; before that, by the terms of the quote that would be paid. */
function splitOf({ quote }: CheckoutState, { shares, token, status }: Checkout) {
  if (shares && token) return { shares, token };
  if (quote === null || status !== "ACTIVE") return null;
  const inUnits = quote.terms.shares.map(({ recipient, amount }) => ({
    recipient,
    amount: formatDecimal(BigInt(amount), quote.decimals),
  }));
  return { shares: inUnits, token: quote.token };
}
