import type { PaymentStatus } from "../protocol/index.ts";

/** Forward only. What is absent here never happens, whatever order requests and chain events come in. */
const moves: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  ACTIVE: ["PROCESSING", "EXPIRED", "CANCELLED", "SUCCESSFUL"],
  PROCESSING: ["SUCCESSFUL", "FAILED"],
  SUCCESSFUL: [],
  FAILED: [],
  EXPIRED: [],
  CANCELLED: [],
};

export function canMove(from: PaymentStatus, to: PaymentStatus): boolean {
  return moves[from].includes(to);
}

/** Whether nothing can follow. */
export function isFinal(status: PaymentStatus): boolean {
  return moves[status].length === 0;
}
