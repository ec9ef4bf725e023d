import { findOrganization } from "../access/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { Database, DatabaseTransaction, Organization, Owner, PageRequest, PaymentLink } from "../store/index.ts";
import { LinkNotFoundError } from "./errors.ts";
import { linkId, uuidOfLink } from "./link-id.ts";
import { isSlug } from "./slug.ts";

/** A link, and how many of its payments are paid. */
export type LoadedLink = { readonly link: PaymentLink; readonly paidPayments: number };

/** Throws `LinkNotFoundError`. */
export async function loadLink(
  database: Database | DatabaseTransaction,
  id: string,
  owner: Owner,
): Promise<LoadedLink> {
  const uuid = uuidOfLink(id);
  const link = uuid === undefined ? undefined : await findLink(database, uuid, owner);
  if (!link || link.deletedAt !== null) throw new LinkNotFoundError(id);
  return withPaid(database, link);
}

/** By its UUID, deleted ones included. */
export async function findLink(
  database: Database | DatabaseTransaction,
  uuid: string,
  { organizationId, mode }: Owner,
): Promise<PaymentLink | undefined> {
  return database
    .selectFrom("paymentLinks")
    .selectAll()
    .where("id", "=", uuid)
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .executeTakeFirst();
}

/** A link and its organization by the slug in its URL, deleted ones included; undefined where there never was one. */
export async function findLinkBySlug(
  { database }: Pick<PaymentsContext, "database">,
  slug: string,
): Promise<{ readonly link: PaymentLink; readonly organization: Organization } | undefined> {
  if (!isSlug(slug)) return undefined;
  const link = await database.selectFrom("paymentLinks").selectAll().where("slug", "=", slug).executeTakeFirst();
  const organization = link && (await findOrganization({ database }, link.organizationId));
  return link && organization && { link, organization };
}

export type LinkFilter = { readonly active?: boolean | undefined };

/** The owner's links, the newest first; deleted ones are left out. */
export async function listLinks(
  database: Database,
  owner: Owner,
  filter: LinkFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedLink[]> {
  const links = await linksOf(database, owner, filter)
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return allWithPaid(database, links);
}

/** The same by place in the list, with how many there are in all. */
export async function searchLinks(
  database: Database,
  owner: Owner,
  { active }: LinkFilter,
  {
    offset,
    limit,
    ascending = false,
  }: { readonly offset: number; readonly limit: number; readonly ascending?: boolean },
): Promise<{ readonly links: readonly LoadedLink[]; readonly total: number }> {
  const found = linksOf(database, owner, { active });
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const direction = ascending ? "asc" : "desc";
  const links = await found.selectAll().orderBy("id", direction).offset(offset).limit(limit).execute();
  return { links: await allWithPaid(database, links), total: Number(total) };
}

function linksOf(database: Database, { organizationId, mode }: Owner, { active }: LinkFilter) {
  return database
    .selectFrom("paymentLinks")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .where("deletedAt", "is", null)
    .$if(active !== undefined, (query) => query.where("active", "=", active ?? true));
}

async function allWithPaid(database: Database, links: readonly PaymentLink[]): Promise<LoadedLink[]> {
  const paid = await countPaid(database, links);
  return links.map((link) => ({ link, paidPayments: paid.get(link.id) ?? 0 }));
}

export async function withPaid(database: Database | DatabaseTransaction, link: PaymentLink): Promise<LoadedLink> {
  return { link, paidPayments: (await countPaid(database, [link])).get(link.id) ?? 0 };
}

/** Payments of each link that are paid, or are on chain and about to be. */
async function countPaid(
  database: Database | DatabaseTransaction,
  links: readonly Pick<PaymentLink, "id">[],
): Promise<ReadonlyMap<string, number>> {
  if (links.length === 0) return new Map();
  const uuids = new Map(links.map(({ id }) => [linkId(id), id]));
  const rows = await database
    .selectFrom("payments")
    .select(["sourceId", ({ fn }) => fn.countAll<bigint>().as("count")])
    .where("sourceId", "in", [...uuids.keys()])
    .where("status", "in", ["PROCESSING", "SUCCESSFUL"])
    .groupBy("sourceId")
    .execute();
  return new Map(rows.map(({ sourceId, count }) => [uuids.get(sourceId ?? "") ?? "", Number(count)]));
}
