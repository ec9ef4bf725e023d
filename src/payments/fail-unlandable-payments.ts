import { changeStatus } from "./change-status.ts";
import type { PaymentsContext } from "./context.ts";
import { lockPayment } from "./lock-payment.ts";

/** Chain time beyond the deadline before what was seen counts as gone for good: longer than any reorganisation we watched. */
const margin = 10 * 60_000;

/**
 * FAILED for PROCESSING payments that can never settle: their settlement was reorganised away, or their deposit was not settled, and the chain, as far as the watcher
 * has read it, is past the deadline in the terms. A silent bundler or node is no reason; only the chain's own clock is.
 */
export async function failUnlandablePayments(context: PaymentsContext): Promise<void> {
  const stranded = await context.database
    .selectFrom("payments")
    .innerJoin("quotes", "quotes.id", "payments.quoteId")
    .innerJoin("chainCursors", "chainCursors.chainId", "quotes.chainId")
    .select(["payments.id", "quotes.expiresAt", "chainCursors.blockTime"])
    .where("payments.status", "=", "PROCESSING")
    .where("payments.transactionHash", "is", null)
    .whereRef("chainCursors.blockTime", ">", "quotes.expiresAt")
    .execute();
  for (const { id, expiresAt, blockTime } of stranded) {
    if (blockTime.getTime() <= expiresAt.getTime() + margin) continue;
    await context.database.transaction().execute(async (transaction) => {
      const payment = await lockPayment(transaction, id);
      if (payment.status !== "PROCESSING" || payment.transactionHash !== null) return;
      await changeStatus(context, transaction, payment, "FAILED", {
        failureReason:
          "The settlement was reorganised away, or the deposit was not settled before its deadline. The recoveries show what can be returned.",
      });
    });
  }
}
