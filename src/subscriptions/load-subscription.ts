import type {
  Database,
  DatabaseTransaction,
  Owner,
  PageRequest,
  Subscription,
  SubscriptionStatus,
} from "../store/index.ts";
import { SubscriptionNotFoundError } from "./errors.ts";
import { uuidOfSubscription } from "./ids.ts";
import type { LoadedCycle, LoadedSubscription } from "./snapshot.ts";

type Reader = Database | DatabaseTransaction;

/** Throws `SubscriptionNotFoundError`. */
export async function loadSubscription(database: Reader, id: string, owner: Owner): Promise<LoadedSubscription> {
  const found = await findSubscription(database, id, owner);
  if (!found) throw new SubscriptionNotFoundError(id);
  return withLatestCycle(database, found);
}

/** Without its cycle; undefined where there is none. */
export async function findSubscription(database: Reader, id: string, owner: Owner): Promise<Subscription | undefined> {
  const uuid = uuidOfSubscription(id);
  if (uuid === undefined) return undefined;
  return subscriptionsOf(database, owner, {}).selectAll().where("id", "=", uuid).executeTakeFirst();
}

export type SubscriptionFilter = {
  readonly status?: SubscriptionStatus | undefined;
  /** The UUID. */
  readonly packageId?: string | undefined;
  readonly customerEmail?: string | undefined;
  readonly externalCustomerRef?: string | undefined;
};

/** The owner's subscriptions, the newest first. */
export async function listSubscriptions(
  database: Database,
  owner: Owner,
  filter: SubscriptionFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedSubscription[]> {
  const rows = await subscriptionsOf(database, owner, filter)
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return withLatestCycles(database, rows);
}

/** The same by place in the list, with how many there are in all. */
export async function searchSubscriptions(
  database: Database,
  owner: Owner,
  filter: SubscriptionFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: LoadedSubscription[]; readonly total: number }> {
  const found = subscriptionsOf(database, owner, filter);
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const rows = await found.selectAll().orderBy("id", "desc").offset(offset).limit(limit).execute();
  return { rows: await withLatestCycles(database, rows), total: Number(total) };
}

/** A subscription's cycles, the newest first. */
export async function listCycles(
  database: Reader,
  subscription: Pick<Subscription, "id">,
  { cursor, limit }: PageRequest,
): Promise<LoadedCycle[]> {
  return cyclesOf(database)
    .where("subscriptionId", "=", subscription.id)
    .$if(cursor !== undefined, (query) => query.where("billingCycles.id", "<", cursor ?? ""))
    .orderBy("billingCycles.id", "desc")
    .limit(limit)
    .execute();
}

export async function withLatestCycle(database: Reader, subscription: Subscription): Promise<LoadedSubscription> {
  const [loaded] = await withLatestCycles(database, [subscription]);
  return loaded as LoadedSubscription;
}

async function withLatestCycles(database: Reader, rows: readonly Subscription[]): Promise<LoadedSubscription[]> {
  if (rows.length === 0) return [];
  const cycles = await cyclesOf(database)
    .where((row) => row.or(rows.map(({ id, period }) => row.and({ subscriptionId: id, period }))))
    .execute();
  const bySubscription = new Map(cycles.map((cycle) => [cycle.subscriptionId, cycle]));
  return rows.map((subscription) => ({ subscription, cycle: bySubscription.get(subscription.id) ?? null }));
}

function cyclesOf(database: Reader) {
  return database
    .selectFrom("billingCycles")
    .innerJoin("invoices", "invoices.id", "billingCycles.invoiceId")
    .selectAll("billingCycles")
    .select("invoices.publicId as invoicePublicId");
}

function subscriptionsOf(
  database: Reader,
  { organizationId, mode }: Owner,
  { status, packageId, customerEmail, externalCustomerRef }: SubscriptionFilter,
) {
  return database
    .selectFrom("subscriptions")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .$if(status !== undefined, (query) => query.where("status", "=", status ?? "ACTIVE"))
    .$if(packageId !== undefined, (query) => query.where("packageId", "=", packageId ?? ""))
    .$if(customerEmail !== undefined, (query) => query.where("customerEmail", "=", customerEmail ?? ""))
    .$if(externalCustomerRef !== undefined, (query) =>
      query.where("externalCustomerRef", "=", externalCustomerRef ?? ""),
    );
}
