import { v7 as uuidv7 } from "uuid";
import { insertInvoice, readInvoice } from "../invoices/index.ts";
import { formatPrice } from "../protocol/index.ts";
import type { BillingCycle, DatabaseTransaction, Organization, Owner, ReminderPreset } from "../store/index.ts";
import { addDays, dayOf, type Period } from "./calendar.ts";
import type { SubscriptionsContext } from "./context.ts";
import type { Terms } from "./terms.ts";

// With `settle-cycles.ts`, the only writer of `billingCycles`.

type Of =
  | { readonly planId: string; readonly subscriptionId: null }
  | { readonly planId: null; readonly subscriptionId: string };

/** What the invoice of a cycle says. */
export type CycleContent = Terms & {
  readonly title: string;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly dueAt: Date;
  readonly expiresAt: Date | null;
  readonly reminderPreset: ReminderPreset;
  /** Whether the customer is mailed the request to pay it. */
  readonly notify: boolean;
};

/**
 * Makes the cycle of a period together with its invoice; undefined where there is one already. The caller has the plan or subscription locked; should two ever get here all the same, the
 * database refuses the second, and its number with it. Throws `InvalidPaymentError`, `ModeUnavailableError`: what was sound when it was agreed may not be any more.
 */
export async function makeCycle(
  context: SubscriptionsContext,
  transaction: DatabaseTransaction,
  merchant: Organization,
  { mode }: Owner,
  of: Of,
  { period, startsAt, endsAt }: Period,
  content: CycleContent,
): Promise<BillingCycle | undefined> {
  const made = transaction.selectFrom("billingCycles").select("id").where("period", "=", period);
  const earlier =
    of.planId === null ? made.where("subscriptionId", "=", of.subscriptionId) : made.where("planId", "=", of.planId);
  if (await earlier.executeTakeFirst()) return undefined;
  const createdAt = context.clock();
  const { currency, timeZone, dueAt, customerName, customerEmail } = content;
  const within = { ...context, database: transaction };
  const lastDay = dayOf(addDays(endsAt, -1, timeZone), timeZone);
  const read = await readInvoice(
    within,
    merchant,
    mode,
    {
      title: content.title,
      description: `${dayOf(startsAt, timeZone)} – ${lastDay}`,
      currency,
      amount: formatPrice(content.amount, currency),
      acceptedChains: content.acceptedChains,
      acceptedTokens: content.acceptedTokens,
      customer: { name: customerName, email: customerEmail },
      dueDate: dayOf(dueAt, timeZone),
      expiresAt: content.expiresAt,
      reminderPreset: context.sendsMail ? content.reminderPreset : "NONE",
      metadata: content.metadata,
    },
    createdAt,
  );
  const owner = { organizationId: merchant.id, mode };
  const id = () => uuidv7({ msecs: createdAt.getTime() });
  const notify = content.notify && context.sendsMail && customerEmail !== null;
  const invoice = await insertInvoice(context, transaction, { ...read, ...owner, id: id(), createdAt }, notify);
  return transaction
    .insertInto("billingCycles")
    .values({
      id: id(),
      ...owner,
      ...of,
      period,
      startsAt,
      endsAt,
      dueAt,
      status: "OPEN",
      invoiceId: invoice.id,
      createdAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
