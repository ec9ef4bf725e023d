import { z } from "zod";
import { pricingUnitCodes } from "../../../protocol/index.ts";
import { decimal, instant, mailAddress, nullableText, text } from "../../../schemas/index.ts";
import { billingIntervals, cancelReasons, subscriptionStatuses } from "../../../store/index.ts";
import { uuidOfCycle, uuidOfPackage, uuidOfSubscription } from "../../../subscriptions/index.ts";
import { prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";
import { billingMetadata, termsAnswer } from "../subscription-packages/schemas.ts";

export const createSubscriptionBody = z
  .strictObject({
    packageId: text(100, 1).describe("Its id or its slug."),
    customerEmail: mailAddress,
    customerName: text(255, 1).nullish(),
    externalCustomerRef: text(255, 1).nullish().describe("Your own reference of the customer."),
    trialDays: z.int().min(0).max(365).optional().describe("Left out: the package's."),
    metadata: billingMetadata.nullish().describe("Copied to its invoices and their payments."),
  })
  .meta({ id: "CreateSubscription" });

export const updateSubscriptionBody = z
  .strictObject({
    packageId: text(100, 1)
      .nullable()
      .optional()
      .describe("From the next period on, on that package's terms of today. Null: the change that was agreed is off."),
  })
  .meta({ id: "UpdateSubscription" });

export const cancelSubscriptionBody = z
  .strictObject({ atPeriodEnd: z.boolean().default(false).describe("True: at the end of what is paid for.") })
  .nullish()
  .meta({ id: "CancelSubscription" });

const cycle = z.object({
  id: z.string().meta({ example: "cyc_01h455vb4pex5vsknk084sn02q" }),
  period: z.int().describe("Counted from 0; one that was missed has no cycle."),
  startsAt: instant,
  endsAt: instant,
  dueAt: instant.describe("From then on it is overdue."),
  status: z.enum(["OPEN", "PAID", "CLOSED"]).describe("CLOSED: its invoice was voided, credited or expired."),
  invoiceId: z.string(),
  invoiceUrl: z.string().describe("Where it is paid."),
});

export const cycleBody = cycle.meta({ id: "BillingCycle" });

export const subscriptionBody = z
  .object({
    id: z.string().meta({ example: "cusub_01h455vb4pex5vsknk084sn02q" }),
    packageId: z.string(),
    status: z.enum(subscriptionStatuses),
    title: z.string(),
    ...termsAnswer,
    graceDays: z.int(),
    customer: z.object({ name: nullableText, email: z.string() }),
    externalCustomerRef: nullableText,
    metadata: z.record(z.string(), z.string()),
    currentPeriodStart: instant.nullable(),
    currentPeriodEnd: instant.nullable(),
    trialEndsAt: instant.nullable(),
    activatedAt: instant.nullable().describe("When its first invoice was paid, or its trial began."),
    nextInvoiceAt: instant.nullable().describe("Null: none is to come, as things stand."),
    cancelsAtPeriodEnd: z.boolean(),
    pausedAt: instant.nullable(),
    cancelledAt: instant.nullable(),
    cancelReason: z.enum(cancelReasons).nullable(),
    change: z
      .object({
        packageId: z.string(),
        title: z.string(),
        currency: z.enum(pricingUnitCodes),
        amount: decimal,
        interval: z.enum(billingIntervals),
      })
      .nullable()
      .describe("What was agreed for the next period on."),
    latestCycle: cycleBody.nullable(),
    createdAt: instant,
  })
  .meta({ id: "Subscription" });

const inner = (uuidOf: (id: string) => string | undefined) =>
  text(100).transform((id, context) => {
    const uuid = uuidOf(id);
    if (uuid !== undefined) return uuid;
    context.addIssue("expected an id as it was answered");
    return z.NEVER;
  });

export const subscriptionListQuery = prefixedPageQuery(uuidOfSubscription).extend({
  status: z.enum(subscriptionStatuses).optional(),
  packageId: inner(uuidOfPackage).optional(),
  customerEmail: mailAddress.optional(),
  externalCustomerRef: text(255, 1).optional(),
});

export const subscriptionListBody = prefixedPageOf(subscriptionBody).meta({ id: "SubscriptionList" });

export const cycleListQuery = prefixedPageQuery(uuidOfCycle);

export const cycleListBody = prefixedPageOf(cycleBody).meta({ id: "BillingCycleList" });
