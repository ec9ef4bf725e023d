import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { Countdown } from "../../shared/components/countdown.tsx";
import { TokenMark } from "../../shared/components/token-mark.tsx";
import { formatToken, say } from "../../shared/messages/index.ts";
import type { Session } from "../session/session.ts";
import type { CheckoutState } from "../session/state.ts";
import "./quote-header.css";

type QuoteHeaderProps = {
  readonly checkout: Checkout;
  readonly quote: Quote;
  readonly state: CheckoutState;
  readonly session: Session;
};

/** What is paid and for how long that holds. */
export function QuoteHeader({ checkout, quote, state, session }: QuoteHeaderProps) {
  return (
    <div class="quote">
      <TokenMark token={quote.token} chainId={quote.chainId} />
      <div class="quote-text">
        <span class="quote-amount">{formatToken(quote.amountToken, quote.token)}</span>
        <span class="quote-network">{chainName(checkout, quote.chainId)}</span>
      </div>
      <div class="quote-side">
        {endsSoon(quote, checkout, state.now) && (
          <Countdown until={quote.expiresAt} now={state.now} label={say("quote.heldFor")} />
        )}
        <button type="button" class="link" onClick={session.back}>
          {say("quote.change")}
        </button>
      </div>
    </div>
  );
}

/** How long before its end a quote's own clock is shown. Milliseconds. */
const nearEnd = 3 * 60_000;

/** The payment has a clock of its own: a second one counts only where the amount is about to change. */
function endsSoon({ expiresAt, exchangeRate }: Quote, { currency }: Checkout, now: number): boolean {
  const isFixed = currency === "USD" && exchangeRate === "1";
  return !isFixed && Date.parse(expiresAt) - now < nearEnd;
}

export function chainName(checkout: Checkout, chainId: number): string {
  return checkout.options.find((option) => option.chainId === chainId)?.chainName ?? `${chainId}`;
}
