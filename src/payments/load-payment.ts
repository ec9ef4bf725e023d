import { validate as isUuid } from "uuid";
import type { Attempt, Database, DatabaseTransaction, Owner, PaymentRow, Quote } from "../store/index.ts";
import { attemptsOf } from "./attempts.ts";
import { PaymentNotFoundError } from "./errors.ts";
import { type LedgerNotes, ledgerNotes, noNotes } from "./ledger-notes.ts";

/** A payment with the quote it was, or is being, paid under. */
export type LoadedPayment = {
  readonly payment: PaymentRow;
  readonly quote: Quote | null;
  /** The last block of the quote's chain that was read. */
  readonly head: bigint | null;
  /** The first one first. */
  readonly attempts: readonly Attempt[];
  readonly notes: LedgerNotes;
};

/**
 * Throws `PaymentNotFoundError` where there is none, or it is not the owner's. The owner is left out inside the domain, where the id comes from
 * our own rows.
 */
export async function loadPayment(
  database: Database | DatabaseTransaction,
  id: string,
  owner?: Owner,
): Promise<LoadedPayment> {
  const found = isUuid(id) ? await findPayment(database, id, owner) : undefined;
  if (!found) throw new PaymentNotFoundError(id);
  return found;
}

export async function findPayment(
  database: Database | DatabaseTransaction,
  id: string,
  owner?: Owner,
): Promise<LoadedPayment | undefined> {
  let query = database.selectFrom("payments").selectAll().where("id", "=", id);
  if (owner) query = query.where("organizationId", "=", owner.organizationId).where("mode", "=", owner.mode);
  const payment = await query.executeTakeFirst();
  if (!payment) return undefined;
  const attempts = await attemptsOf(database, [payment.id]);
  const notes = (await ledgerNotes(database, [payment.id])).get(payment.id) ?? noNotes;
  return { payment, ...(await quoteOf(database, payment)), attempts, notes };
}

async function quoteOf(
  database: Database | DatabaseTransaction,
  { quoteId }: PaymentRow,
): Promise<Pick<LoadedPayment, "quote" | "head">> {
  const [found] = quoteId === null ? [] : await quotesWithHeads(database, [quoteId]);
  return found ?? { quote: null, head: null };
}

/** Quotes with the last block that was read of their chains. */
export async function quotesWithHeads(database: Database | DatabaseTransaction, quoteIds: readonly string[]) {
  if (quoteIds.length === 0) return [];
  const rows = await database
    .selectFrom("quotes")
    .leftJoin("chainCursors", "chainCursors.chainId", "quotes.chainId")
    .selectAll("quotes")
    .select("chainCursors.blockNumber as head")
    .where("quotes.id", "in", quoteIds)
    .execute();
  return rows.map(({ head, ...quote }) => ({ quote, head }));
}

/** The same for payments that were read already, in their order. */
export async function withQuotes(database: Database, payments: readonly PaymentRow[]): Promise<LoadedPayment[]> {
  const quoteIds = payments.flatMap(({ quoteId }) => quoteId ?? []);
  const byId = new Map((await quotesWithHeads(database, quoteIds)).map((found) => [found.quote.id, found]));
  const none = { quote: null, head: null };
  const ids = payments.map(({ id }) => id);
  const attempts = Map.groupBy(await attemptsOf(database, ids), ({ paymentId }) => paymentId);
  const notes = await ledgerNotes(database, ids);
  return payments.map((payment) => ({
    payment,
    ...(byId.get(payment.quoteId ?? "") ?? none),
    attempts: attempts.get(payment.id) ?? [],
    notes: notes.get(payment.id) ?? noNotes,
  }));
}

/** What asked for each of some payments, where something of ours did. */
export async function sourcesOf(
  database: Database,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly type: string; readonly id: string }>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await database
    .selectFrom("payments")
    .select(["id", "sourceType", "sourceId"])
    .where("id", "in", [...paymentIds])
    .where("sourceId", "is not", null)
    .execute();
  return new Map(rows.map(({ id, sourceType, sourceId }) => [id, { type: sourceType ?? "", id: sourceId ?? "" }]));
}
