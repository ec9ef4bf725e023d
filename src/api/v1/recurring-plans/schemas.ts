import { z } from "zod";
import { instant, instantInput, mailAddress, nullableText, text } from "../../../schemas/index.ts";
import { reminderPresets } from "../../../store/index.ts";
import { uuidOfPlan } from "../../../subscriptions/index.ts";
import { prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";
import { billingMetadata, calendarFields, termsAnswer, termsFields, truth } from "../subscription-packages/schemas.ts";

const year = 365 * 86_400;

const fields = {
  ...termsFields,
  title: text(255, 1).describe("Of every invoice."),
  description: text(2_000).nullish().describe("Your own note."),
  customer: z
    .strictObject({ name: text(255, 1).nullish(), email: mailAddress.nullish() })
    .nullish()
    .describe("Who is mailed the invoices, where there is an address."),
  endsAt: instantInput.nullish().describe("No period begins from then on."),
  invoiceLife: z
    .int()
    .min(900)
    .max(year)
    .nullish()
    .describe("Seconds that an invoice takes payments. Left out: for ever."),
  dueDays: z
    .int()
    .min(0)
    .max(365)
    .optional()
    .describe("Days after its period began that an invoice is due. Left out: 7."),
  reminderPreset: z.enum(reminderPresets).optional().describe("As of invoices. Left out: NONE."),
  metadata: billingMetadata.nullish().describe("Copied to its invoices and their payments."),
  active: z.boolean().optional(),
};

export const createPlanBody = z
  .strictObject({
    ...fields,
    ...calendarFields,
    startsAt: instantInput.optional().describe("When the first period begins. Left out: now."),
  })
  .meta({ id: "CreateRecurringPlan" });

export const updatePlanBody = z
  .strictObject({
    ...fields,
    title: fields.title.optional(),
    currency: fields.currency.optional(),
    amount: fields.amount.optional(),
  })
  .meta({ id: "UpdateRecurringPlan" })
  .describe("For the periods to come. What is left out stays; null clears.");

export const planBody = z
  .object({
    id: z.string().meta({ example: "plan_01h455vb4pex5vsknk084sn02q" }),
    title: z.string(),
    description: nullableText,
    ...termsAnswer,
    customer: z.object({ name: nullableText, email: nullableText }),
    startsAt: instant,
    endsAt: instant.nullable(),
    invoiceLife: z.int().nullable(),
    dueDays: z.int(),
    reminderPreset: z.enum(reminderPresets),
    metadata: z.record(z.string(), z.string()),
    active: z.boolean(),
    nextInvoiceAt: instant.nullable().describe("Null: none is to come."),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "RecurringPlan" });

export const planListQuery = prefixedPageQuery(uuidOfPlan).extend({ active: truth.optional() });

export const planListBody = prefixedPageOf(planBody).meta({ id: "RecurringPlanList" });
