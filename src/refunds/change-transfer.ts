import type { Updateable } from "kysely";
import type { DatabaseTransaction, RefundTransfer, RefundTransferTable } from "../store/index.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

/** The part as it is now, if it still has that transaction. */
export function currentOf({ transfers }: LoadedRefund, part: RefundTransfer): RefundTransfer | undefined {
  return transfers.find(
    ({ position, transactionHash }) => position === part.position && transactionHash === part.transactionHash,
  );
}

/** Writes what is known of a transfer now. */
export async function changeTransfer(
  transaction: DatabaseTransaction,
  { refundId, position }: RefundTransfer,
  changes: Updateable<RefundTransferTable>,
): Promise<void> {
  await transaction
    .updateTable("refundTransfers")
    .set(changes)
    .where("refundId", "=", refundId)
    .where("position", "=", position)
    .execute();
}
