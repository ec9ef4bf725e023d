import type { Checkout } from "../../../clients/typescript/types.ts";
import { Countdown } from "../../shared/components/countdown.tsx";
import { formatMoney, say } from "../../shared/messages/index.ts";
import type { CheckoutState } from "../session/state.ts";
import { webPage } from "./return-link.tsx";
import "./summary.css";

type SummaryProps = { readonly state: CheckoutState; readonly checkout: Checkout };

/** What is paid for, to whom, and until when. */
export function Summary({ state, checkout }: SummaryProps) {
  const { merchantName, logoUrl, supportContact, amount, currency, title, description, status, expiresAt } = checkout;
  return (
    <header class="summary">
      <p class="merchant">
        {/* From where this page comes, by whatever name it was reached. */}
        {logoUrl ? (
          <img class="merchant-logo" src={new URL(logoUrl).pathname} alt="" />
        ) : (
          <span class="merchant-mark" aria-hidden="true">
            {merchantName.slice(0, 1).toUpperCase()}
          </span>
        )}
        {merchantName}
      </p>
      <p class="total">{formatMoney(amount, currency)}</p>
      {title && <p class="title">{title}</p>}
      {description && <p class="description">{description}</p>}
      {supportContact && <Support contact={supportContact} />}
      {status === "ACTIVE" && <Countdown until={expiresAt} now={state.now} label={say("summary.timeLeft")} />}
    </header>
  );
}

/** Whom the payer asks: a mail address, or a page of the merchant's. */
function Support({ contact }: { readonly contact: string }) {
  const page = webPage(contact);
  return (
    <p class="support">
      {say("summary.support")}{" "}
      <a href={page ?? `mailto:${contact}`} target="_top">
        {page ? new URL(page).host : contact}
      </a>
    </p>
  );
}
