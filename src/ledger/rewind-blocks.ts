import type { Cursor } from "../chain/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";

/**
 * Takes back what blocks above `to` said, after a reorganisation: they are read again from there. A payment whose settlement went with
 * its block stays PROCESSING, since its transaction will most likely land again. One that was final by the policy of its amount is marked
 * as missing: it is reversed only if it is not there when that height is final again.
 */
export async function rewindBlocks(
  { database }: Pick<PaymentsContext, "database">,
  chainId: number,
  to: Cursor,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("chainCursors")
      .set(to)
      .set(({ fn, ref, val }) => ({ readTwiceTo: fn<bigint>("least", [ref("readTwiceTo"), val(to.blockNumber)]) }))
      .where("chainId", "=", chainId)
      .execute();
    await transaction
      .deleteFrom("chainBlocks")
      .where("chainId", "=", chainId)
      .where("blockNumber", ">", to.blockNumber)
      .execute();
    const gone = await transaction
      .deleteFrom("settlements")
      .where("chainId", "=", chainId)
      .where("blockNumber", ">", to.blockNumber)
      .where("final", "=", false)
      .returning(["quoteId", "kind"])
      .execute();
    await transaction
      .updateTable("settlements")
      .set({ missing: true })
      .where("chainId", "=", chainId)
      .where("blockNumber", ">", to.blockNumber)
      .where("final", "=", true)
      .where("kind", "!=", "REVERSED")
      .where("reversedBy", "is", null)
      .execute();
    const quoteIds = gone.flatMap(({ kind, quoteId }) => (kind === "PAYMENT" && quoteId) || []);
    if (quoteIds.length > 0) {
      await transaction
        .updateTable("payments")
        .set({ transactionHash: null, blockNumber: null, receivedAmount: null, paidAt: null })
        .where("quoteId", "in", quoteIds)
        .where("status", "=", "PROCESSING")
        .execute();
      await creditSecond(transaction, quoteIds);
    }
    await transaction
      .updateTable("userOperations")
      .set({ status: "ACCEPTED", transactionHash: null, blockNumber: null })
      .where("chainId", "=", chainId)
      .where("blockNumber", ">", to.blockNumber)
      .where("status", "in", ["INCLUDED", "REVERTED"])
      .execute();
  });
}

/**
 * Where a payment was settled twice and the first went with its block, the second is the payment. It is finalized once more, as such; should the first
 * land again, that is the one too many.
 */
async function creditSecond(transaction: DatabaseTransaction, quoteIds: readonly string[]): Promise<void> {
  const seconds = await transaction
    .selectFrom("payments")
    .innerJoin("quotes", "quotes.paymentId", "payments.id")
    .innerJoin("settlements", "settlements.quoteId", "quotes.id")
    .select(["payments.id as paymentId", "settlements.id", "quotes.id as quoteId", "settlements.transactionHash"])
    .select(["settlements.blockNumber", "settlements.blockTime", "settlements.amount"])
    .where("payments.quoteId", "in", quoteIds)
    .where("payments.status", "=", "PROCESSING")
    .where("settlements.kind", "=", "OVERPAID")
    .where("settlements.missing", "=", false)
    .where("settlements.reversedBy", "is", null)
    .orderBy("settlements.id", "desc")
    .execute();
  // The first of each payment is left in the map.
  const byPayment = new Map(seconds.map((second) => [second.paymentId, second]));
  for (const { paymentId, id, quoteId, transactionHash, blockNumber, blockTime, amount } of byPayment.values()) {
    await transaction.updateTable("settlements").set({ kind: "PAYMENT", final: false }).where("id", "=", id).execute();
    await transaction
      .updateTable("payments")
      .set({ quoteId, transactionHash, blockNumber, receivedAmount: amount, paidAt: blockTime })
      .where("id", "=", paymentId)
      .execute();
  }
}
