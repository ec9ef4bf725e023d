import { type DatabaseTransaction, leaseRows, type RecurringPlan } from "../store/index.ts";
import { addDays, periodAt, startOf } from "./calendar.ts";
import type { SubscriptionsContext } from "./context.ts";
import { eachOf } from "./each-of.ts";
import { planId } from "./ids.ts";
import { makeCycle } from "./make-cycle.ts";
import { organizationOf } from "./organization-of.ts";

const batchSize = 50;

/** Longer than a batch takes; also how long one waits that fails. Milliseconds. */
const lease = 5 * 60_000;

/** Makes the invoices of plans whose next period has begun. Answers whether there may be more. */
export async function runDuePlans(context: SubscriptionsContext): Promise<boolean> {
  const due = await leaseRows(
    context.database,
    { table: "recurringPlans", key: ["id"], column: "nextActionAt" },
    { now: context.clock(), duration: lease, choose: (rows) => rows.limit(batchSize) },
  );
  await eachOf(due, (plan) =>
    context.database.transaction().execute(async (transaction) => {
      const rows = transaction.selectFrom("recurringPlans").selectAll().where("id", "=", plan.id);
      const locked = await rows.forUpdate().executeTakeFirstOrThrow();
      // Its lease ran out and it is another worker's, or somebody has changed it meanwhile.
      if (locked.nextActionAt?.getTime() !== plan.nextActionAt?.getTime()) return;
      await runPlan(context, transaction, locked);
    }),
  );
  return due.length === batchSize;
}

/** The invoice of the period that it is now, if there is none: periods that passed while no worker ran are not made up for. */
async function runPlan(
  context: SubscriptionsContext,
  transaction: DatabaseTransaction,
  plan: RecurringPlan,
): Promise<void> {
  const now = context.clock();
  const calendar = { ...plan, anchorPeriod: 0 };
  const current = periodAt(calendar, now);
  const isOver = (time: Date) => plan.endsAt !== null && plan.endsAt <= time;
  const isDue = plan.active && plan.anchor <= now && current.period > plan.period && !isOver(now);
  if (isDue) {
    const merchant = await organizationOf(transaction, plan.organizationId);
    const life = plan.invoiceLife;
    await makeCycle(context, transaction, merchant, plan, { planId: plan.id, subscriptionId: null }, current, {
      ...plan,
      metadata: { ...plan.metadata, planId: planId(plan.id) },
      dueAt: addDays(current.startsAt, plan.dueDays, plan.timeZone),
      expiresAt: life === null ? null : new Date(now.getTime() + Number(life)),
      notify: true,
    });
  }
  const period = isDue ? current.period : plan.period;
  // After a clock that went back, the period after the last one that was invoiced.
  const next = plan.anchor > now ? plan.anchor : startOf(calendar, Math.max(current.period, period) + 1);
  const nextActionAt = plan.active && !isOver(next) ? next : null;
  await transaction.updateTable("recurringPlans").set({ period, nextActionAt }).where("id", "=", plan.id).execute();
}
