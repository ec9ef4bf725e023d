import { findOrganization } from "../access/index.ts";
import { normalMailAddress } from "../schemas/index.ts";
import type {
  CreditNote,
  Database,
  DatabaseTransaction,
  Invoice,
  InvoiceStatus,
  Organization,
  Owner,
  PageRequest,
} from "../store/index.ts";
import { InvoiceNotFoundError } from "./errors.ts";
import { invoiceId, isPublicId, uuidOfInvoice } from "./invoice-id.ts";

type Reader = Database | DatabaseTransaction;

/** An invoice with its credit notes, the first one first. */
export type LoadedInvoice = { readonly invoice: Invoice; readonly creditNotes: readonly CreditNote[] };

/** By its id or its public id. Throws `InvoiceNotFoundError`. */
export async function loadInvoice(database: Reader, id: string, owner: Owner): Promise<LoadedInvoice> {
  const found = await findInvoice(database, id, owner);
  if (!found) throw new InvoiceNotFoundError(id);
  return withCreditNotes(database, found);
}

/** The same without its credit notes; undefined where there is none. */
export async function findInvoice(
  database: Reader,
  id: string,
  { organizationId, mode }: Owner,
): Promise<Invoice | undefined> {
  const uuid = uuidOfInvoice(id);
  if (uuid === undefined && !isPublicId(id)) return undefined;
  return database
    .selectFrom("invoices")
    .selectAll()
    .where(uuid === undefined ? "publicId" : "id", "=", uuid ?? id)
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .executeTakeFirst();
}

/** An invoice and its organization, for whoever has the URL of its page; undefined where there is none. */
export async function findInvoiceByPublicId(
  { database }: { readonly database: Database },
  publicId: string,
): Promise<(LoadedInvoice & { readonly organization: Organization }) | undefined> {
  if (!isPublicId(publicId)) return undefined;
  const invoice = await database.selectFrom("invoices").selectAll().where("publicId", "=", publicId).executeTakeFirst();
  const organization = invoice && (await findOrganization({ database }, invoice.organizationId));
  return invoice && organization && { ...(await withCreditNotes(database, invoice)), organization };
}

export type InvoiceFilter = {
  readonly statuses?: readonly InvoiceStatus[] | undefined;
  readonly orderId?: string | undefined;
  readonly customerEmail?: string | undefined;
};

/** The owner's invoices, the newest first. */
export async function listInvoices(
  database: Database,
  owner: Owner,
  filter: InvoiceFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedInvoice[]> {
  const invoices = await invoicesOf(database, owner, filter)
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return allWithCreditNotes(database, invoices);
}

/** Enough for whoever looks for one. */
const mostOfCustomer = 1_000;

/** The ids of a customer's newest invoices, by the mail address; none for any other text. */
export async function invoicesOfCustomer(
  database: Database,
  owner: Owner,
  text: string | undefined,
): Promise<string[]> {
  const customerEmail = text?.includes("@") ? normalMailAddress(text) : undefined;
  if (customerEmail === undefined) return [];
  const found = invoicesOf(database, owner, { customerEmail }).select("id").orderBy("id", "desc").limit(mostOfCustomer);
  return (await found.execute()).map(({ id }) => invoiceId(id));
}

/** The same by place in the list, with how many there are in all. */
export async function searchInvoices(
  database: Database,
  owner: Owner,
  filter: InvoiceFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly invoices: readonly LoadedInvoice[]; readonly total: number }> {
  const found = invoicesOf(database, owner, filter);
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const invoices = await found.selectAll().orderBy("id", "desc").offset(offset).limit(limit).execute();
  return { invoices: await allWithCreditNotes(database, invoices), total: Number(total) };
}

function invoicesOf(
  database: Database,
  { organizationId, mode }: Owner,
  { statuses, orderId, customerEmail }: InvoiceFilter,
) {
  return database
    .selectFrom("invoices")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .$if(statuses !== undefined, (query) => query.where("status", "in", [...(statuses ?? [])]))
    .$if(orderId !== undefined, (query) => query.where("orderId", "=", orderId ?? ""))
    .$if(customerEmail !== undefined, (query) => query.where("customerEmail", "=", customerEmail ?? ""));
}

export async function withCreditNotes(database: Reader, invoice: Invoice): Promise<LoadedInvoice> {
  const [loaded] = await allWithCreditNotes(database, [invoice]);
  return loaded as LoadedInvoice;
}

async function allWithCreditNotes(database: Reader, invoices: readonly Invoice[]): Promise<LoadedInvoice[]> {
  if (invoices.length === 0) return [];
  const ids = invoices.map(({ id }) => id);
  const rows = await database
    .selectFrom("creditNotes")
    .selectAll()
    .where("invoiceId", "in", ids)
    .orderBy("year")
    .orderBy("sequence")
    .execute();
  const byInvoice = Map.groupBy(rows, ({ invoiceId }) => invoiceId);
  return invoices.map((invoice) => ({ invoice, creditNotes: byInvoice.get(invoice.id) ?? [] }));
}
