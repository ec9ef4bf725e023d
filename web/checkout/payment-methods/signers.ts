import type { Progress } from "./payment-method.ts";
import type { PreparedPayment } from "./prepared-payment.ts";

/** Whether the wallet proposes what it is asked for, and other people confirm it there, perhaps hours later: a Safe. */
export function asksSigners({ facts }: Pick<PreparedPayment, "facts">): boolean {
  return facts.code === "safe";
}

/** Whom a payment waits for once the wallet has it. */
export function awaited(payment: Pick<PreparedPayment, "facts">): Progress["waitsFor"] {
  return asksSigners(payment) ? "signers" : "network";
}

/** How long is left to sign, in milliseconds: past its deadline the router refuses what was signed. */
export function timeToSign({ terms, now }: Pick<PreparedPayment, "terms" | "now">): number {
  return Math.max(0, Number(terms.deadline) * 1000 - now());
}
