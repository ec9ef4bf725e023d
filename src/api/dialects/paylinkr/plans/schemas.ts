import { z } from "zod";
import { reminderPresets } from "../../../../invoices/index.ts";
import { decimal, instant, instantInput, mailAddress, text } from "../../../../schemas/index.ts";
import { billingIntervals } from "../../../../subscriptions/index.ts";
import { assets, invoiceLives, price } from "../assets.ts";
import { pageOf, pageQuery } from "../pages.ts";

const fields = {
  title: text(255, 1),
  asset: z.enum(assets, `possible are ${assets.join(" and ")}`),
  expectedAmount: price.describe("In the asset, of each invoice."),
  invoiceExpiresIn: z.enum(invoiceLives),
  clientEmail: mailAddress.nullish().describe("Who is mailed the invoices."),
  clientName: text(255, 1).nullish(),
  autoRemindersEnabled: z.boolean(),
  reminderPreset: z.enum(reminderPresets).describe("Used where reminders are enabled."),
  active: z.boolean().optional(),
};

// Fields that the text does not know are ignored, as clients of other servers may send some.

export const createPayLinkrPlanBody = z
  .object({
    ...fields,
    asset: fields.asset.default("USDC"),
    invoiceExpiresIn: fields.invoiceExpiresIn.default("7d"),
    autoRemindersEnabled: fields.autoRemindersEnabled.default(false),
    reminderPreset: fields.reminderPreset.default("STANDARD"),
    interval: z.enum(billingIntervals),
    startsAt: instantInput.optional(),
  })
  .meta({ id: "CreatePayLinkrPlan" });

export const updatePayLinkrPlanBody = z
  .object({
    ...fields,
    title: fields.title.optional(),
    asset: fields.asset.optional(),
    expectedAmount: fields.expectedAmount.optional(),
    invoiceExpiresIn: fields.invoiceExpiresIn.optional(),
    autoRemindersEnabled: fields.autoRemindersEnabled.optional(),
    reminderPreset: fields.reminderPreset.optional(),
  })
  .meta({ id: "UpdatePayLinkrPlan" })
  .describe("For the invoices to come. What is left out stays.");

/** What does not apply is left out. */
export const payLinkrPlanBody = z
  .object({
    id: z.string().meta({ example: "plan_01h455vb4pex5vsknk084sn02q" }),
    title: z.string(),
    asset: z.string(),
    expectedAmount: decimal,
    interval: z.enum(billingIntervals),
    invoiceExpiresIn: z.string().optional().describe("Left out where it is none of this API's."),
    clientEmail: z.string().optional(),
    clientName: z.string().optional(),
    startsAt: instant,
    autoRemindersEnabled: z.boolean(),
    reminderPreset: z.enum(reminderPresets).optional(),
    active: z.boolean(),
    nextInvoiceAt: instant.optional(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "PayLinkrPlan" });

export const payLinkrPlanListQuery = pageQuery;

export const payLinkrPlanListBody = pageOf(payLinkrPlanBody).meta({ id: "PayLinkrPlanList" });
