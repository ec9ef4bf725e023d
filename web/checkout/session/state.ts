import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import type { Message } from "../../shared/messages/index.ts";
import type { ConnectedWallet, Wallet } from "../../shared/wallets/index.ts";
import type { Plan, Progress } from "../payment-methods/index.ts";
import type { Holdings } from "./holdings.ts";

/** One way to pay: a network and a token. */
export type Option = Checkout["options"][number];
export type Choice = Pick<Option, "chainId" | "token">;
export type PayBy = "wallet" | "address";

/** Where paying by wallet is. */
export type WalletStage =
  | { readonly name: "list" }
  | {
      readonly name: "connecting";
      readonly wallet: Wallet;
      /** What a wallet on another device has to scan. */
      readonly uri: string | null;
    }
  | { readonly name: "review"; readonly connected: ConnectedWallet; readonly plan: Plan }
  | { readonly name: "paying"; readonly connected: ConnectedWallet; readonly plan: Plan; readonly progress: Progress };

/** Everything that the page knows. The API's view is the only source of what has been paid. */
export type CheckoutState = {
  readonly checkout: Checkout | null;
  /** Whether the API answered the last request, and knows the payment. */
  readonly connection: "connecting" | "online" | "offline" | "unknown";
  /** Server time, milliseconds. */
  readonly now: number;
  readonly choice: Choice | null;
  readonly quote: Quote | null;
  /** Whether a quote has been asked for and not answered. */
  readonly quoting: boolean;
  /** Takes the place of a quote that is over, once the payer agrees to its amount. */
  readonly offer: Quote | null;
  /** Null until the payer says so. */
  readonly payBy: PayBy | null;
  /** Whether wallets are likely to be apps beside this browser. */
  readonly phone: boolean;
  readonly wallets: readonly Wallet[];
  readonly wallet: WalletStage;
  /** Null until a wallet was connected and its balances are read. */
  readonly holdings: Holdings | null;
  /** Handed in from this page: the API has not reported it yet. */
  readonly submitted: boolean;
  /** When: null where a reload forgot it. Server time, milliseconds. */
  readonly submittedAt: number | null;
  /** Became paid while the page was open: it goes back to the shop by itself. */
  readonly returning: boolean;
  /** What the last thing asked for came to, where it failed. */
  readonly problem: Message | null;
};

export type CheckoutEvent =
  | { readonly type: "received"; readonly checkout: Checkout; readonly now: number }
  | { readonly type: "disconnected" }
  | { readonly type: "unknown" }
  | { readonly type: "ticked"; readonly now: number }
  | { readonly type: "chose"; readonly choice: Choice }
  | { readonly type: "quoted"; readonly quote: Quote }
  | { readonly type: "reopened"; readonly quote: Quote }
  | { readonly type: "asked" }
  | { readonly type: "offered"; readonly quote: Quote }
  | { readonly type: "offerTaken" }
  | { readonly type: "quoteFailed"; readonly problem: Message }
  | { readonly type: "wentBack" }
  | { readonly type: "payByChosen"; readonly payBy: PayBy }
  | { readonly type: "walletsFound"; readonly wallets: readonly Wallet[] }
  | { readonly type: "walletMoved"; readonly wallet: WalletStage }
  | { readonly type: "holdingsRead"; readonly holdings: Holdings | null }
  | { readonly type: "walletStopped" }
  | { readonly type: "walletFailed"; readonly problem: Message }
  | { readonly type: "submitted" };

export function initialState(now: number, phone = false): CheckoutState {
  return {
    checkout: null,
    connection: "connecting",
    now,
    choice: null,
    quote: null,
    quoting: false,
    offer: null,
    payBy: null,
    phone,
    wallets: [],
    wallet: { name: "list" },
    holdings: null,
    submitted: false,
    submittedAt: null,
    returning: false,
    problem: null,
  };
}

/** How to pay, as the payer chose; until then by wallet, and by transfer on a phone whose browser has none. */
export function payByOf({ payBy, phone, wallets }: Pick<CheckoutState, "payBy" | "phone" | "wallets">): PayBy {
  return payBy ?? (phone && wallets.length === 0 ? "address" : "wallet");
}

export function reduce(state: CheckoutState, event: CheckoutEvent): CheckoutState {
  switch (event.type) {
    case "received":
      // An older answer that comes late must not take back what a newer one said.
      if (state.checkout && event.checkout.serverTime < state.checkout.serverTime) return state;
      return {
        ...state,
        checkout: event.checkout,
        connection: "online",
        now: event.now,
        returning: state.returning || becamePaid(state.checkout, event.checkout),
        // An attempt that has died frees the payment: it can be tried again.
        submitted: state.submitted && !hasDied(state.checkout, event.checkout),
      };
    case "disconnected":
      return { ...state, connection: "offline" };
    case "unknown":
      return { ...state, connection: "unknown" };
    case "ticked":
      return { ...state, now: event.now };
    case "chose":
      return { ...state, choice: event.choice, quoting: true, problem: null };
    case "quoted":
      return { ...state, ...taken(event.quote) };
    case "reopened":
      return { ...state, quote: event.quote };
    case "asked":
      return { ...state, quoting: true, offer: null, problem: null };
    case "offered":
      return { ...state, quoting: false, offer: event.quote };
    case "offerTaken":
      return state.offer ? { ...state, ...taken(state.offer) } : state;
    case "quoteFailed":
      return { ...state, quoting: false, problem: event.problem };
    case "wentBack":
      return {
        ...state,
        choice: null,
        quote: null,
        offer: null,
        quoting: false,
        problem: null,
        wallet: { name: "list" },
        submitted: false,
      };
    case "payByChosen":
      return { ...state, payBy: event.payBy, problem: null };
    case "walletsFound":
      return { ...state, wallets: event.wallets };
    case "walletMoved":
      return { ...state, wallet: event.wallet, problem: null };
    case "holdingsRead":
      return { ...state, holdings: event.holdings };
    case "walletStopped":
      return { ...state, wallet: afterFailure(state.wallet), problem: null };
    case "walletFailed":
      return { ...state, problem: event.problem, wallet: afterFailure(state.wallet) };
    case "submitted":
      return { ...state, submitted: true, submittedAt: state.now, problem: null };
  }
}

function becamePaid(before: Checkout | null, { status }: Checkout): boolean {
  return before !== null && before.status !== "SUCCESSFUL" && status === "SUCCESSFUL";
}

function hasDied(before: Checkout | null, { status, attempt }: Checkout): boolean {
  return status === "ACTIVE" && attempt === null && before !== null && before.attempt !== null;
}

/** A quote of other terms: what a wallet was about to sign is none of them. */
function taken(quote: Quote): Partial<CheckoutState> {
  const choice = { chainId: quote.chainId, token: quote.token };
  return { quote, choice, offer: null, quoting: false, problem: null, wallet: { name: "list" }, submitted: false };
}

/** Whoever said no in the wallet can try again from where they were. */
function afterFailure(wallet: WalletStage): WalletStage {
  if (wallet.name === "paying") return { name: "review", connected: wallet.connected, plan: wallet.plan };
  if (wallet.name === "connecting") return { name: "list" };
  return wallet;
}
