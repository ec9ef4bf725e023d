import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import { lockRefund } from "./load-refund.ts";
import { recordRefundEvent } from "./record-event.ts";

type Context = { readonly database: Database; readonly clock: Clock };

/** How long a refund waits for its transfers. Milliseconds. */
const patience = 90 * 24 * 60 * 60_000;

const batchSize = 100;

/** FAILED, if nothing of it is on chain. Its amount can be refunded anew. */
export async function failRefund({ database, clock }: Context, id: string, reason: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { refund, transfers } = await lockRefund(transaction, id);
    const isSent = transfers.some(({ transactionHash }) => transactionHash !== null);
    if (refund.status !== "PENDING" || isSent) return;
    const now = clock();
    await transaction
      .updateTable("refunds")
      .set({ status: "FAILED", failureReason: reason, endedAt: now, claimedHash: null })
      .where("id", "=", id)
      .execute();
    await recordRefundEvent(transaction, id, "refund.failed", now);
  });
}

/** Gives up refunds that nobody has sent for very long. Answers how many. */
export async function failUnsentRefunds(context: Context): Promise<number> {
  const old = await context.database
    .selectFrom("refunds")
    .select("id")
    .where("status", "=", "PENDING")
    .where("createdAt", "<", new Date(context.clock().getTime() - patience))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("refundTransfers")
            .select("refundId")
            .whereRef("refundId", "=", "refunds.id")
            .where("transactionHash", "is not", null),
        ),
      ),
    )
    .limit(batchSize)
    .execute();
  for (const { id } of old) await failRefund(context, id, "Nothing was sent within 90 days.");
  return old.length;
}
