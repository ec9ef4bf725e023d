import type {
  Database,
  DatabaseTransaction,
  DepositReference,
  Owner,
  PageRequest,
  StandingTermsRow,
} from "../store/index.ts";
import { DepositReferenceNotFoundError } from "./errors.ts";
import { uuidOfCustomer, uuidOfDepositReference } from "./ids.ts";

/** A standing address, and where it was given out. */
export type LoadedAddress = StandingTermsRow & { readonly chainIds: readonly number[] };

/** A reference with all its addresses, those in use first. */
export type LoadedReference = { readonly reference: DepositReference; readonly addresses: readonly LoadedAddress[] };

type Reader = Database | DatabaseTransaction;

/** By its id, unbound ones included. Throws `DepositReferenceNotFoundError`. */
export async function loadReference(database: Reader, owner: Owner, id: string): Promise<LoadedReference> {
  const uuid = uuidOfDepositReference(id);
  const row = uuid && (await ofOwner(database, owner).selectAll().where("id", "=", uuid).executeTakeFirst());
  const [loaded] = row ? await withAddresses(database, [row]) : [];
  if (!loaded) throw new DepositReferenceNotFoundError(id);
  return loaded;
}

/** By the merchant's own word, bound ones alone. Throws `DepositReferenceNotFoundError`. */
export async function loadBoundReference(database: Reader, owner: Owner, reference: string): Promise<LoadedReference> {
  const row = await ofOwner(database, owner)
    .selectAll()
    .where("reference", "=", reference)
    .where("unboundAt", "is", null)
    .executeTakeFirst();
  const [loaded] = row ? await withAddresses(database, [row]) : [];
  if (!loaded) throw new DepositReferenceNotFoundError(reference);
  return loaded;
}

export type ReferenceFilter = {
  readonly reference?: string | undefined;
  readonly customerId?: string | undefined;
  readonly isBound?: boolean | undefined;
};

/** The owner's references, the newest first. */
export async function listReferences(
  database: Database,
  owner: Owner,
  filter: ReferenceFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedReference[]> {
  const rows = await filtered(database, owner, filter)
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return withAddresses(database, rows);
}

/** The same by place in the list, with how many there are in all. */
export async function searchReferences(
  database: Database,
  owner: Owner,
  filter: ReferenceFilter,
  { offset, limit, ascending }: { readonly offset: number; readonly limit: number; readonly ascending: boolean },
): Promise<{ readonly references: readonly LoadedReference[]; readonly total: number }> {
  const found = filtered(database, owner, filter);
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const rows = await found
    .selectAll()
    .orderBy("id", ascending ? "asc" : "desc")
    .offset(offset)
    .limit(limit)
    .execute();
  return { references: await withAddresses(database, rows), total: Number(total) };
}

export async function withAddresses(
  database: Reader,
  references: readonly DepositReference[],
): Promise<LoadedReference[]> {
  if (references.length === 0) return [];
  const ids = references.map(({ id }) => id);
  const terms = await database
    .selectFrom("standingTerms")
    .selectAll()
    .where("referenceId", "in", ids)
    .orderBy("sweptOn")
    .orderBy("createdAt", "desc")
    .execute();
  const termsIds = terms.map(({ id }) => id);
  const watches =
    termsIds.length === 0
      ? []
      : await database
          .selectFrom("standingWatches")
          .select(["termsId", "chainId"])
          .where("termsId", "in", termsIds)
          .orderBy("chainId")
          .execute();
  const chainIds = Map.groupBy(watches, ({ termsId }) => termsId);
  const byReference = Map.groupBy(terms, ({ referenceId }) => referenceId);
  return references.map((reference) => {
    const loaded = (byReference.get(reference.id) ?? []).map((row) => ({
      ...row,
      chainIds: (chainIds.get(row.id) ?? []).map(({ chainId }) => chainId),
    }));
    const isCurrent = ({ replacedAt }: LoadedAddress) => replacedAt === null;
    const isOld = (row: LoadedAddress) => !isCurrent(row);
    return { reference, addresses: [...loaded.filter(isCurrent), ...loaded.filter(isOld)] };
  });
}

function filtered(database: Database, owner: Owner, { reference, customerId, isBound }: ReferenceFilter) {
  // No customer has the id of none.
  const uuid = customerId === undefined ? undefined : (uuidOfCustomer(customerId) ?? nobody);
  return ofOwner(database, owner)
    .$if(reference !== undefined, (query) => query.where("reference", "=", reference ?? ""))
    .$if(uuid !== undefined, (query) => query.where("customerId", "=", uuid ?? nobody))
    .$if(isBound !== undefined, (query) => query.where("unboundAt", isBound ? "is" : "is not", null));
}

const nobody = "00000000-0000-0000-0000-000000000000";

function ofOwner(database: Reader, { organizationId, mode }: Owner) {
  return database.selectFrom("depositReferences").where("organizationId", "=", organizationId).where("mode", "=", mode);
}
