import { z } from "zod";
import { currencyCodes, pricingUnitCodes } from "../../../../protocol/index.ts";
import { decimal, instant, mailAddress, text } from "../../../../schemas/index.ts";
import { assets, invoiceLives, price } from "../assets.ts";
import { pageOf, pageQuery } from "../pages.ts";

export const invoiceStatuses = [
  "unpaid",
  "pending",
  "partially_paid",
  "paid",
  "failed",
  "expired",
  "cancelled",
] as const;

// Fields that the text does not know are ignored, as clients of other servers may send some.

export const createPayLinkrInvoiceBody = z
  .object({
    title: text(255, 1),
    amount: price.nullish().describe("In the asset. Left out with `allowCustomAmount`, or with `pricingCurrency`."),
    asset: z.enum(assets, `possible are ${assets.join(" and ")}`).default("USDC"),
    pricingCurrency: z.enum(currencyCodes).nullish(),
    pricingAmount: price.nullish().describe("Needed with `pricingCurrency`."),
    allowCustomAmount: z.boolean().default(false),
    orderId: text(255, 1).nullish(),
    expiresIn: z.enum(invoiceLives).default("24h"),
    clientEmail: mailAddress.nullish().describe("Who is mailed the request to pay it, and reminders."),
    clientName: text(255, 1).nullish(),
  })
  .meta({ id: "CreatePayLinkrInvoice" });

/** What does not apply is left out. */
export const payLinkrInvoiceBody = z
  .object({
    id: z.string().meta({ example: "inv_01h455vb4pex5vsknk084sn02q" }),
    publicId: z.string(),
    title: z.string(),
    status: z.enum(invoiceStatuses),
    paymentNetwork: z.literal("EVM"),
    expectedAmount: decimal.optional().describe("In the asset, or in `pricingCurrency`. Left out: the payer chooses."),
    receivedAmount: decimal,
    asset: z.string(),
    pricingCurrency: z.enum(pricingUnitCodes).optional(),
    pricingAmount: decimal.optional(),
    memo: z.string(),
    reference: z.string(),
    referenceLabel: z.string(),
    destinationAddress: z.string().nullable().describe("Of the quote that is open; null while there is none."),
    orderId: z.string().optional(),
    payUrl: z.string(),
    createdAt: instant,
    paidAt: instant.optional(),
    expiresAt: instant.optional(),
  })
  .meta({ id: "PayLinkrInvoice" });

export const payLinkrInvoiceListQuery = pageQuery.extend({ status: z.enum(invoiceStatuses).optional() });

export const payLinkrInvoiceListBody = pageOf(payLinkrInvoiceBody).meta({ id: "PayLinkrInvoiceList" });

export const notifyBody = z
  .object({ channel: z.enum(["EMAIL"], "possible is EMAIL").default("EMAIL") })
  .nullish()
  .meta({ id: "PayLinkrNotify" });
