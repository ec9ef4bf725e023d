import { v7 as uuidv7 } from "uuid";
import type { FinalHeight } from "../chain/index.ts";
import { confirmCharge, reverseCharge } from "../mandates/index.ts";
import {
  changeStatus,
  isExternalIdTaken,
  isFinal,
  lockPaymentOfQuote,
  recordEvent,
  unmarkSettled,
} from "../payments/index.ts";
import type { Database, DatabaseTransaction, PaymentRow, Settlement } from "../store/index.ts";
import { markFailed } from "../user-operations/index.ts";
import type { LedgerContext } from "./context.ts";

/** Settlements that are finalized at the same time, each in a transaction of its own. */
const concurrency = 6;

/**
 * Finalizes what is deep enough on a chain: payments whose settlement is are SUCCESSFUL, a settlement that is one too many or too late is
 * reported, and settlements that a deep reorganisation took back for good are reported as reversed. `onEvents` is
 * called as soon as there are events to deliver.
 */
export async function finalizeBlocks(
  context: LedgerContext,
  chainId: number,
  finalHeight: FinalHeight,
  onEvents: () => void = () => {},
): Promise<void> {
  const { database } = context;
  const waiting = await database
    .selectFrom("settlements")
    .selectAll()
    .where("chainId", "=", chainId)
    .where("final", "=", false)
    .orderBy("blockNumber")
    .execute();
  const isDeep = ({ blockNumber, tokenAddress, amount }: Settlement) =>
    blockNumber <= finalHeight(tokenAddress, amount);
  const all = waiting.filter(isDeep);
  const isSilent = ({ kind }: Settlement) => ["UNKNOWN", "RECLAIMED", "SWEPT"].includes(kind);
  await finalizeSilently(
    database,
    all.filter(isSilent).map(({ id }) => id),
  );
  const due = all.filter((settlement) => !isSilent(settlement));
  for (let first = 0; first < due.length; first += concurrency) {
    await Promise.all(
      due
        .slice(first, first + concurrency)
        .map((settlement) =>
          database.transaction().execute((transaction) => finalizeSettlement(context, transaction, settlement)),
        ),
    );
    onEvents();
  }

  const missing = await database
    .selectFrom("settlements")
    .selectAll()
    .where("chainId", "=", chainId)
    .where("missing", "=", true)
    .execute();
  for (const settlement of missing.filter(isDeep)) {
    await database.transaction().execute((transaction) => reverse(context, transaction, settlement));
  }

  const reverted = await database
    .selectFrom("userOperations")
    .innerJoin("quotes", "quotes.id", "userOperations.quoteId")
    .select(["userOperations.hash", "userOperations.blockNumber", "quotes.amountToken", "quotes.terms"])
    .where("userOperations.chainId", "=", chainId)
    .where("userOperations.status", "=", "REVERTED")
    .execute();
  for (const { hash, blockNumber, terms, amountToken } of reverted) {
    if ((blockNumber ?? 0n) > finalHeight(terms.token, amountToken)) continue;
    await database.transaction().execute((transaction) => markFailed(transaction, { chainId, hash }));
  }
}

/** Rows of one statement. */
const batchSize = 1_000;

/** What causes no event needs no transaction of its own. */
async function finalizeSilently(database: Database, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += batchSize) {
    await database
      .updateTable("settlements")
      .set({ final: true })
      .where("id", "in", ids.slice(start, start + batchSize))
      .execute();
  }
}

/** The chain is final beyond where it stood, and it is not there. The state stays, since states never move back; the merchant is notified. */
async function reverse(context: LedgerContext, transaction: DatabaseTransaction, settlement: Settlement) {
  const { id, kind, quoteId, chainId, blockNumber, mandateChargeId } = settlement;
  // Before the row, as whoever rewinds takes them. Where the cursor went back, it is being read again, and may be there.
  const passed = await transaction
    .selectFrom("chainCursors")
    .select("chainId")
    .where("chainId", "=", chainId)
    .where("blockNumber", ">=", blockNumber)
    .forShare()
    .executeTakeFirst();
  if (!passed) return;
  const missing = await transaction
    .selectFrom("settlements")
    .select("id")
    .where("id", "=", id)
    .where("missing", "=", true)
    .forUpdate()
    .executeTakeFirst();
  // Another worker was there first, or it is there again.
  if (!missing) return;
  const reversal = uuidv7({ msecs: context.clock().getTime() });
  await transaction
    .insertInto("settlements")
    .values({ ...settlement, id: reversal, kind: "REVERSED", missing: false, reverses: id })
    .execute();
  await transaction
    .updateTable("settlements")
    .set({ missing: false, reversedBy: reversal })
    .where("id", "=", id)
    .execute();
  if (mandateChargeId !== null) return reverseCharge(context, transaction, mandateChargeId);
  if (kind !== "PAYMENT" || quoteId === null) return;
  const payment = await lockPaymentOfQuote(transaction, quoteId);
  await recordEvent(context, transaction, payment.id, "payment.reversed");
}

/** Money decides: what failed or expired has been paid, unless its external id was given to another payment since its settlement was seen. */
async function finalizeAfterEnd(
  context: LedgerContext,
  transaction: DatabaseTransaction,
  payment: PaymentRow,
  { id, quoteId }: { readonly id: string; readonly quoteId: string },
): Promise<void> {
  if (!(await isExternalIdTaken(transaction, payment))) {
    return changeStatus(context, transaction, payment, "SUCCESSFUL", { failureReason: null });
  }
  await transaction.updateTable("settlements").set({ kind: "LATE" }).where("id", "=", id).execute();
  await unmarkSettled(transaction, [quoteId]);
  await recordEvent(context, transaction, payment.id, "payment.late");
}

async function finalizeSettlement(context: LedgerContext, transaction: DatabaseTransaction, settlement: Settlement) {
  const { id, transactionHash, blockHash } = settlement;
  const finalized = await transaction
    .updateTable("settlements")
    .set({ final: true })
    .where("id", "=", id)
    .where("blockHash", "=", blockHash)
    .where("final", "=", false)
    .returning(["quoteId", "kind", "mandateChargeId"])
    .executeTakeFirst();
  if (finalized?.mandateChargeId) return confirmCharge(context, transaction, finalized.mandateChargeId);
  if (!finalized?.quoteId) return;
  const payment = await lockPaymentOfQuote(transaction, finalized.quoteId);
  // Reported now, and not when it was seen: a reorganisation could bring it a second time, or never again.
  if (finalized.kind === "OVERPAID") return recordEvent(context, transaction, payment.id, "payment.overpaid");
  if (finalized.kind === "LATE") return recordEvent(context, transaction, payment.id, "payment.late");
  const isItsSettlement = payment.quoteId === finalized.quoteId && payment.transactionHash === transactionHash;
  if (!isItsSettlement) return;
  if (payment.status === "PROCESSING") return changeStatus(context, transaction, payment, "SUCCESSFUL");
  if (isFinal(payment.status) && payment.status !== "SUCCESSFUL") {
    return finalizeAfterEnd(context, transaction, payment, { id, quoteId: finalized.quoteId });
  }
  const reversal = await transaction
    .selectFrom("settlements")
    .select("id")
    .where("quoteId", "=", finalized.quoteId)
    .where("kind", "=", "REVERSED")
    .executeTakeFirst();
  // It was reported as reversed, and is there after all.
  if (reversal) await recordEvent(context, transaction, payment.id, "payment.completed");
}
