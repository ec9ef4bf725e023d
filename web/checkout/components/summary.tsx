import type { Checkout } from "../../../clients/typescript/types.ts";
import { Countdown } from "../../shared/components/countdown.tsx";
import { formatMoney, say } from "../../shared/messages/index.ts";
import type { CheckoutState } from "../session/state.ts";
import "./summary.css";

type SummaryProps = { readonly state: CheckoutState; readonly checkout: Checkout };

/** What is paid for, to whom, and until when. */
export function Summary({ state, checkout }: SummaryProps) {
  const { merchantName, amount, currency, title, description, status, expiresAt } = checkout;
  return (
    <header class="summary">
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
    </header>
  );
}
