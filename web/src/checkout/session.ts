import { ApiError } from "../../../clients/typescript/errors.ts";
import type { Checkout as CheckoutApi } from "../../../clients/typescript/resources/checkout.ts";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import type { RungName } from "../ladder/index.ts";
import type { Message, MessageKey } from "../messages/index.ts";
import { PayerError } from "../payer-error.ts";
import type { ConnectedWallet, Wallet } from "../wallets/index.ts";
import { follow } from "./follow.ts";
import { checkQuote } from "./quote-check.ts";
import type { ServerClock } from "./server-clock.ts";
import type { CheckoutSettings } from "./settings.ts";
import { type CheckoutEvent, type CheckoutState, type Choice, initialState, type Method, reduce } from "./state.ts";
import { recall, remember } from "./storage.ts";

export type SessionOptions = {
  readonly paymentId: string;
  readonly apiUrl: string;
  readonly api: CheckoutApi;
  readonly clock: ServerClock;
  readonly settings: CheckoutSettings;
  readonly storage: () => Storage;
  readonly changed: (state: CheckoutState) => void;
};

/** One payer at one payment: what can be done. What comes of it is told as a change of the state. */
export type Session = {
  state(): CheckoutState;
  choose(choice: Choice): void;
  /** Back to the choice of network and token. */
  back(): void;
  chooseMethod(method: Method): void;
  /** A new quote for the same choice, which the payer has yet to agree to. */
  askOffer(): void;
  takeOffer(): void;
  connect(wallet: Wallet): void;
  /** Another way to pay from the connected wallet. */
  chooseRung(rung: RungName): void;
  disconnect(): void;
  pay(): void;
  /** Stops waiting for the wallet. What was signed already may be paid all the same. */
  cancel(): void;
  /** After a payment that was handed in and never seen. */
  startAgain(): void;
  /** Asks the API now. */
  look(): void;
};

/** Starts following a payment, and goes on with what a reload had interrupted. */
export function startSession(options: SessionOptions): Session {
  const { paymentId, apiUrl, api, clock, settings, storage } = options;
  let state = initialState(clock.now());
  let underWay = new AbortController();

  const dispatch = (event: CheckoutEvent) => {
    const before = state;
    state = reduce(state, event);
    if (state === before) return;
    const { quote, method, submitted } = state;
    if (quote !== before.quote || method !== before.method || submitted !== before.submitted) {
      remember(storage, paymentId, quote && { quote, method, submitted });
    }
    options.changed(state);
  };
  /** What a reload had interrupted goes on, once it has been checked like any other quote. */
  const resume = async (checkout: Checkout) => {
    const remembered = recall(storage, paymentId);
    if (remembered === null) return;
    const { quote, method, submitted } = remembered;
    await checkQuote(checkout, quote);
    dispatch({ type: "quoted", quote });
    dispatch({ type: "methodChosen", method });
    if (submitted) dispatch({ type: "submitted" });
  };
  let resuming: Promise<void> | undefined;

  const following = follow({
    retrieve: (signal) => api.retrieve(paymentId, { signal }),
    eventsUrl: `${apiUrl}/v1/checkout/${encodeURIComponent(paymentId)}/events`,
    viewed(checkout) {
      clock.set(checkout.serverTime);
      resuming ??= resume(checkout).catch(() => remember(storage, paymentId, null));
      void resuming.then(() => dispatch({ type: "viewed", checkout, now: clock.now() }));
    },
    lost: () => dispatch({ type: "lost" }),
    unknown: () => dispatch({ type: "unknown" }),
  });
  setInterval(() => dispatch({ type: "ticked", now: clock.now() }), 1_000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) following.look();
  });
  // Wallets bring much code that the first screen does not need.
  void import("../wallets/index.ts").then(({ watchWallets }) =>
    watchWallets(settings, (wallets) => dispatch({ type: "walletsFound", wallets })),
  );

  const ask = async (choice: Choice, take: (quote: Quote) => CheckoutEvent) => {
    const { checkout } = state;
    if (checkout === null) return;
    try {
      const quote = await api.quote(paymentId, { chainId: choice.chainId, token: choice.token });
      await checkQuote(checkout, quote);
      // The payer may have gone back meanwhile.
      if (state.choice !== choice) return;
      dispatch({ type: "ticked", now: clock.now() });
      dispatch(take(quote));
    } catch (error) {
      if (state.choice === choice) dispatch({ type: "quoteFailed", problem: quoteProblem(error) });
      following.look();
    }
  };

  const stopWallet = () => {
    underWay.abort();
    underWay = new AbortController();
    return underWay.signal;
  };
  /** One thing at a time with the wallet: what an earlier one still says is of no interest. */
  const withWallet = async (act: (signal: AbortSignal) => Promise<void>) => {
    const signal = stopWallet();
    try {
      await act(signal);
    } catch (error) {
      if (!signal.aborted) dispatch({ type: "walletFailed", problem: walletProblem(error) });
    }
  };

  const review = async (connected: ConnectedWallet, signal: AbortSignal, rung?: RungName) => {
    const { checkout, quote } = state;
    if (checkout === null || quote === null) return;
    const { planPayment } = await import("../ladder/index.ts");
    const plan = await planPayment({ checkout, quote, wallet: connected, api, ...(rung && { rung }) });
    if (!signal.aborted) dispatch({ type: "walletMoved", wallet: { name: "review", connected, plan } });
  };
  const isReviewed = (connected: ConnectedWallet) =>
    state.wallet.name === "review" && state.wallet.connected === connected;

  const session: Session = {
    state: () => state,
    choose(choice) {
      dispatch({ type: "chose", choice });
      void ask(choice, (quote) => ({ type: "quoted", quote }));
    },
    back() {
      stopWallet();
      dispatch({ type: "wentBack" });
    },
    chooseMethod: (method) => dispatch({ type: "methodChosen", method }),
    askOffer() {
      const { choice, quoting } = state;
      if (choice === null || quoting) return;
      dispatch({ type: "offerAsked" });
      void ask(choice, (quote) => ({ type: "offered", quote }));
    },
    takeOffer() {
      stopWallet();
      dispatch({ type: "offerTaken" });
    },
    connect(wallet) {
      const { checkout, quote } = state;
      if (checkout === null || quote === null) return;
      const connecting = (uri: string | null) =>
        dispatch({ type: "walletMoved", wallet: { name: "connecting", wallet, uri } });
      connecting(null);
      void withWallet(async (signal) => {
        const connected = await wallet.connect(quote.chainId, (uri) => !signal.aborted && connecting(uri));
        if (signal.aborted) return;
        // Another account may pay in another way, or not at all.
        connected.onChange(() => isReviewed(connected) && session.connect(wallet));
        await review(connected, signal);
      });
    },
    chooseRung(rung) {
      const { wallet } = state;
      if (wallet.name === "review") void withWallet((signal) => review(wallet.connected, signal, rung));
    },
    disconnect() {
      const { wallet } = state;
      stopWallet();
      if ("connected" in wallet) wallet.connected.disconnect().catch(() => {});
      dispatch({ type: "walletMoved", wallet: { name: "list" } });
    },
    pay() {
      const { wallet } = state;
      if (wallet.name !== "review") return;
      const at = (step: number) => dispatch({ type: "walletMoved", wallet: { ...wallet, name: "paying", step } });
      at(0);
      void withWallet(async (signal) => {
        const { pay } = await import("../ladder/index.ts");
        await pay(wallet.plan, (step) => !signal.aborted && at(step), signal);
        if (!signal.aborted) dispatch({ type: "submitted" });
        following.look();
      });
    },
    cancel() {
      stopWallet();
      dispatch({ type: "walletStopped" });
    },
    startAgain: () => dispatch({ type: "wentBack" }),
    look: following.look,
  };
  return session;
}

function quoteProblem(error: unknown): Message {
  if (error instanceof PayerError) return error.said;
  return { key: problemKey(error), values: {} };
}

function problemKey(error: unknown): MessageKey {
  if (!(error instanceof ApiError)) return "quote.failed";
  if (error.code === "RATE_UNAVAILABLE") return "quote.rateUnavailable";
  return error.statusCode === 429 ? "quote.tooMany" : "quote.failed";
}

/** What keeps a payer from paying says so itself; anything else is told in general. */
function walletProblem(error: unknown): Message {
  return error instanceof PayerError ? error.said : { key: "wallet.failed", values: {} };
}
