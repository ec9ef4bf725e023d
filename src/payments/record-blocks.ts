import { v7 as uuidv7 } from "uuid";
import { isAddressEqual } from "viem";
import type { BlockBatch, SettlementLog, UserOperationLog } from "../chain/logs.ts";
import type { DatabaseTransaction, PaymentRow, Quote, SettlementKind } from "../store/index.ts";
import { changeStatus, lockPayment, lockPaymentOfQuote } from "./change-status.ts";
import type { PaymentsContext } from "./context.ts";
import { recordEvent } from "./events.ts";

/**
 * Takes in what a chain says, and moves the cursor in the same transaction: a block's events are counted once, whatever crashes in
 * between. Answers false where another worker was there first; nothing was written then.
 */
export async function recordBlocks(context: PaymentsContext, batch: BlockBatch): Promise<boolean> {
  return context.database.transaction().execute(async (transaction) => {
    if (!(await moveCursor(transaction, batch))) return false;
    for (const settlement of batch.settlements) await recordSettlement(context, transaction, settlement);
    for (const operation of batch.userOperations) await recordUserOperation(transaction, operation);
    await countConfirmations(transaction, batch);
    return true;
  });
}

async function moveCursor(transaction: DatabaseTransaction, { chainId, after, cursor }: BlockBatch): Promise<boolean> {
  if (after === null) {
    const first = await transaction
      .insertInto("chainCursors")
      .values({ chainId, ...cursor })
      .onConflict((conflict) => conflict.doNothing())
      .returning("chainId")
      .executeTakeFirst();
    return first !== undefined;
  }
  const moved = await transaction
    .updateTable("chainCursors")
    .set(cursor)
    .where("chainId", "=", chainId)
    .where("blockHash", "=", after.blockHash)
    .returning("chainId")
    .executeTakeFirst();
  return moved !== undefined;
}

async function recordSettlement(
  context: PaymentsContext,
  transaction: DatabaseTransaction,
  { merchant, token, ...settlement }: SettlementLog,
): Promise<void> {
  const quote = await transaction
    .selectFrom("quotes")
    .selectAll()
    .where("onchainId", "=", settlement.onchainId)
    .where("chainId", "=", settlement.chainId)
    .executeTakeFirst();
  // The id is a hash of the terms, so a differing amount or token cannot come from our router: then it is not credited.
  const credited =
    quote !== undefined && settlement.amount === quote.amountToken && isAddressEqual(token, quote.terms.token);
  if (await seeAgain(context, transaction, settlement)) return;
  const inserted = await transaction
    .insertInto("settlements")
    .values({
      ...settlement,
      id: uuidv7({ msecs: settlement.blockTime.getTime() }),
      kind: "UNKNOWN",
      merchantAddress: merchant,
      tokenAddress: token,
      quoteId: credited ? quote.id : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!inserted || !credited) return;
  const kind = await creditPayment(context, transaction, quote, settlement);
  await transaction.updateTable("settlements").set({ kind }).where("id", "=", inserted.id).execute();
}

/** A settlement that a reorganisation had taken away, final or already told as reversed, is there again. */
async function seeAgain(
  context: PaymentsContext,
  transaction: DatabaseTransaction,
  settlement: Omit<SettlementLog, "merchant" | "token">,
): Promise<boolean> {
  const { chainId, transactionHash, onchainId, blockNumber, blockHash, blockTime, logIndex } = settlement;
  const missing = await transaction
    .selectFrom("settlements")
    .select(["id", "kind", "quoteId"])
    .where("chainId", "=", chainId)
    .where("transactionHash", "=", transactionHash)
    .where("onchainId", "=", onchainId)
    .where((row) => row.or([row("missing", "=", true), row("kind", "=", "REVERSED")]))
    .executeTakeFirst();
  if (!missing) return false;
  await transaction
    .updateTable("settlements")
    .set({ blockNumber, blockHash, blockTime, logIndex, missing: false })
    .set(missing.kind === "REVERSED" ? { kind: "PAYMENT" } : {})
    .where("id", "=", missing.id)
    .execute();
  if (missing.kind !== "REVERSED" || missing.quoteId === null) return true;
  const payment = await lockPaymentOfQuote(transaction, missing.quoteId);
  await recordEvent(context, transaction, payment.id, "payment.completed");
  return true;
}

type Evidence = Pick<SettlementLog, "transactionHash" | "blockNumber" | "blockTime" | "amount">;

async function creditPayment(
  context: PaymentsContext,
  transaction: DatabaseTransaction,
  quote: Quote,
  { transactionHash, blockNumber, blockTime, amount }: Evidence,
): Promise<SettlementKind> {
  const payment = await lockPayment(transaction, quote.paymentId);
  const known = { quoteId: quote.id, transactionHash, blockNumber, receivedAmount: amount, paidAt: blockTime };
  if (payment.status === "ACTIVE") {
    await changeStatus(context, transaction, payment, "PROCESSING", known);
    return "PAYMENT";
  }
  if (payment.status === "PROCESSING" && !isPaid(payment)) {
    await transaction.updateTable("payments").set(known).where("id", "=", payment.id).execute();
    return "PAYMENT";
  }
  // Its own settlement, whose row had been lost.
  if (payment.quoteId === quote.id && payment.transactionHash === transactionHash) return "PAYMENT";
  if (payment.status === "PROCESSING" || payment.status === "SUCCESSFUL") {
    await recordEvent(context, transaction, payment.id, "payment.overpaid");
    return "OVERPAID";
  }
  await recordEvent(context, transaction, payment.id, "payment.late");
  return "LATE";
}

function isPaid(payment: PaymentRow): boolean {
  return payment.transactionHash !== null;
}

async function recordUserOperation(transaction: DatabaseTransaction, operation: UserOperationLog): Promise<void> {
  await transaction
    .updateTable("userOperations")
    .set({
      status: operation.success ? "INCLUDED" : "REVERTED",
      transactionHash: operation.transactionHash,
      blockNumber: operation.blockNumber,
    })
    .where("chainId", "=", operation.chainId)
    .where("hash", "=", operation.hash)
    .execute();
}

/** The block that holds a payment is its first confirmation. */
async function countConfirmations(transaction: DatabaseTransaction, { chainId, cursor }: BlockBatch): Promise<void> {
  await transaction
    .updateTable("payments")
    .from("quotes")
    .set((row) => ({
      confirmations: row.cast(row(row.val(cursor.blockNumber + 1n), "-", row.ref("payments.blockNumber")), "integer"),
    }))
    .whereRef("quotes.id", "=", "payments.quoteId")
    .where("quotes.chainId", "=", chainId)
    .where("payments.status", "=", "PROCESSING")
    .where("payments.blockNumber", "is not", null)
    .execute();
}
