import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../access/index.ts";
import { InvalidPaymentError, type Issue } from "../payments/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import { normalMailAddress } from "../schemas/index.ts";
import type { Mode, Organization, RecurringPlan, ReminderPreset } from "../store/index.ts";
import { recordAudit } from "./audit.ts";
import { periodAt } from "./calendar.ts";
import type { SubscriptionsContext } from "./context.ts";
import { planId } from "./ids.ts";
import { findPlan, loadPlan } from "./load-plan.ts";
import { readTerms, type TermsInput, termsInputOf } from "./terms.ts";

// With `run-plans.ts`, the only writer of `recurringPlans`.

/** What a merchant says of a plan. */
export type PlanInput = TermsInput & {
  readonly title: string;
  readonly description?: string | null | undefined;
  readonly customer?:
    | { readonly name?: string | null | undefined; readonly email?: string | null | undefined }
    | null
    | undefined;
  /** Left out: now. */
  readonly startsAt?: Date | undefined;
  readonly endsAt?: Date | null | undefined;
  /** Seconds that an invoice takes payments; null or left out: for ever. */
  readonly invoiceLife?: number | null | undefined;
  readonly dueDays?: number | undefined;
  readonly reminderPreset?: ReminderPreset | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly active?: boolean | undefined;
};

/** What is left out stays; when its periods begin never changes. */
export type PlanChange = {
  readonly [Field in keyof Omit<PlanInput, "startsAt" | "interval" | "timeZone">]?: PlanInput[Field] | undefined;
};

const usualDueDays = 7;

/** Creates a plan. Throws `InvalidPaymentError`, `ModeUnavailableError`. Run again, it answers what the earlier run created. */
export async function createPlan(
  context: SubscriptionsContext,
  merchant: Organization,
  mode: Mode,
  input: PlanInput,
  actor: Actor,
  run?: IdempotentRun,
): Promise<RecurringPlan> {
  const owner = { organizationId: merchant.id, mode };
  const earlier = run?.isAgain ? await findPlan(context.database, planId(run.id), owner) : undefined;
  if (earlier) return earlier;
  const createdAt = context.clock();
  const columns = await columnsOf(context, merchant, mode, input);
  const anchor = input.startsAt ?? createdAt;
  return context.database.transaction().execute(async (transaction) => {
    const id = run?.id ?? uuidv7({ msecs: createdAt.getTime() });
    const stamps = { createdAt, updatedAt: createdAt };
    const created = await transaction
      .insertInto("recurringPlans")
      .values({ id, ...owner, ...columns, anchor, period: -1, nextActionAt: columns.active ? anchor : null, ...stamps })
      .returningAll()
      .executeTakeFirstOrThrow();
    const change = { ...targetOf(created), action: "plan.created" } as const;
    await recordAudit(transaction, change, { after: auditOf(created) }, actor, createdAt);
    return created;
  });
}

/** Changes a plan for the periods to come. One that is active again goes on with the next period: nothing is made up for. Throws `PlanNotFoundError` and what `createPlan` throws. */
export async function updatePlan(
  context: SubscriptionsContext,
  merchant: Organization,
  mode: Mode,
  id: string,
  change: PlanChange,
  actor: Actor,
): Promise<RecurringPlan> {
  const owner = { organizationId: merchant.id, mode };
  const found = await loadPlan(context.database, id, owner);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const columns = await columnsOf(context, merchant, mode, { ...inputOf(found), ...given });
  const now = context.clock();
  return context.database.transaction().execute(async (transaction) => {
    const rows = transaction.selectFrom("recurringPlans").selectAll().where("id", "=", found.id);
    const before = await rows.forUpdate().executeTakeFirstOrThrow();
    const isStarted = columns.active && !before.active;
    const current = periodAt({ ...before, anchorPeriod: 0 }, now);
    const resumed = before.anchor > now ? before.anchor : current.endsAt;
    const updated = await transaction
      .updateTable("recurringPlans")
      .set({
        ...columns,
        ...(isStarted && { nextActionAt: resumed }),
        ...(!columns.active && { nextActionAt: null }),
        updatedAt: now,
      })
      .where("id", "=", found.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const audited = { before: auditOf(before), after: auditOf(updated) };
    await recordAudit(transaction, { ...targetOf(updated), action: "plan.updated" }, audited, actor, now);
    return updated;
  });
}

async function columnsOf(context: SubscriptionsContext, merchant: Organization, mode: Mode, input: PlanInput) {
  const { title, customer, endsAt, invoiceLife, dueDays = usualDueDays, reminderPreset = "NONE", active } = input;
  const terms = await readTerms(context, merchant, mode, input);
  const issues: Issue[] = [];
  if (reminderPreset !== "NONE" && customer?.email == null) {
    issues.push({ path: ["reminderPreset"], message: "This needs the customer's email." });
  }
  if (customer?.email != null && !context.sendsMail) {
    issues.push({ path: ["customer", "email"], message: "This server sends no mail: nobody would get the invoices." });
  }
  if (issues.length > 0) throw new InvalidPaymentError(issues);
  return {
    ...terms,
    title,
    description: input.description ?? null,
    customerName: customer?.name ?? null,
    customerEmail: customer?.email == null ? null : (normalMailAddress(customer.email) ?? null),
    endsAt: endsAt ?? null,
    invoiceLife: invoiceLife == null ? null : BigInt(invoiceLife) * 1_000n,
    dueDays,
    reminderPreset,
    metadata: JSON.stringify(input.metadata ?? {}),
    active: active ?? true,
  };
}

function inputOf(plan: RecurringPlan): PlanInput {
  return {
    ...plan,
    ...termsInputOf(plan),
    customer: { name: plan.customerName, email: plan.customerEmail },
    invoiceLife: plan.invoiceLife === null ? null : Number(plan.invoiceLife / 1_000n),
  };
}

function targetOf({ id, organizationId }: RecurringPlan) {
  return { organizationId, target: { type: "recurring-plan", id: planId(id) } };
}

function auditOf(plan: RecurringPlan) {
  const { title, customerEmail, endsAt, dueDays, reminderPreset, active } = plan;
  return { title, customerEmail, endsAt, dueDays, reminderPreset, active, ...termsInputOf(plan) };
}
