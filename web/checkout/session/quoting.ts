import { ApiError, ValidationError } from "../../../clients/typescript/errors.ts";
import type { Checkout as CheckoutApi } from "../../../clients/typescript/resources/checkout.ts";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import type { Message, MessageKey } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import { checkQuote, refundToOf } from "../../shared/quote/index.ts";
import type { ServerClock } from "./server-clock.ts";
import { type CheckoutEvent, type Choice, payByOf } from "./state.ts";
import type { Store } from "./store.ts";

export type Quoting = {
  /** A quote for a network and a token. */
  choose(choice: Choice): void;
  /** A new quote for the same choice, which the payer has yet to agree to. */
  askOffer(): void;
  /** The quote anew, with the address that money goes back to where it cannot pay. */
  setRefundTo(refundTo: string): void;
  /** A quote that leaves time for a transfer, where the present one does not. */
  leaveTime(): void;
  /** The present quote, asked for once more where what opens it is old. */
  freshQuote(): Promise<Quote | null>;
  /** A quote that leaves time for a wallet whose owners confirm one after the other; the present one where there is no longer. */
  longQuote(payer: `0x${string}`): Promise<Quote | null>;
};

/** The server opens a quote for half an hour after it was asked for. Milliseconds. */
const freshFor = 20 * 60_000;

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
  /** The present quote's; of one from before a reload nothing is known. */
  let asked = { at: Number.NEGATIVE_INFINITY, forTransfer: false };
  const paysByTransfer = () => payByOf(store.state()) === "address";
  const request = async (choice: Choice, refundTo: string | undefined, forTransfer = paysByTransfer()) => {
    const wanted = {
      chainId: choice.chainId,
      token: choice.token,
      ...(refundTo && { refundTo: refundTo as `0x${string}` }),
    };
    if (!forTransfer) return { quote: await api.quote(paymentId, wanted), forTransfer };
    try {
      return { quote: await api.quote(paymentId, { ...wanted, transfer: true }), forTransfer };
    } catch (error) {
      if (refundTo || !needsRefundTo(error)) throw error;
      // With sellers the payer is asked for that address first, and what asks shows the amount.
      return { quote: await api.quote(paymentId, wanted), forTransfer: false };
    }
  };
  const ask = async (choice: Choice, accept: (quote: Quote) => CheckoutEvent, refundTo?: string) => {
    const { checkout } = store.state();
    if (checkout === null) return;
    // The payer may go back meanwhile.
    const isWanted = () => store.state().choice === choice;
    try {
      const { quote, forTransfer } = await request(choice, refundTo);
      await checkQuote(checkout, quote, refundTo);
      if (!isWanted()) return;
      asked = { at: clock.now(), forTransfer };
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
    leaveTime() {
      const { checkout, choice, quote, quoting } = store.state();
      if (checkout === null || choice === null || quote === null || quoting) return;
      if (asked.forTransfer || lastsAsLong(quote, checkout)) return;
      store.dispatch({ type: "asked" });
      void ask(choice, (longer) => ({ type: "quoted", quote: longer }), refundToOf(quote));
    },
    async longQuote(payer) {
      const { checkout, choice, quote } = store.state();
      if (checkout === null || choice === null || quote === null) return quote;
      if (asked.forTransfer || lastsAsLong(quote, checkout)) return quote;
      // Where there are sellers, somebody has to be named whom money goes back to: the payer's own account.
      const refundTo = refundToOf(quote) ?? payer;
      try {
        const { quote: longer } = await request(choice, refundTo, true);
        await checkQuote(checkout, longer, refundTo);
        asked = { at: clock.now(), forTransfer: true };
        store.dispatch({ type: "reopened", quote: longer });
        return longer;
      } catch {
        return quote;
      }
    },
    async freshQuote() {
      const { checkout, choice, quote } = store.state();
      if (checkout === null || choice === null || quote === null) return quote;
      if (clock.now() - asked.at < freshFor || !lastsAsLong(quote, checkout)) return quote;
      const refundTo = refundToOf(quote);
      try {
        const { quote: again, forTransfer } = await request(choice, refundTo);
        await checkQuote(checkout, again, refundTo);
        // The same terms, opened anew. Of others the payer has to be told.
        if (again.onchainId !== quote.onchainId) return quote;
        asked = { at: clock.now(), forTransfer };
        store.dispatch({ type: "reopened", quote: again });
        return again;
      } catch {
        return quote;
      }
    },
  };
}

/** No rate can move: there is no longer quote. */
function lastsAsLong(quote: Quote, checkout: Checkout): boolean {
  return Date.parse(quote.expiresAt) >= Date.parse(checkout.expiresAt);
}

function needsRefundTo(error: unknown): boolean {
  return error instanceof ValidationError && error.issues[0]?.path[0] === "refundTo";
}

function quoteProblem(error: unknown, refundTo: string | undefined): Message {
  if (error instanceof PayerError) return error.said;
  if (error instanceof ApiError && error.statusCode === 400 && refundTo) return { key: "refund.refused", values: {} };
  return { key: problemKey(error), values: {} };
}

function problemKey(error: unknown): MessageKey {
  if (!(error instanceof ApiError)) return "quote.failed";
  if (error.code === "RATE_UNAVAILABLE") return "quote.rateUnavailable";
  if (error.code === "TOO_MANY_QUOTES") return "refund.tooMany";
  return error.statusCode === 429 ? "quote.tooMany" : "quote.failed";
}
