import type { Cursor } from "../chain/index.ts";
import { unmarkCharged } from "../mandates/index.ts";
import { reopenAttempts, replaceSettlement, unmarkSettled } from "../payments/index.ts";
import { type DatabaseTransaction, transferKinds } from "../store/index.ts";
import { reopenAbove } from "../user-operations/index.ts";
import { rewindCursor } from "./chain-cursor.ts";
import type { LedgerContext } from "./context.ts";

/**
 * Takes back what blocks above `to` said, after a reorganisation: they are read again from there. A payment whose settlement went with
 * its block stays as it is, since its transaction will most likely land again. One that was final by the policy of its amount is marked
 * as missing: it is reversed only if it is not there when that height is final again.
 */
export async function rewindBlocks(
  { database, clock }: Pick<LedgerContext, "database" | "clock">,
  chainId: number,
  to: Cursor,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await rewindCursor(transaction, chainId, to);
    const gone = await transaction
      .deleteFrom("settlements")
      .where("chainId", "=", chainId)
      .where("blockNumber", ">", to.blockNumber)
      .where("final", "=", false)
      .returning(["quoteId", "kind", "mandateChargeId"])
      .execute();
    await transaction
      .updateTable("settlements")
      .set({ missing: true })
      .where("chainId", "=", chainId)
      .where("blockNumber", ">", to.blockNumber)
      .where("final", "=", true)
      // These are no events of our contracts: who found them asks for them again.
      .where("kind", "not in", ["REVERSED", ...transferKinds])
      .where("reversedBy", "is", null)
      .execute();
    const charges = gone.flatMap(({ mandateChargeId }) => mandateChargeId ?? []);
    await unmarkCharged(transaction, charges, clock());
    const quoteIds = gone.flatMap(({ kind, quoteId }) => (kind === "PAYMENT" && quoteId) || []);
    if (quoteIds.length > 0) {
      await unmarkSettled(transaction, quoteIds);
      await creditSecond(transaction, quoteIds);
    }
    await reopenAttempts(transaction, await reopenAbove(transaction, chainId, to.blockNumber));
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
    .select(["payments.id as paymentId", "settlements.id as entryId", "quotes.id as quoteId"])
    .select(["settlements.transactionHash", "settlements.blockNumber"])
    .select(["settlements.blockTime as paidAt", "settlements.amount as receivedAmount"])
    .where("payments.quoteId", "in", quoteIds)
    .where("payments.status", "!=", "SUCCESSFUL")
    .where("settlements.kind", "=", "OVERPAID")
    .where("settlements.missing", "=", false)
    .where("settlements.reversedBy", "is", null)
    .orderBy("settlements.id", "desc")
    .execute();
  // The first of each payment is left in the map.
  const byPayment = new Map(seconds.map((second) => [second.paymentId, second]));
  for (const { paymentId, entryId, ...settlement } of byPayment.values()) {
    await transaction
      .updateTable("settlements")
      .set({ kind: "PAYMENT", final: false })
      .where("id", "=", entryId)
      .execute();
    await replaceSettlement(transaction, paymentId, settlement);
  }
}
