import type { Message } from "../../shared/messages/index.ts";
import type { PreparedPayment } from "./prepared-payment.ts";

/** Where a payment that is under way is. */
export type Progress = {
  /** The index of the step. */
  readonly step: number;
  readonly waitsFor: "wallet" | "network" | "signers";
};

/** One way to pay from a wallet. */
export type PaymentMethod = {
  /** Whether the payer needs no native token for the network's fee. */
  readonly gasless: boolean;
  /** What the payer is asked, in order. */
  steps(payment: PreparedPayment): readonly Message[];
  /**
   * Asks for it, and calls `onProgress` as each step begins or goes on. Resolves once the payment is handed in, whatever comes of it. Throws errors that are
   * `PayerError`s, or the signal's reason.
   */
  execute(payment: PreparedPayment, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<void>;
};
