import type { Cursor } from "../chain/logs.ts";
import type { PaymentsContext } from "./context.ts";

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
