import { v7 as uuidv7 } from "uuid";
import { type Actor, recordChange } from "../access/index.ts";
import type { Payee, PaymentChecksContext, PaymentsContext } from "../payments/index.ts";
import { formatDecimal, formatPrice } from "../protocol/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { DatabaseTransaction, Mode, Owner, PaymentLink } from "../store/index.ts";
import { LinkNotFoundError } from "./errors.ts";
import { linkId, uuidOfLink } from "./link-id.ts";
import { findLink, type LoadedLink, withPaid } from "./load-link.ts";
import { newSlug } from "./slug.ts";
import { type LinkChange, type LinkInput, readTemplate, type Template } from "./template.ts";

// The only writer of `paymentLinks`. Whoever has a key that may can send payers elsewhere: each change is in the audit log.

/** Random slugs that are tried before the database's word that they are taken is not believed any more. */
const slugTries = 5;

/** Creates an active link. Throws `InvalidPaymentError`, `ModeUnavailableError`. Run again, it answers what the earlier run created. */
export async function createLink(
  context: PaymentChecksContext,
  merchant: Payee,
  mode: Mode,
  input: LinkInput,
  actor: Actor,
  run?: IdempotentRun,
): Promise<LoadedLink> {
  const { database } = context;
  const createdAt = context.clock();
  const owner = { organizationId: merchant.id, mode };
  const earlier = run?.isAgain ? await findLink(database, run.id, owner) : undefined;
  if (earlier) return withPaid(database, earlier);
  const template = await readTemplate(context, merchant, mode, input);
  const values = {
    id: run?.id ?? uuidv7({ msecs: createdAt.getTime() }),
    ...owner,
    ...columnsOf(template),
    createdAt,
    updatedAt: createdAt,
  };
  for (let tries = 0; tries < slugTries; tries += 1) {
    const link = await database.transaction().execute(async (transaction) => {
      const inserted = await transaction
        .insertInto("paymentLinks")
        .values({ ...values, slug: newSlug(template.title) })
        .onConflict((conflict) => conflict.column("slug").doNothing())
        .returningAll()
        .executeTakeFirst();
      if (inserted) await record(transaction, "link.created", inserted, { after: auditOf(inserted) }, actor, createdAt);
      return inserted;
    });
    if (link) return { link, paidPayments: 0 };
  }
  throw new Error(`No slug for "${template.title}" was free in ${slugTries} tries.`);
}

/** Changes what is given of a link: for later visits alone. Throws `LinkNotFoundError`, `InvalidPaymentError`, `ModeUnavailableError`. */
export async function updateLink(
  context: PaymentsContext,
  merchant: Payee,
  mode: Mode,
  id: string,
  change: LinkChange,
  actor: Actor,
): Promise<LoadedLink> {
  return context.database.transaction().execute(async (transaction) => {
    const current = await lockLink(transaction, id, { organizationId: merchant.id, mode });
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const template = await readTemplate({ ...context, database: transaction }, merchant, mode, {
      ...inputOf(current),
      ...given,
    });
    const link = await transaction
      .updateTable("paymentLinks")
      .set({ ...columnsOf(template), updatedAt: context.clock() })
      .where("id", "=", current.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const [before, after] = differenceOf(auditOf(current), auditOf(link));
    if (Object.keys(after).length === 0) return withPaid(transaction, link);
    await record(transaction, "link.updated", link, { before, after }, actor, context.clock());
    return withPaid(transaction, link);
  });
}

/** Deletes a link for good: its URL says so at once, and payments that it made go on. Throws `LinkNotFoundError`. Run again, it is done already. */
export async function deleteLink(
  context: PaymentsContext,
  id: string,
  owner: Owner,
  actor: Actor,
  run?: IdempotentRun,
): Promise<void> {
  await context.database.transaction().execute(async (transaction) => {
    const uuid = uuidOfLink(id);
    if (run?.isAgain && uuid !== undefined && (await findLink(transaction, uuid, owner))?.deletedAt) return;
    const link = await lockLink(transaction, id, owner);
    const deletedAt = context.clock();
    await transaction.updateTable("paymentLinks").set({ deletedAt }).where("id", "=", link.id).execute();
    await record(transaction, "link.deleted", link, { before: auditOf(link) }, actor, deletedAt);
  });
}

async function lockLink(transaction: DatabaseTransaction, id: string, owner: Owner): Promise<PaymentLink> {
  const uuid = uuidOfLink(id);
  const link = uuid && (await findLink(transaction, uuid, owner));
  if (!link) throw new LinkNotFoundError(id);
  const locked = await transaction
    .selectFrom("paymentLinks")
    .selectAll()
    .where("id", "=", link.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (locked.deletedAt !== null) throw new LinkNotFoundError(id);
  return locked;
}

/** A template as the table has it: what PostgreSQL keeps as JSON is text. */
function columnsOf({ sellers, metadata, ...template }: Template) {
  return { ...template, sellers: JSON.stringify(sellers), metadata: JSON.stringify(metadata) };
}

/** What a merchant would have said to get this link. */
function inputOf(link: PaymentLink): LinkInput {
  const text = (units: bigint | null) => (units === null ? null : formatPrice(units, link.currency));
  return {
    ...link,
    amount: text(link.amount),
    minimumAmount: text(link.minimumAmount),
    maximumAmount: text(link.maximumAmount),
    sellers: sellersOf(link),
  };
}

/** A link's sellers with amounts as decimal strings. */
export function sellersOf({ sellers, currency }: Pick<PaymentLink, "sellers" | "currency">) {
  return sellers.map((seller) =>
    "amount" in seller
      ? { address: seller.address, amount: formatPrice(BigInt(seller.amount), currency), percent: null }
      : { address: seller.address, amount: null, percent: formatDecimal(BigInt(seller.basisPoints), 2) },
  );
}

/** What of a link decides who is paid how much, and where its payers go. */
function auditOf(link: PaymentLink): Record<string, unknown> {
  const { slug, title, currency, amount, minimumAmount, maximumAmount, sellers } = inputOf(link) as LinkInput &
    PaymentLink;
  const { acceptedChains, acceptedTokens, paymentLimit, successUrl, cancelUrl, active } = link;
  const price = { currency, amount, minimumAmount, maximumAmount, sellers };
  return { slug, title, ...price, acceptedChains, acceptedTokens, paymentLimit, successUrl, cancelUrl, active };
}

function differenceOf(before: Record<string, unknown>, after: Record<string, unknown>) {
  const changed = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const of = (values: Record<string, unknown>) => Object.fromEntries(changed.map((name) => [name, values[name]]));
  return [of(before), of(after)] as const;
}

async function record(
  transaction: DatabaseTransaction,
  action: "link.created" | "link.updated" | "link.deleted",
  { id, organizationId }: PaymentLink,
  values: { readonly before?: Record<string, unknown>; readonly after?: Record<string, unknown> },
  actor: Actor,
  at: Date,
): Promise<void> {
  const target = { type: "payment-link", id: linkId(id) };
  await recordChange(transaction, { organizationId, action, target, ...values }, actor, at);
}
