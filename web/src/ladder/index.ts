import type { Checkout, Quote } from "../../../src/client/types.ts";
import type { CheckoutSettings } from "../checkout/settings.ts";
import type { Message } from "../messages/index.ts";
import type { ConnectedWallet } from "../wallets/index.ts";

/** One thing that the payer is asked. */
export type PlanStep = Message;

export type Plan = {
  readonly rung: string;
  /** Whether the payer needs no coin for the network's fee. */
  readonly gasless: boolean;
  /** What the payer is asked, in order. */
  readonly steps: readonly PlanStep[];
  /** Other rungs that would do. */
  readonly alternatives: readonly string[];
};

export type PaymentContext = {
  readonly checkout: Checkout;
  readonly quote: Quote;
  readonly wallet: ConnectedWallet;
  readonly settings: CheckoutSettings;
};

/** Finds the way to pay that asks least of the payer. Throws `QuoteMismatchError`. */
export async function planPayment(_context: PaymentContext): Promise<Plan> {
  throw new Error("No wallet is offered yet.");
}

/** Carries the plan out. Resolves once the payment is handed in, which is not yet paid: the API says when it is. */
export async function pay(_plan: Plan, _onStep: (index: number) => void, _signal: AbortSignal): Promise<void> {
  throw new Error("No wallet is offered yet.");
}
