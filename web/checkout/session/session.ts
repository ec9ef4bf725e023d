import type { Checkout as CheckoutApi } from "../../../clients/typescript/resources/checkout.ts";
import type { Checkout } from "../../../clients/typescript/types.ts";
import { checkQuote } from "../../shared/quote/index.ts";
import { follow } from "./follow.ts";
import { createQuoting, type Quoting } from "./quoting.ts";
import type { ServerClock } from "./server-clock.ts";
import type { CheckoutSettings } from "./settings.ts";
import { type CheckoutState, initialState, type PayBy } from "./state.ts";
import { recall, remember } from "./storage.ts";
import { createStore, type Store } from "./store.ts";
import { createWalletSession, type WalletSession } from "./wallet-session.ts";

export type SessionOptions = {
  readonly paymentId: string;
  readonly apiUrl: string;
  readonly api: CheckoutApi;
  readonly clock: ServerClock;
  readonly settings: CheckoutSettings;
  readonly storage: () => Storage;
  /** Whether wallets are likely to be apps beside this browser. */
  readonly phone: boolean;
  readonly changed: (state: CheckoutState) => void;
};

/** One payer at one payment: what can be done. What comes of it is a change of the state. */
export type Session = Omit<Quoting, "leaveTime" | "freshQuote" | "longQuote"> &
  Omit<WalletSession, "stop"> & {
    state(): CheckoutState;
    /** Back to the choice of network and token. */
    back(): void;
    payBy(payBy: PayBy): void;
    takeOffer(): void;
    /** After a payment that was handed in and never seen. */
    startAgain(): void;
    /** Asks the API now. */
    refresh(): void;
  };

/** Starts following a payment, and goes on with what a reload had interrupted. */
export function startSession(options: SessionOptions): Session {
  const { paymentId, api, clock, settings } = options;
  const store = createRememberingStore(options);
  const { dispatch } = store;
  const refresh = followPayment(options, store);
  const quoting = createQuoting({ paymentId, api, clock, store, refresh });
  const wallet = createWalletSession({
    api,
    clock,
    store,
    refresh,
    freshQuote: quoting.freshQuote,
    longQuote: quoting.longQuote,
  });

  setInterval(() => dispatch({ type: "ticked", now: clock.now() }), 1_000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
  // Wallets bring much code that the first screen does not need.
  void import("../../shared/wallets/index.ts").then(({ watchWallets }) =>
    watchWallets(settings, (wallets) => dispatch({ type: "walletsFound", wallets })),
  );
  return {
    ...quoting,
    ...wallet,
    state: store.state,
    refresh,
    back() {
      wallet.stop();
      dispatch({ type: "wentBack" });
    },
    payBy(payBy) {
      dispatch({ type: "payByChosen", payBy });
      if (payBy === "address") quoting.leaveTime();
    },
    takeOffer() {
      wallet.stop();
      dispatch({ type: "offerTaken" });
    },
    startAgain: () => dispatch({ type: "wentBack" }),
  };
}

/** A store whose quote survives a reload. */
function createRememberingStore({ paymentId, clock, storage, phone, changed }: SessionOptions): Store {
  return createStore(initialState(clock.now(), phone), (state, before) => {
    const { quote, payBy, submitted } = state;
    if (quote !== before.quote || payBy !== before.payBy || submitted !== before.submitted) {
      remember(storage, paymentId, quote && { quote, payBy, submitted });
    }
    changed(state);
  });
}

/** Follows the payment's state. The first answer brings back what a reload had interrupted. Returns what reads the state now. */
function followPayment({ paymentId, apiUrl, api, clock, storage }: SessionOptions, { dispatch }: Store): () => void {
  let resuming: Promise<void> | undefined;
  /** A quote of before is checked like any other. */
  const resume = async (checkout: Checkout) => {
    const remembered = recall(storage, paymentId);
    if (remembered === null) return;
    const { quote, payBy, submitted } = remembered;
    await checkQuote(checkout, quote, quote.terms.refundTo);
    dispatch({ type: "quoted", quote });
    if (payBy) dispatch({ type: "payByChosen", payBy });
    if (submitted) dispatch({ type: "submitted" });
  };
  const following = follow({
    retrieve: (signal) => api.retrieve(paymentId, { signal }),
    eventsUrl: `${apiUrl}/v1/checkout/${encodeURIComponent(paymentId)}/events`,
    received(checkout) {
      clock.set(checkout.serverTime);
      resuming ??= resume(checkout).catch(() => remember(storage, paymentId, null));
      void resuming.then(() => dispatch({ type: "received", checkout, now: clock.now() }));
    },
    disconnected: () => dispatch({ type: "disconnected" }),
    unknown: () => dispatch({ type: "unknown" }),
  });
  return following.refresh;
}
