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
      <TokenMark token={quote.token} />
      <div class="quote-text">
        <span class="quote-amount">{formatToken(quote.amountToken, quote.token)}</span>
        <span class="quote-network">{chainName(checkout, quote.chainId)}</span>
      </div>
      <div class="quote-side">
        <Countdown until={quote.expiresAt} now={state.now} label={say("quote.heldFor")} />
        <button type="button" class="link" onClick={session.back}>
          {say("quote.change")}
        </button>
      </div>
    </div>
  );
}

export function chainName(checkout: Checkout, chainId: number): string {
  return checkout.options.find((option) => option.chainId === chainId)?.chainName ?? `${chainId}`;
}
