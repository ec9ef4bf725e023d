import type { Hex } from "viem";
import { min } from "../chain/index.ts";
import { isCharge, type RouterEvent, readCursor } from "../ledger/index.ts";
import { mandatesByOnchainId } from "../mandates/index.ts";
import {
  type Database,
  type DatabaseTransaction,
  type Mandate,
  type PaymentRow,
  type Quote,
  type Settlement,
  transferKinds,
} from "../store/index.ts";
import { keyOf } from "./compare-events.ts";
import type { RecordedPayment } from "./compare-payments.ts";

/** Blocks by their numbers, both included. */
export type BlockRange = { readonly from: bigint; readonly to: bigint };

/** What the database says of a range of blocks, all at one moment. */
export type Recorded = {
  /** The last block of the range that was taken in at that moment. */
  readonly to: bigint;
  /** The ledger of these blocks, and of the events in them wherever it has them; without transfers, reversals and what these took back. */
  readonly rows: readonly Settlement[];
  readonly recordedPayments: readonly RecordedPayment[];
  readonly quoteOf: (onchainId: Hex) => Quote | undefined;
  /** The payment that a quote is of. */
  readonly paymentOf: (quoteId: string | null | undefined) => PaymentRow | undefined;
  readonly mandateOf: (onchainId: Hex) => Mandate | undefined;
};

/** Keys of one query. */
const batchSize = 1_000;

export function readRecorded(
  database: Database,
  chainId: number,
  { from, to }: BlockRange,
  events: readonly RouterEvent[],
): Promise<Recorded> {
  return database
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (transaction) => {
      const cursor = await readCursor(transaction, chainId);
      // The watcher may have gone back since these blocks were asked for.
      const end = min(to, cursor?.blockNumber ?? -1n);
      const range = { from, to: end };
      const within = events.filter(({ blockNumber }) => blockNumber <= end);
      const rows = await readRows(transaction, chainId, range, within);
      const paid = await readPaid(transaction, chainId, range);
      const quotes = await readQuotes(transaction, within, [...rows, ...paid]);
      const ofMandates = within.filter(isCharge).map(({ onchainId }) => onchainId);
      const mandates = await mandatesByOnchainId(transaction, chainId, ofMandates);
      const byId = new Map(quotes.map((quote) => [quote.id, quote]));
      const byOnchainId = new Map(quotes.map((quote) => [quote.onchainId, quote]));
      const payments = await readInBatches(
        quotes.map(({ paymentId }) => paymentId),
        (ids) => transaction.selectFrom("payments").selectAll().where("id", "in", ids).execute(),
      );
      const paymentById = new Map(payments.map((payment) => [payment.id, payment]));
      const credited = Map.groupBy(await readCredited(transaction, paid), ({ quoteId }) => quoteId);
      const recordedPayments = paid.map((payment) => ({
        payment,
        quote: byId.get(payment.quoteId ?? "") ?? null,
        rows: credited.get(payment.quoteId) ?? [],
      }));
      return {
        to: end,
        rows,
        recordedPayments,
        quoteOf: (onchainId) => byOnchainId.get(onchainId),
        mandateOf: (onchainId) => mandates.get(onchainId),
        paymentOf: (quoteId) => paymentById.get(byId.get(quoteId ?? "")?.paymentId ?? ""),
      };
    });
}

async function readRows(
  transaction: DatabaseTransaction,
  chainId: number,
  { from, to }: BlockRange,
  events: readonly RouterEvent[],
): Promise<Settlement[]> {
  const standing = transaction
    .selectFrom("settlements")
    .selectAll()
    .where("chainId", "=", chainId)
    // Transfers are no events of our contracts, and are compared apart.
    .where("kind", "not in", ["REVERSED", ...transferKinds])
    .where("reversedBy", "is", null);
  const within = await standing.where("blockNumber", ">=", from).where("blockNumber", "<=", to).execute();
  const known = new Set(within.map(keyOf));
  const others = events.filter((event) => !known.has(keyOf(event))).map(({ transactionHash }) => transactionHash);
  // At a wrong height they are still the rows of these events.
  const elsewhere = await readInBatches(others, (hashes) => standing.where("transactionHash", "in", hashes).execute());
  return [...within, ...elsewhere.filter((row) => !known.has(keyOf(row)))];
}

/** Payments that say they were paid in these blocks of the chain, or that say they were paid and not where. */
function readPaid(transaction: DatabaseTransaction, chainId: number, { from, to }: BlockRange): Promise<PaymentRow[]> {
  return transaction
    .selectFrom("payments")
    .leftJoin("quotes", "quotes.id", "payments.quoteId")
    .selectAll("payments")
    .where(({ eb, or }) => or([eb("transactionHash", "is not", null), eb("status", "=", "SUCCESSFUL")]))
    .where(({ eb, or }) => or([eb("quotes.chainId", "=", chainId), eb("quotes.id", "is", null)]))
    .where(({ eb, or, and }) =>
      or([eb("blockNumber", "is", null), and([eb("blockNumber", ">=", from), eb("blockNumber", "<=", to)])]),
    )
    .execute();
}

async function readQuotes(
  transaction: DatabaseTransaction,
  events: readonly RouterEvent[],
  naming: readonly { readonly quoteId: string | null }[],
): Promise<Quote[]> {
  const all = transaction.selectFrom("quotes").selectAll();
  const emitted = events.map(({ onchainId }) => onchainId);
  const named = naming.flatMap(({ quoteId }) => quoteId ?? []);
  return [
    ...(await readInBatches(emitted, (ids) => all.where("onchainId", "in", ids).execute())),
    ...(await readInBatches(named, (ids) => all.where("id", "in", ids).execute())),
  ];
}

/** What was ever credited as the payment itself, reversed or not. */
function readCredited(transaction: DatabaseTransaction, paid: readonly PaymentRow[]): Promise<Settlement[]> {
  const quoteIds = paid.flatMap(({ quoteId }) => quoteId ?? []);
  return readInBatches(quoteIds, (ids) =>
    transaction
      .selectFrom("settlements")
      .selectAll()
      .where("quoteId", "in", ids)
      .where("kind", "=", "PAYMENT")
      .execute(),
  );
}

async function readInBatches<Key, Row>(
  keys: readonly Key[],
  read: (batch: readonly Key[]) => Promise<Row[]>,
): Promise<Row[]> {
  const distinct = [...new Set(keys)];
  const rows: Row[] = [];
  for (let start = 0; start < distinct.length; start += batchSize) {
    rows.push(...(await read(distinct.slice(start, start + batchSize))));
  }
  return rows;
}
