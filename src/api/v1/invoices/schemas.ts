import { z } from "zod";
import { uuidOfInvoice } from "../../../invoices/index.ts";
import { maxSellers, pricingUnitCodes, tokenSymbols } from "../../../protocol/index.ts";
import {
  address,
  amount,
  decimal,
  instant,
  instantInput,
  int32,
  mailAddress,
  nullableText,
  percent,
  text,
} from "../../../schemas/index.ts";
import { invoiceStatuses, languages, reminderPresets } from "../../../store/index.ts";
import { prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";

const mostLines = 100;

const line = z.strictObject({
  description: text(500, 1),
  quantity: z
    .string()
    .max(20)
    .regex(/^(0|[1-9]\d{0,8})(\.\d{1,6})?$/, 'expected a quantity such as "2.5"')
    .optional()
    .describe("Left out: 1."),
  unitPrice: amount,
});

const tax = z.strictObject({
  name: text(100, 1),
  rate: z
    .string()
    .max(8)
    .regex(/^(0|[1-9]\d{0,2})(\.\d{1,4})?$/, 'expected a percentage such as "19"')
    .describe("Percent."),
  lines: z
    .array(z.int().min(1).max(mostLines))
    .min(1)
    .max(mostLines)
    .nullish()
    .describe("The numbers of the lines that it is on, from 1. Left out: all."),
});

const customer = z.strictObject({
  name: text(255, 1).nullish(),
  email: mailAddress.nullish(),
  address: text(1_000, 1).nullish().describe("Lines of a postal address."),
});

const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day) && toDay(new Date(day)) === day;

function toDay(time: Date): string | undefined {
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().slice(0, 10);
}

export const createInvoiceBody = z
  .strictObject({
    title: text(255, 1),
    description: text(2_000).nullish(),
    orderId: text(255, 1).nullish().describe("Your own reference."),
    currency: z.enum(pricingUnitCodes),
    amount: amount.nullish().describe("What it comes to before taxes. Or give `lines`, or `allowCustomAmount`."),
    lines: z.array(line).max(mostLines).nullish(),
    allowCustomAmount: z.boolean().optional().describe("The payer chooses the amount."),
    taxes: z.array(tax).max(10).nullish().describe("What rate and name are right is yours to know."),
    allowPartialPayments: z.boolean().optional().describe("The payer may pay a part, and another part later."),
    sellers: z
      .array(z.strictObject({ address, percent: percent.describe("Gross, of each payment, rounded down.") }))
      .max(maxSellers)
      .nullish()
      .describe("Who gets a part beside you."),
    language: z
      .enum(languages)
      .nullish()
      .describe("Of its page, PDF and mails. Left out: of the page its reader's, of the others English."),
    customer: customer.nullish(),
    dueDate: z.string().max(10).refine(isDay, 'expected a day such as "2026-12-31"').meta({ format: "date" }).nullish(),
    expiresAt: instantInput.nullish().describe("From then on it takes no new payments. Left out: never."),
    reminderPreset: z
      .enum(reminderPresets)
      .optional()
      .describe("Mails by the due date, at 9:00 UTC: STANDARD 3 days before, on the day, 3 and 7 days after."),
    notify: z.boolean().optional().describe("The customer is mailed the request to pay it."),
    acceptedChains: z.array(int32).min(1).max(20).nullish(),
    acceptedTokens: z.array(z.enum(tokenSymbols)).min(1).max(tokenSymbols.length).nullish(),
    metadata: z
      .record(text(40, 1), text(500))
      .refine((metadata) => Object.keys(metadata).length <= 50, "At most 50 keys are possible.")
      .meta({ maxProperties: 50 })
      .nullish()
      .describe("Copied to its payments."),
  })
  .meta({ id: "CreateInvoice" });

export const creditInvoiceBody = z
  .strictObject({
    amount: amount.nullish().describe("Left out: all that is not credited yet."),
    reason: text(500, 1),
  })
  .meta({ id: "CreditInvoice" });

export const invoiceBody = z
  .object({
    id: z.string().meta({ example: "inv_01h455vb4pex5vsknk084sn02q" }),
    publicId: z.string().describe("In `url`. Every path takes it in place of the id."),
    number: z.string().meta({ example: "2026-0042" }).describe("Without gaps in a year (UTC); test mode counts apart."),
    status: z.enum(invoiceStatuses),
    url: z.string().describe("Where your customer sees it and pays it."),
    pdfUrl: z.string(),
    title: z.string(),
    description: nullableText,
    orderId: nullableText,
    customer: z.object({ name: nullableText, email: nullableText, address: nullableText }),
    currency: z.enum(pricingUnitCodes),
    lines: z.array(z.object({ description: z.string(), quantity: z.string(), unitPrice: decimal, amount: decimal })),
    taxes: z.array(
      z.object({
        name: z.string(),
        rate: z.string(),
        lines: z.array(z.int()).nullable(),
        base: decimal.describe("What its lines come to."),
        amount: decimal,
      }),
    ),
    subtotal: decimal.nullable(),
    total: decimal.nullable().describe("Null: the payer chooses the amount."),
    creditedAmount: decimal,
    receivedAmount: decimal.describe("The sum of its payments that are final."),
    amountDue: decimal.nullable().describe("What is still to be paid."),
    allowPartialPayments: z.boolean(),
    sellers: z.array(z.object({ address: z.string(), percent: z.string() })),
    language: z.enum(languages).nullable(),
    acceptedChains: z.array(z.int()).nullable().describe("Null: whatever you take at the time of a payment."),
    acceptedTokens: z.array(z.enum(tokenSymbols)).nullable(),
    metadata: z.record(z.string(), z.string()),
    dueDate: nullableText,
    expiresAt: instant.nullable().describe("Null: never."),
    reminderPreset: z.enum(reminderPresets),
    nextReminderAt: instant.nullable(),
    lastMailedAt: instant.nullable().describe("When you last had the customer mailed."),
    createdAt: instant,
    paidAt: instant.nullable(),
    settledAt: instant.nullable().describe("When you took what had come for the whole."),
    creditNotes: z.array(
      z.object({ id: z.string(), number: z.string(), amount: decimal, reason: z.string(), createdAt: instant }),
    ),
  })
  .meta({ id: "Invoice" });

export const invoiceListQuery = prefixedPageQuery(uuidOfInvoice).extend({
  status: z.enum(invoiceStatuses).optional(),
  orderId: text(255, 1).optional(),
  customerEmail: mailAddress.optional(),
});

export const invoiceListBody = prefixedPageOf(invoiceBody).meta({ id: "InvoiceList" });
