import { z } from "zod";
import { currencyCodes, paymentStatuses, tokenSymbols } from "../../../protocol/index.ts";
import { decimal, instant, instantInput, nullableText, webUrl } from "../../http/fields.ts";
import { pageOf, pageQuery } from "../../http/page.ts";
import { attempt } from "./attempt.ts";
import { finality } from "./finality.ts";

export const createPaymentBody = z
  .strictObject({
    amount: decimal.describe("What the customer pays, in fiat."),
    currency: z.enum(currencyCodes),
    title: z.string().min(1).max(200).optional(),
    description: z.string().max(2_000).optional(),
    externalId: z.string().min(1).max(200).optional().describe("Your own id: taken while the payment is open or paid."),
    acceptedChains: z.array(z.int()).min(1).max(20).optional(),
    acceptedTokens: z.array(z.enum(tokenSymbols)).min(1).optional(),
    expiresAt: instantInput.optional().describe("15 minutes to 30 days ahead; one hour by default."),
    merchantAmount: decimal.optional().describe("Your gross share. Left out: what the sellers leave."),
    sellers: z
      .array(z.strictObject({ address: z.string(), amount: decimal.describe("Gross, in fiat.") }))
      .optional()
      .describe("At most five."),
    metadata: z
      .record(z.string().min(1).max(40), z.string().max(500))
      .refine((metadata) => Object.keys(metadata).length <= 50, "At most 50 keys are possible.")
      .optional(),
    successUrl: webUrl.optional(),
    cancelUrl: webUrl.optional(),
  })
  .meta({ id: "CreatePayment" });

export const paymentBody = z
  .object({
    id: z.uuid(),
    status: z.enum(paymentStatuses),
    amount: decimal,
    currency: z.enum(currencyCodes),
    title: nullableText,
    description: nullableText,
    externalId: nullableText,
    metadata: z.record(z.string(), z.string()),
    paymentUrl: z.string(),
    acceptedChains: z.array(z.int()),
    acceptedTokens: z.array(z.enum(tokenSymbols)),
    pymstrFee: decimal,
    merchantFee: decimal.describe("The merchant's net, whatever its name says. See merchantNet."),
    merchantNet: decimal,
    merchantAmount: decimal,
    sellers: z.array(z.object({ address: z.string(), amount: decimal.describe("Net."), grossAmount: decimal })),
    successUrl: nullableText,
    cancelUrl: nullableText,
    expiresAt: instant,
    createdAt: instant,
    chainId: z.int().nullable(),
    token: z.enum(tokenSymbols).nullable(),
    exchangeRate: decimal.nullable(),
    amountToken: decimal.nullable(),
    txHash: nullableText,
    paidAt: instant.nullable(),
    confirmations: z.int().nullable(),
    finality: finality.nullable(),
    receivedAmount: decimal.nullable(),
    failureReason: nullableText,
    attempts: z.array(attempt).describe("What was accepted to pay it, the first one first. An attempt is not a state."),
  })
  .meta({ id: "Payment" });

export const paymentListQuery = pageQuery.extend({
  status: z.enum(paymentStatuses).optional(),
  externalId: z.string().max(200).optional(),
  chainId: z.coerce.number().int().optional(),
  token: z.enum(tokenSymbols).optional(),
  txHash: z.string().max(66).optional(),
  createdAfter: instantInput.optional(),
  createdBefore: instantInput.optional(),
});

export const paymentListBody = pageOf(paymentBody).meta({ id: "PaymentList" });
