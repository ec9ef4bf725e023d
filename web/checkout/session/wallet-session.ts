import type { Quote } from "../../../clients/typescript/types.ts";
import type { Message } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import type { ConnectedWallet, Wallet } from "../../shared/wallets/index.ts";
import type { MethodName, MethodRefusedError, PaymentApi, Progress } from "../payment-methods/index.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Store } from "./store.ts";

/** Paying from a wallet: one thing at a time. */
export type WalletSession = {
  connect(wallet: Wallet): void;
  /** Another payment method of the connected wallet. */
  chooseMethod(method: MethodName): void;
  disconnect(): void;
  pay(): void;
  /** Stops waiting for the wallet. What was signed already may be paid all the same. */
  cancel(): void;
  /** Forgets what is under way, and shows nothing of it. */
  stop(): void;
};

type WalletSessionContext = {
  readonly api: PaymentApi;
  readonly clock: ServerClock;
  readonly store: Store;
  /** Reads the payment again, once it is handed in. */
  readonly refresh: () => void;
  /** The quote to pay, opened anew where that is long ago. */
  readonly freshQuote: () => Promise<Quote | null>;
  /** One that leaves more time, for a payer whose wallet others sign in too. */
  readonly longQuote: (payer: ConnectedWallet["address"]) => Promise<Quote | null>;
};

export function createWalletSession({
  api,
  clock,
  store,
  refresh,
  freshQuote,
  longQuote,
}: WalletSessionContext): WalletSession {
  const { state, dispatch } = store;
  let underWay = new AbortController();
  /** Methods that the connected wallet could not do. */
  let refused: ReadonlySet<MethodName> = new Set();

  const stop = () => {
    underWay.abort();
    underWay = new AbortController();
    return underWay.signal;
  };
  /** What an earlier action still says is of no interest. */
  const start = async (act: (signal: AbortSignal) => Promise<void>) => {
    const signal = stop();
    try {
      await act(signal);
    } catch (error) {
      if (!signal.aborted) dispatch({ type: "walletFailed", problem: walletProblem(error) });
    }
  };
  const review = async (connected: ConnectedWallet, signal: AbortSignal, method?: MethodName) => {
    const quote = await freshQuote();
    const { checkout } = state();
    if (checkout === null || quote === null || signal.aborted) return;
    const { planPayment } = await import("../payment-methods/index.ts");
    const planFor = (quote: Quote) =>
      planPayment({
        checkout,
        quote,
        wallet: connected,
        api,
        freshQuote,
        now: clock.now,
        refused,
        ...(method && { method }),
      });
    let plan = await planFor(quote);
    if (plan.asksSigners && !signal.aborted) {
      const longer = await longQuote(connected.address);
      if (longer !== null && longer !== quote) plan = await planFor(longer);
    }
    if (!signal.aborted) dispatch({ type: "walletMoved", wallet: { name: "review", connected, plan } });
  };
  /** Shows the next method in place of one that was refused, and says so. Throws the error where there is no other. */
  const replaceMethod = async (connected: ConnectedWallet, error: MethodRefusedError, signal: AbortSignal) => {
    refused = new Set([...refused, ...error.refused]);
    await review(connected, signal).catch(() => {
      throw error;
    });
    const { wallet } = state();
    if (signal.aborted || wallet.name !== "review") return;
    const { method } = wallet.plan;
    if (error.refused.includes(method)) throw error;
    dispatch({ type: "walletFailed", problem: error.saidOf(method) });
  };
  /** What the account holds elsewhere is of use where it does not do here. It is no harm where it cannot be read. */
  const readHoldings = async ({ address }: ConnectedWallet, { paymentId, amountToken }: Quote, signal: AbortSignal) => {
    const read = await api.balances(paymentId, address, { signal }).catch(() => null);
    if (signal.aborted || read === null) return;
    dispatch({ type: "holdingsRead", holdings: { needed: amountToken, balances: read.balances } });
  };
  const isReviewed = (connected: ConnectedWallet) => {
    const { wallet } = state();
    return wallet.name === "review" && wallet.connected === connected;
  };

  const session: WalletSession = {
    connect(wallet) {
      const { quote } = state();
      if (quote === null) return;
      const connecting = (uri: string | null) =>
        dispatch({ type: "walletMoved", wallet: { name: "connecting", wallet, uri } });
      connecting(null);
      refused = new Set();
      void start(async (signal) => {
        const connected = await wallet.connect(quote.chainId, (uri) => !signal.aborted && connecting(uri));
        if (signal.aborted) return;
        // Another account may pay in another way, or not at all.
        connected.onChange(() => isReviewed(connected) && session.connect(wallet));
        void readHoldings(connected, quote, signal);
        await review(connected, signal);
      });
    },
    chooseMethod(method) {
      const { wallet } = state();
      if (wallet.name === "review") void start((signal) => review(wallet.connected, signal, method));
    },
    disconnect() {
      const { wallet } = state();
      stop();
      if ("connected" in wallet) wallet.connected.disconnect().catch(() => {});
      dispatch({ type: "walletMoved", wallet: { name: "list" } });
      dispatch({ type: "holdingsRead", holdings: null });
    },
    pay() {
      const { wallet } = state();
      if (wallet.name !== "review") return;
      const { connected, plan } = wallet;
      const at = (progress: Progress) =>
        dispatch({ type: "walletMoved", wallet: { name: "paying", connected, plan, progress } });
      at({ step: 0, waitsFor: "wallet" });
      void start(async (signal) => {
        const { MethodRefusedError } = await import("../payment-methods/index.ts");
        try {
          await plan.execute((progress) => !signal.aborted && at(progress), signal);
        } catch (error) {
          if (signal.aborted || !(error instanceof MethodRefusedError)) throw error;
          return replaceMethod(connected, error, signal);
        }
        if (!signal.aborted) dispatch({ type: "submitted" });
        refresh();
      });
    },
    cancel() {
      const { wallet } = state();
      stop();
      dispatch({ type: "walletStopped" });
      // What was done meanwhile, such as an approval, makes another plan.
      if (wallet.name === "paying") void start((signal) => review(wallet.connected, signal));
    },
    stop: () => void stop(),
  };
  return session;
}

/** What keeps a payer from paying says so itself; anything else is described in general. */
function walletProblem(error: unknown): Message {
  return error instanceof PayerError ? error.said : { key: "wallet.failed", values: {} };
}
