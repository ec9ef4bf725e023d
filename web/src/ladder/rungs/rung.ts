import type { Message } from "../../messages/index.ts";
import type { PaymentAtHand } from "../payment-at-hand.ts";

/** One way to pay from a wallet. */
export type Rung = {
  /** Whether the payer needs no coin for the network's fee. */
  readonly gasless: boolean;
  /** What the payer is asked, in order. */
  steps(payment: PaymentAtHand): readonly Message[];
  /**
   * Asks for it, and calls `onStep` as each step begins. Resolves once the payment is handed in, whatever comes of it. Throws errors that are
   * `PayerError`s, or the signal's reason.
   */
  carryOut(payment: PaymentAtHand, onStep: (index: number) => void, signal: AbortSignal): Promise<void>;
};
