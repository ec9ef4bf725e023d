import type { Address } from "viem";
import { agreedPlace, type MinedTransaction, type TransferLog } from "../chain/index.ts";
import type { RefundTransfer } from "../store/index.ts";

/** A transfer with what its refund says of it. */
export type DueTransfer = RefundTransfer & { readonly tokenAddress: Address; readonly recipient: Address | null };

/** What all endpoints say of a transfer. Unknown: they do not say the same. */
export function locateTransfer(
  { sentBy, recipient, tokenAddress, amount, logIndex }: DueTransfer,
  answers: readonly (MinedTransaction | null)[],
): TransferLog | "gone" | "unknown" {
  if (sentBy === null || recipient === null) return "gone";
  return agreedPlace({ from: sentBy, to: recipient, token: tokenAddress, amount, logIndex }, answers);
}
