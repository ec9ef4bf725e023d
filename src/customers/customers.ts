import { v7 as uuidv7 } from "uuid";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Customer, Database, DatabaseTransaction, Owner, PageRequest } from "../store/index.ts";
import type { CustomersContext } from "./context.ts";
import { CustomerExistsError, CustomerNotFoundError } from "./errors.ts";
import { customerId, uuidOfCustomer } from "./ids.ts";

// The only writer of `customers`.

export type CustomerInput = {
  readonly externalId?: string | null | undefined;
  readonly name?: string | null | undefined;
};

type Reader = Database | DatabaseTransaction;

/** Throws `CustomerExistsError`. Run again, it answers what the earlier run created. */
export async function createCustomer(
  { database, clock }: Pick<CustomersContext, "database" | "clock">,
  owner: Owner,
  input: CustomerInput,
  run?: IdempotentRun,
): Promise<Customer> {
  const earlier = run?.isAgain ? await byId(database, owner, run.id) : undefined;
  if (earlier) return earlier;
  const created = await insert(database, owner, input, clock(), run?.id);
  if (created) return created;
  const existing = await byExternalId(database, owner, input.externalId ?? "");
  throw new CustomerExistsError(customerId(existing?.id ?? ""));
}

/** The customer with an external id, who is made where there is none. */
export async function customerNamed(
  transaction: DatabaseTransaction,
  owner: Owner,
  externalId: string,
  now: Date,
): Promise<Customer> {
  const existing = await byExternalId(transaction, owner, externalId);
  if (existing) return existing;
  const created = await insert(transaction, owner, { externalId }, now);
  return created ?? ((await byExternalId(transaction, owner, externalId)) as Customer);
}

/** Throws `CustomerNotFoundError`. */
export async function loadCustomer(database: Reader, owner: Owner, id: string): Promise<Customer> {
  const uuid = uuidOfCustomer(id);
  const customer = uuid === undefined ? undefined : await byId(database, owner, uuid);
  if (!customer) throw new CustomerNotFoundError(id);
  return customer;
}

/** The owner's customers, the newest first. */
export function listCustomers(
  database: Database,
  owner: Owner,
  { externalId }: { readonly externalId?: string | undefined },
  { cursor, limit }: PageRequest,
): Promise<Customer[]> {
  return ofOwner(database, owner)
    .$if(externalId !== undefined, (query) => query.where("externalId", "=", externalId ?? ""))
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Undefined where another customer has the external id. */
function insert(database: Reader, owner: Owner, { externalId, name }: CustomerInput, now: Date, id?: string) {
  const { organizationId, mode } = owner;
  return database
    .insertInto("customers")
    .values({
      id: id ?? uuidv7({ msecs: now.getTime() }),
      organizationId,
      mode,
      externalId: externalId ?? null,
      name: name ?? null,
      createdAt: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

function byId(database: Reader, owner: Owner, id: string): Promise<Customer | undefined> {
  return ofOwner(database, owner).where("id", "=", id).executeTakeFirst();
}

function byExternalId(database: Reader, owner: Owner, externalId: string): Promise<Customer | undefined> {
  return ofOwner(database, owner).where("externalId", "=", externalId).executeTakeFirst();
}

function ofOwner(database: Reader, { organizationId, mode }: Owner) {
  return database
    .selectFrom("customers")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode);
}
