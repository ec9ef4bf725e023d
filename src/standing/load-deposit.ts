import { uuidOfCustomer, uuidOfDepositReference } from "../customers/index.ts";
import type { TokenSymbol } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Owner, PageRequest, StandingDepositStatus } from "../store/index.ts";
import { uuidOfDeposit } from "./deposit-id.ts";
import type { LoadedDeposit } from "./deposit-snapshot.ts";
import { DepositNotFoundError } from "./errors.ts";

type Reader = Database | DatabaseTransaction;

/** Which deposits are looked for. */
export type DepositFilter = {
  readonly status?: StandingDepositStatus | undefined;
  readonly token?: TokenSymbol | undefined;
  readonly chainId?: number | undefined;
  readonly customerId?: string | undefined;
  readonly referenceId?: string | undefined;
  /** The merchant's own word, whether it is still bound or not. */
  readonly reference?: string | undefined;
};

/** Throws `DepositNotFoundError`. */
export async function loadDeposit(database: Reader, owner: Owner, id: string): Promise<LoadedDeposit> {
  const uuid = uuidOfDeposit(id);
  const found =
    uuid &&
    (await columns(filtered(database, owner, {}))
      .where("standingDeposits.id", "=", uuid)
      .executeTakeFirst());
  if (!found) throw new DepositNotFoundError(id);
  return found;
}

/** By the id of our own row. */
export function depositById(transaction: DatabaseTransaction, id: string): Promise<LoadedDeposit> {
  return columns(
    transaction
      .selectFrom("standingDeposits")
      .innerJoin("depositReferences", "depositReferences.id", "standingDeposits.referenceId"),
  )
    .where("standingDeposits.id", "=", id)
    .executeTakeFirstOrThrow();
}

/** The owner's deposits, the newest first. */
export function listDeposits(
  database: Database,
  owner: Owner,
  filter: DepositFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedDeposit[]> {
  return columns(filtered(database, owner, filter))
    .$if(cursor !== undefined, (query) => query.where("standingDeposits.id", "<", cursor ?? ""))
    .orderBy("standingDeposits.id", "desc")
    .limit(limit)
    .execute();
}

/** By what deposits can be sorted. */
export const depositOrders = ["createdAt", "amount"] as const;

export type DepositPage = {
  readonly offset: number;
  readonly limit: number;
  readonly sortBy: (typeof depositOrders)[number];
  readonly ascending: boolean;
};

/** The same by place in the list, with how many there are in all. */
export async function searchDeposits(
  database: Database,
  owner: Owner,
  filter: DepositFilter,
  { offset, limit, sortBy, ascending }: DepositPage,
): Promise<{ readonly deposits: readonly LoadedDeposit[]; readonly total: number }> {
  const found = filtered(database, owner, filter);
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const direction = ascending ? "asc" : "desc";
  const deposits = await columns(found)
    .$if(sortBy === "amount", (query) => query.orderBy("standingDeposits.amount", direction))
    .orderBy("standingDeposits.id", direction)
    .offset(offset)
    .limit(limit)
    .execute();
  return { deposits, total: Number(total) };
}

type Joined = ReturnType<typeof filtered>;

function columns(query: Joined) {
  return query.selectAll("standingDeposits").select("depositReferences.reference");
}

function filtered(database: Reader, owner: Owner, filter: DepositFilter) {
  const { status, token, chainId, reference } = filter;
  const customer = filter.customerId === undefined ? undefined : (uuidOfCustomer(filter.customerId) ?? nobody);
  const referenceId =
    filter.referenceId === undefined ? undefined : (uuidOfDepositReference(filter.referenceId) ?? nobody);
  return database
    .selectFrom("standingDeposits")
    .innerJoin("depositReferences", "depositReferences.id", "standingDeposits.referenceId")
    .where("standingDeposits.organizationId", "=", owner.organizationId)
    .where("standingDeposits.mode", "=", owner.mode)
    .$if(status !== undefined, (query) => query.where("standingDeposits.status", "=", status ?? "PENDING"))
    .$if(token !== undefined, (query) => query.where("standingDeposits.token", "=", token ?? "USDC"))
    .$if(chainId !== undefined, (query) => query.where("standingDeposits.chainId", "=", chainId ?? 0))
    .$if(customer !== undefined, (query) => query.where("standingDeposits.customerId", "=", customer ?? nobody))
    .$if(referenceId !== undefined, (query) => query.where("standingDeposits.referenceId", "=", referenceId ?? nobody))
    .$if(reference !== undefined, (query) => query.where("depositReferences.reference", "=", reference ?? ""));
}

const nobody = "00000000-0000-0000-0000-000000000000";
