import { changeStatus, lockPayment } from "./change-status.ts";
import type { PaymentsContext } from "./context.ts";

/** Payments expired in one call. */
const batchSize = 100;

/**
 * Expires ACTIVE payments whose time is up. A payment that has quotes waits until the watcher has read each quoted chain past the
 * expiry: money that settled in the last second must be seen before anybody says "expired".
 */
export async function expirePayments(context: PaymentsContext): Promise<number> {
  const { database } = context;
  const due = await database
    .selectFrom("payments")
    .select("id")
    .where("status", "=", "ACTIVE")
    .where("expiresAt", "<=", context.clock())
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("quotes")
            .leftJoin("chainCursors", "chainCursors.chainId", "quotes.chainId")
            .select("quotes.id")
            .whereRef("quotes.paymentId", "=", "payments.id")
            .where((row) =>
              row.or([
                row("chainCursors.blockTime", "is", null),
                row("chainCursors.blockTime", "<=", row.ref("quotes.expiresAt")),
              ]),
            ),
        ),
      ),
    )
    .orderBy("expiresAt")
    .limit(batchSize)
    .execute();
  for (const { id } of due) {
    await database.transaction().execute(async (transaction) => {
      const payment = await lockPayment(transaction, id);
      if (payment.status === "ACTIVE") await changeStatus(context, transaction, payment, "EXPIRED");
    });
  }
  return due.length;
}
