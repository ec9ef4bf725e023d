import type { PaymentStatus } from "../protocol/index.ts";

/**
 * Forward only. What is absent here never happens, whatever order requests and chain events come in. Money decides: what failed or expired is SUCCESSFUL once a settlement
 * that was made in time is known and final.
 */
const moves: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  ACTIVE: ["PROCESSING", "EXPIRED", "FAILED", "CANCELLED", "SUCCESSFUL"],
  PROCESSING: ["SUCCESSFUL", "FAILED"],
  SUCCESSFUL: [],
  FAILED: ["SUCCESSFUL"],
  EXPIRED: ["SUCCESSFUL"],
  CANCELLED: [],
};

export function canMove(from: PaymentStatus, to: PaymentStatus): boolean {
  return moves[from].includes(to);
}

/** Whether nothing is to be expected any more, of the payer or of the chain. */
export function isFinal(status: PaymentStatus): boolean {
  return status !== "ACTIVE" && status !== "PROCESSING";
}
