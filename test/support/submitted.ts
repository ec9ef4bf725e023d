import type { Hex } from "viem";
import { startAttempt } from "../../src/payments/attempts.ts";
import { PaymentStateError, PaymentUnderWayError } from "../../src/payments/errors.ts";
import type { Quote } from "../../src/store/index.ts";
import { markAnswered, markSending } from "../../src/user-operations/operation-status.ts";
import type { Harness } from "./payments-harness.ts";

const freeOfCost = { dollars: 0n, budget: null };

/** Leaves the database as an operation does that the bundler has accepted. False where the payment cannot be tried now. */
export async function submitted(harness: Harness, quote: Quote, hash: Hex): Promise<boolean> {
  try {
    await harness.database.transaction().execute(async (transaction) => {
      await startAttempt(harness, transaction, {
        kind: "USER_OPERATION",
        quote,
        reference: hash,
        payer: null,
        cost: freeOfCost,
      });
      const key = { chainId: quote.chainId, hash };
      await markSending(transaction, key, { quoteId: quote.id, createdAt: harness.clock() });
      await markAnswered(transaction, key, "ACCEPTED");
    });
    return true;
  } catch (error) {
    if (error instanceof PaymentStateError || error instanceof PaymentUnderWayError) return false;
    throw error;
  }
}
