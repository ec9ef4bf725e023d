import { ApiError } from "../../../clients/typescript/errors.ts";
import type { Checkout as CheckoutApi } from "../../../clients/typescript/resources/checkout.ts";
import type { Quote } from "../../../clients/typescript/types.ts";
import type { Message, MessageKey } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import { checkQuote, refundToOf } from "../../shared/quote/index.ts";
import type { ServerClock } from "./server-clock.ts";
import type { CheckoutEvent, Choice } from "./state.ts";
import type { Store } from "./store.ts";

export type Quoting = {
  /** A quote for a network and a token. */
  choose(choice: Choice): void;
  /** A new quote for the same choice, which the payer has yet to agree to. */
  askOffer(): void;
  /** The quote anew, with the address that money goes back to where it cannot pay. */
  setRefundTo(refundTo: string): void;
};

type QuotingContext = {
  readonly paymentId: string;
  readonly api: CheckoutApi;
  readonly clock: ServerClock;
  readonly store: Store;
  /** Reads the payment again: what failed may have to do with its state. */
  readonly refresh: () => void;
};

/** Asks for quotes, and shows none that was not checked. */
export function createQuoting({ paymentId, api, clock, store, refresh }: QuotingContext): Quoting {
  const ask = async (choice: Choice, accept: (quote: Quote) => CheckoutEvent, refundTo?: string) => {
    const { checkout } = store.state();
    if (checkout === null) return;
    // The payer may go back meanwhile.
    const isWanted = () => store.state().choice === choice;
    try {
      const { chainId, token } = choice;
      const quote = await api.quote(paymentId, {
        chainId,
        token,
        ...(refundTo && { refundTo: refundTo as `0x${string}` }),
      });
      await checkQuote(checkout, quote, refundTo);
      if (!isWanted()) return;
      store.dispatch({ type: "ticked", now: clock.now() });
      store.dispatch(accept(quote));
    } catch (error) {
      if (isWanted()) store.dispatch({ type: "quoteFailed", problem: quoteProblem(error, refundTo) });
      refresh();
    }
  };
  return {
    choose(choice) {
      store.dispatch({ type: "chose", choice });
      void ask(choice, (quote) => ({ type: "quoted", quote }));
    },
    askOffer() {
      const { choice, quoting, quote } = store.state();
      if (choice === null || quoting) return;
      store.dispatch({ type: "asked" });
      void ask(choice, (offer) => ({ type: "offered", quote: offer }), quote ? refundToOf(quote) : undefined);
    },
    setRefundTo(refundTo) {
      const { choice, quoting } = store.state();
      if (choice === null || quoting) return;
      store.dispatch({ type: "asked" });
      void ask(choice, (quote) => ({ type: "quoted", quote }), refundTo);
    },
  };
}

function quoteProblem(error: unknown, refundTo: string | undefined): Message {
  if (error instanceof PayerError) return error.said;
  if (error instanceof ApiError && error.statusCode === 400 && refundTo) return { key: "refund.refused", values: {} };
  return { key: problemKey(error), values: {} };
}

function problemKey(error: unknown): MessageKey {
  if (!(error instanceof ApiError)) return "quote.failed";
  if (error.code === "RATE_UNAVAILABLE") return "quote.rateUnavailable";
  return error.statusCode === 429 ? "quote.tooMany" : "quote.failed";
}
