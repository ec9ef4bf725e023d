import type { Message } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import type { ConnectedWallet, Wallet } from "../../shared/wallets/index.ts";
import type { MethodName, PaymentApi } from "../payment-methods/index.ts";
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
  readonly store: Store;
  /** Reads the payment again, once it is handed in. */
  readonly refresh: () => void;
};

export function createWalletSession({ api, store, refresh }: WalletSessionContext): WalletSession {
  const { state, dispatch } = store;
  let underWay = new AbortController();

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
    const { checkout, quote } = state();
    if (checkout === null || quote === null) return;
    const { planPayment } = await import("../payment-methods/index.ts");
    const plan = await planPayment({ checkout, quote, wallet: connected, api, ...(method && { method }) });
    if (!signal.aborted) dispatch({ type: "walletMoved", wallet: { name: "review", connected, plan } });
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
      void start(async (signal) => {
        const connected = await wallet.connect(quote.chainId, (uri) => !signal.aborted && connecting(uri));
        if (signal.aborted) return;
        // Another account may pay in another way, or not at all.
        connected.onChange(() => isReviewed(connected) && session.connect(wallet));
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
    },
    pay() {
      const { wallet } = state();
      if (wallet.name !== "review") return;
      const at = (step: number) => dispatch({ type: "walletMoved", wallet: { ...wallet, name: "paying", step } });
      at(0);
      void start(async (signal) => {
        await wallet.plan.execute((step) => !signal.aborted && at(step), signal);
        if (!signal.aborted) dispatch({ type: "submitted" });
        refresh();
      });
    },
    cancel() {
      stop();
      dispatch({ type: "walletStopped" });
    },
    stop: () => void stop(),
  };
  return session;
}

/** What keeps a payer from paying says so itself; anything else is described in general. */
function walletProblem(error: unknown): Message {
  return error instanceof PayerError ? error.said : { key: "wallet.failed", values: {} };
}
