import { findOrganization } from "../access/index.ts";
import type {
  Database,
  DatabaseTransaction,
  Organization,
  Owner,
  PageRequest,
  SubscriptionPackage,
} from "../store/index.ts";
import { PackageNotFoundError } from "./errors.ts";
import { uuidOfPackage } from "./ids.ts";

type Reader = Database | DatabaseTransaction;

/** By its id or its slug. Throws `PackageNotFoundError`. */
export async function loadPackage(database: Reader, id: string, owner: Owner): Promise<SubscriptionPackage> {
  const found = await findPackage(database, id, owner);
  if (!found) throw new PackageNotFoundError(id);
  return found;
}

/** The same; undefined where there is none. */
export async function findPackage(
  database: Reader,
  id: string,
  { organizationId, mode }: Owner,
): Promise<SubscriptionPackage | undefined> {
  return byIdOrSlug(database, id)
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .executeTakeFirst();
}

/** A package and its organization, for whoever has its page's URL; undefined where there is none. */
export async function findPublicPackage(
  database: Database,
  id: string,
): Promise<{ readonly offered: SubscriptionPackage; readonly organization: Organization } | undefined> {
  const offered = await byIdOrSlug(database, id).executeTakeFirst();
  const organization = offered && (await findOrganization({ database }, offered.organizationId));
  return offered && organization && { offered, organization };
}

export type PackageFilter = { readonly active?: boolean | undefined };

/** The owner's packages, the newest first. */
export async function listPackages(
  database: Database,
  owner: Owner,
  filter: PackageFilter,
  { cursor, limit }: PageRequest,
): Promise<SubscriptionPackage[]> {
  return packagesOf(database, owner, filter)
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** The same by place in the list, with how many there are in all. */
export async function searchPackages(
  database: Database,
  owner: Owner,
  filter: PackageFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: SubscriptionPackage[]; readonly total: number }> {
  const found = packagesOf(database, owner, filter);
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const rows = await found.selectAll().orderBy("id", "desc").offset(offset).limit(limit).execute();
  return { rows, total: Number(total) };
}

function packagesOf(database: Database, { organizationId, mode }: Owner, { active }: PackageFilter) {
  return database
    .selectFrom("subscriptionPackages")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .$if(active !== undefined, (query) => query.where("active", "=", active ?? true));
}

function byIdOrSlug(database: Reader, id: string) {
  const uuid = uuidOfPackage(id);
  return database
    .selectFrom("subscriptionPackages")
    .selectAll()
    .where(uuid === undefined ? "slug" : "id", "=", uuid ?? id);
}
