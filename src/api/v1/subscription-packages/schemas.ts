import { z } from "zod";
import { pricingUnitCodes, tokenSymbols } from "../../../protocol/index.ts";
import { amount, decimal, instant, int32, nullableText, text } from "../../../schemas/index.ts";
import { billingIntervals } from "../../../store/index.ts";
import { isTimeZone, uuidOfPackage } from "../../../subscriptions/index.ts";
import { prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";

/** Of a payment's fifty keys two are ours: which plan or subscription it is of. */
export const billingMetadata = z
  .record(text(40, 1), text(500))
  .refine((metadata) => Object.keys(metadata).length <= 48, "At most 48 keys are possible.")
  .meta({ maxProperties: 48 });

/** What is charged each period, as a merchant writes it. */
export const termsFields = {
  currency: z.enum(pricingUnitCodes),
  amount,
  acceptedChains: z.array(int32).min(1).max(20).nullish(),
  acceptedTokens: z.array(z.enum(tokenSymbols)).min(1).max(tokenSymbols.length).nullish(),
};

export const calendarFields = {
  interval: z.enum(billingIntervals),
  timeZone: text(64, 1)
    .refine(isTimeZone, 'expected a time zone such as "Europe/Berlin"')
    .meta({ example: "Europe/Berlin" })
    .optional()
    .describe("Its days and months are those there. Left out: UTC."),
};

/** The same in an answer. */
export const termsAnswer = {
  currency: z.enum(pricingUnitCodes),
  amount: decimal,
  acceptedChains: z.array(z.int()).nullable().describe("Null: whatever you take at the time of a payment."),
  acceptedTokens: z.array(z.enum(tokenSymbols)).nullable(),
  interval: z.enum(billingIntervals),
  timeZone: z.string(),
};

const fields = {
  ...termsFields,
  ...calendarFields,
  name: text(255, 1).describe("What customers see; the title of their invoices."),
  description: text(2_000).nullish(),
  trialDays: z.int().min(0).max(365).optional().describe("Nothing is due before. Left out: 0."),
  graceDays: z.int().min(0).max(28).optional().describe("So long an invoice is not overdue. Left out: 3."),
  buttonLabel: text(60, 1).nullish().describe('On its page and in the widget. Left out: "Subscribe".'),
  metadata: billingMetadata.nullish().describe("Your own."),
  active: z.boolean().optional().describe("False: it takes no new subscriptions."),
};

export const createPackageBody = z
  .strictObject({ ...fields, slug: text(47, 3).optional().describe("In its page's URL. Left out: one is made.") })
  .meta({ id: "CreateSubscriptionPackage" });

export const updatePackageBody = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    currency: fields.currency.optional(),
    amount: fields.amount.optional(),
    interval: fields.interval.optional(),
  })
  .meta({ id: "UpdateSubscriptionPackage" })
  .describe("What is left out stays; null clears. Who has subscribed keeps the terms that were agreed.");

export const packageBody = z
  .object({
    id: z.string().meta({ example: "subpkg_01h455vb4pex5vsknk084sn02q" }),
    slug: z.string(),
    url: z.string().describe("Where customers subscribe."),
    name: z.string(),
    description: nullableText,
    ...termsAnswer,
    trialDays: z.int(),
    graceDays: z.int(),
    buttonLabel: nullableText,
    metadata: z.record(z.string(), z.string()),
    active: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "SubscriptionPackage" });

/** "true" or "false" in a query. */
export const truth = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .meta({ type: "boolean", enum: [true, false] });

export const packageListQuery = prefixedPageQuery(uuidOfPackage).extend({ active: truth.optional() });

export const packageListBody = prefixedPageOf(packageBody).meta({ id: "SubscriptionPackageList" });
