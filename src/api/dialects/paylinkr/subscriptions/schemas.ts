import { z } from "zod";
import { instant, mailAddress, text } from "../../../../schemas/index.ts";
import { pageOf, pageQuery } from "../pages.ts";

// Fields that the text does not know are ignored, as clients of other servers may send some.

export const createPayLinkrSubscriptionBody = z
  .object({
    packageId: text(100, 1).describe("Its id or its slug."),
    customerEmail: mailAddress,
    customerName: text(255, 1).nullish(),
    externalCustomerRef: text(255, 1).nullish(),
    startImmediately: z
      .boolean()
      .default(false)
      .describe("True: the first invoice is made now, whatever trial the package has."),
  })
  .meta({ id: "CreatePayLinkrSubscription" });

export const updatePayLinkrSubscriptionBody = z
  .object({ action: z.enum(["pause", "resume", "cancel"]) })
  .meta({ id: "UpdatePayLinkrSubscription" });

export const payLinkrSubscriptionStatuses = [
  "incomplete",
  "trialing",
  "active",
  "past_due",
  "paused",
  "unpaid",
  "cancelled",
] as const;

/** What does not apply is left out. */
export const payLinkrSubscriptionBody = z
  .object({
    id: z.string().meta({ example: "cusub_01h455vb4pex5vsknk084sn02q" }),
    packageId: z.string(),
    status: z.enum(payLinkrSubscriptionStatuses),
    customerEmail: z.string(),
    customerName: z.string().optional(),
    externalCustomerRef: z.string().optional(),
    trialEndsAt: instant.optional(),
    currentPeriodStart: instant.optional(),
    currentPeriodEnd: instant.optional(),
    nextInvoiceAt: instant.optional(),
    latestInvoice: z
      .object({ id: z.string(), publicId: z.string(), payUrl: z.string() })
      .optional()
      .describe("Of the period that it is now."),
    pausedAt: instant.optional(),
    cancelledAt: instant.optional(),
    createdAt: instant,
  })
  .meta({ id: "PayLinkrSubscription" });

export const payLinkrSubscriptionListQuery = pageQuery.extend({
  status: z.enum(payLinkrSubscriptionStatuses).optional(),
});

export const payLinkrSubscriptionListBody = pageOf(payLinkrSubscriptionBody).meta({ id: "PayLinkrSubscriptionList" });
