import type { Database, DatabaseTransaction, Owner, PageRequest, RecurringPlan } from "../store/index.ts";
import { PlanNotFoundError } from "./errors.ts";
import { uuidOfPlan } from "./ids.ts";

/** Throws `PlanNotFoundError`. */
export async function loadPlan(
  database: Database | DatabaseTransaction,
  id: string,
  owner: Owner,
): Promise<RecurringPlan> {
  const found = await findPlan(database, id, owner);
  if (!found) throw new PlanNotFoundError(id);
  return found;
}

/** The same; undefined where there is none. */
export async function findPlan(
  database: Database | DatabaseTransaction,
  id: string,
  owner: Owner,
): Promise<RecurringPlan | undefined> {
  const uuid = uuidOfPlan(id);
  if (uuid === undefined) return undefined;
  return plansOf(database, owner, {}).selectAll().where("id", "=", uuid).executeTakeFirst();
}

export type PlanFilter = { readonly active?: boolean | undefined };

/** The owner's plans, the newest first. */
export async function listPlans(
  database: Database,
  owner: Owner,
  filter: PlanFilter,
  { cursor, limit }: PageRequest,
): Promise<RecurringPlan[]> {
  return plansOf(database, owner, filter)
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** The same by place in the list, with how many there are in all. */
export async function searchPlans(
  database: Database,
  owner: Owner,
  filter: PlanFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: RecurringPlan[]; readonly total: number }> {
  const found = plansOf(database, owner, filter);
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const rows = await found.selectAll().orderBy("id", "desc").offset(offset).limit(limit).execute();
  return { rows, total: Number(total) };
}

function plansOf(database: Database | DatabaseTransaction, { organizationId, mode }: Owner, { active }: PlanFilter) {
  return database
    .selectFrom("recurringPlans")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .$if(active !== undefined, (query) => query.where("active", "=", active ?? true));
}
