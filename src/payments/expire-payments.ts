import { attemptsOf } from "./attempts.ts";
import { changeStatus } from "./change-status.ts";
import type { PaymentsContext } from "./context.ts";
import { lockPayment } from "./lock-payment.ts";

/** Payments expired in one call. */
const batchSize = 100;

/**
 * Ends ACTIVE payments whose time is up: FAILED where the last attempt reverted on chain, otherwise EXPIRED. A payment that has quotes waits until the watcher has read each quoted chain past the
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
      if (payment.status !== "ACTIVE") return;
      const last = (await attemptsOf(transaction, [id])).at(-1);
      if (last?.outcome !== "REVERTED") return changeStatus(context, transaction, payment, "EXPIRED");
      await changeStatus(context, transaction, payment, "FAILED", { failureReason: last.reason });
    });
  }
  return due.length;
}
