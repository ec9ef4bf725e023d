import type { Hex } from "viem";
import type { DatabaseTransaction, PaymentRow } from "../store/index.ts";
import { settleAttempts, unsettleAttempts } from "./attempts.ts";
import { changeStatus } from "./change-status.ts";
import type { SnapshotContext } from "./payment-snapshot.ts";

/** What the chain says of the settlement that pays a payment. */
export type PaymentSettlement = {
  readonly quoteId: string;
  readonly transactionHash: Hex;
  readonly blockNumber: bigint;
  /** Token base units. */
  readonly receivedAmount: bigint;
  readonly paidAt: Date;
};

// The only writer of a payment's settlement fields.

/**
 * Records a settlement as the one that pays a locked payment. An ACTIVE payment becomes PROCESSING by it; one that has failed or expired stays so until the
 * settlement is final.
 */
export async function markSettled(
  context: SnapshotContext,
  transaction: DatabaseTransaction,
  payment: Pick<PaymentRow, "id" | "status">,
  settlement: PaymentSettlement,
): Promise<void> {
  await replaceSettlement(transaction, payment.id, settlement);
  if (payment.status === "ACTIVE") await changeStatus(context, transaction, payment, "PROCESSING");
}

/** Records another settlement as the one that pays a payment. Its state stays. */
export async function replaceSettlement(
  transaction: DatabaseTransaction,
  paymentId: string,
  { quoteId, transactionHash, blockNumber, receivedAmount, paidAt }: PaymentSettlement,
): Promise<void> {
  await transaction
    .updateTable("payments")
    .set({ quoteId, transactionHash, blockNumber, receivedAmount, paidAt })
    .where("id", "=", paymentId)
    .execute();
  await settleAttempts(transaction, quoteId, transactionHash);
}

/** Forgets the settlements of these quotes, whose blocks were reorganised away before they were final. The payments' states stay. */
export async function unmarkSettled(transaction: DatabaseTransaction, quoteIds: readonly string[]): Promise<void> {
  if (quoteIds.length === 0) return;
  await transaction
    .updateTable("payments")
    .set({ transactionHash: null, blockNumber: null, receivedAmount: null, paidAt: null })
    .where("quoteId", "in", quoteIds)
    .where("status", "!=", "SUCCESSFUL")
    .execute();
  await unsettleAttempts(transaction, quoteIds);
}

/** Puts a payment's settlement where a reorganisation has moved it. */
export async function moveSettlement(
  transaction: DatabaseTransaction,
  from: { readonly quoteId: string | null; readonly transactionHash: Hex },
  { transactionHash, blockNumber, paidAt }: Pick<PaymentSettlement, "transactionHash" | "blockNumber" | "paidAt">,
): Promise<void> {
  await transaction
    .updateTable("payments")
    .set({ transactionHash, blockNumber, paidAt })
    .where("quoteId", "=", from.quoteId)
    .where("transactionHash", "=", from.transactionHash)
    .execute();
}
