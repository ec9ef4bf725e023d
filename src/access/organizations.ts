import { isDeepStrictEqual } from "node:util";
import { validate as isUuid, v7 as uuidv7 } from "uuid";
import { type Address, getAddress } from "viem";
import type { Database, DatabaseTransaction, Organization, Pair } from "../store/index.ts";
import { type Actor, operator, recordChange } from "./audit-log.ts";
import type { AccessContext } from "./context.ts";
import { OrganizationNotFoundError, RecipientLostError } from "./errors.ts";
import { lostRecipients, type RecipientsContext } from "./lost-recipients.ts";

export type NewOrganization = { readonly name: string; readonly settlementAddress: Address };

/** Adds an organization. `settlementAddress` is where its own shares are paid to, on every chain. Throws `RecipientLostError`. */
export async function createOrganization(
  { database, clock, reserved = [] }: AccessContext & Partial<RecipientsContext>,
  input: NewOrganization,
  actor: Actor = operator,
): Promise<Organization> {
  const createdAt = clock();
  return database
    .transaction()
    .execute((transaction) => insertOrganization(transaction, input, { reserved, actor, createdAt }));
}

/** The same in a transaction that does more. */
export async function insertOrganization(
  transaction: DatabaseTransaction,
  { name, settlementAddress }: NewOrganization,
  {
    reserved,
    actor,
    createdAt,
  }: Pick<RecipientsContext, "reserved"> & { readonly actor: Actor; readonly createdAt: Date },
): Promise<Organization> {
  const lost = await lostRecipients({ database: transaction, reserved }, [settlementAddress]);
  for (const [address, reason] of lost) throw new RecipientLostError(address, reason);
  const id = uuidv7({ msecs: createdAt.getTime() });
  const values = { name, settlementAddress: getAddress(settlementAddress) };
  const created = await transaction
    .insertInto("organizations")
    .values({ id, ...values, createdAt })
    .returningAll()
    .executeTakeFirstOrThrow();
  const change = { organizationId: id, action: "organization.created", target: { type: "organization", id } } as const;
  await recordChange(transaction, { ...change, after: values }, actor, createdAt);
  return created;
}

/** Undefined for an id that is nobody's, or no id at all. */
export async function findOrganization(
  { database }: { readonly database: Database | DatabaseTransaction },
  id: string,
): Promise<Organization | undefined> {
  if (!isUuid(id)) return undefined;
  return database.selectFrom("organizations").selectAll().where("id", "=", id).executeTakeFirst();
}

/** What an organization takes no payments in. */
export async function disabledPairsOf(database: Database, id: string): Promise<readonly Pair[]> {
  const row = await database
    .selectFrom("organizations")
    .select("disabledPairs")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return row.disabledPairs;
}

/** What is left out stays. */
export type OrganizationChange = {
  readonly [Field in
    | "name"
    | "successUrl"
    | "cancelUrl"
    | "accentColor"
    | "supportContact"
    | "disabledPairs"
    | "limits"]?: Organization[Field] | undefined;
};

/** Changes settings of an organization and writes down what is other than before. Throws `OrganizationNotFoundError`. */
export async function updateOrganization(
  { database, clock }: AccessContext,
  id: string,
  change: OrganizationChange,
  actor: Actor,
): Promise<Organization> {
  return database.transaction().execute(async (transaction) => {
    const known = transaction.selectFrom("organizations").selectAll().where("id", "=", id);
    const current = isUuid(id) ? await known.forUpdate().executeTakeFirst() : undefined;
    if (!current) throw new OrganizationNotFoundError(id);
    const asked = Object.entries(change).filter(([, value]) => value !== undefined);
    const changed = asked.filter(
      ([field, value]) => !isDeepStrictEqual(current[field as keyof OrganizationChange], value),
    );
    if (changed.length === 0) return current;
    const after = Object.fromEntries(changed);
    const before = Object.fromEntries(changed.map(([field]) => [field, current[field as keyof OrganizationChange]]));
    const entry = { organizationId: id, action: "organization.updated", target: { type: "organization", id } } as const;
    await recordChange(transaction, { ...entry, before, after }, actor, clock());
    return transaction
      .updateTable("organizations")
      .set(Object.fromEntries(changed.map(([field, value]) => [field, isJson(field) ? JSON.stringify(value) : value])))
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** Columns that PostgreSQL has as JSON. */
const isJson = (field: string) => field === "disabledPairs" || field === "limits";
