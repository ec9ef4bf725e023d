import type { Hex } from "viem";
import { changeStatus, lockPayment } from "../../src/payments/change-status.ts";
import type { Quote } from "../../src/store/index.ts";
import type { Harness } from "./payments-harness.ts";

/** Leaves the database as an operation does that the bundler has accepted. */
export async function submitted(harness: Harness, quote: Quote, hash: Hex): Promise<void> {
  await harness.database.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, quote.paymentId);
    if (payment.status !== "ACTIVE") return;
    await transaction
      .insertInto("userOperations")
      .values({ chainId: quote.chainId, hash, quoteId: quote.id, status: "ACCEPTED", createdAt: harness.clock() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await changeStatus(harness, transaction, payment, "PROCESSING", { quoteId: quote.id });
  });
}
