import { z } from "zod";
import { unresolvedKinds } from "../../../payments/index.ts";
import { currencyCodes, maxSellers, paymentStatuses, pricingUnitCodes, tokenSymbols } from "../../../protocol/index.ts";
import {
  address,
  amount,
  decimal,
  instant,
  instantInput,
  int32,
  int32Text,
  nullableText,
  text,
  webUrl,
} from "../../../schemas/index.ts";
import { pageOf, pageQuery } from "../../http/page.ts";
import { attempt } from "./attempt.ts";
import { finality } from "./finality.ts";

export const createPaymentBody = z
  .strictObject({
    amount: amount.describe("What the customer pays, in fiat."),
    currency: z.enum(currencyCodes),
    title: text(255, 1).nullish(),
    description: text(2_000).nullish(),
    externalId: text(255, 1).nullish().describe("Your own id: taken while the payment is open or paid."),
    acceptedChains: z.array(int32).min(1).max(20).nullish(),
    acceptedTokens: z.array(z.enum(tokenSymbols)).min(1).max(tokenSymbols.length).nullish(),
    expiresAt: instantInput.nullish().describe("15 minutes to 30 days ahead; one hour by default."),
    merchantAmount: amount.nullish().describe("Your gross share. Left out: what the sellers leave."),
    sellers: z
      .array(z.strictObject({ address, amount: amount.describe("Gross, in fiat.") }))
      .max(maxSellers)
      .nullish(),
    metadata: z
      .record(text(40, 1), text(500))
      .refine((metadata) => Object.keys(metadata).length <= 50, "At most 50 keys are possible.")
      .meta({ maxProperties: 50 })
      .nullish(),
    successUrl: webUrl.nullish(),
    cancelUrl: webUrl.nullish(),
  })
  .meta({ id: "CreatePayment" });

const paymentSource = z.object({ type: z.string(), id: z.string() }).meta({ id: "PaymentSource" });

export const paymentBody = z
  .object({
    id: z.uuid(),
    status: z.enum(paymentStatuses),
    amount: decimal,
    currency: z.enum(pricingUnitCodes).describe("A token where another API priced the payment in it."),
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
    source: paymentSource.nullable().describe("What asked for it, such as a payment link; null where your server did."),
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
    lateAmount: decimal.nullable().describe("What came when the payment was over, in units of its tokens."),
    reversed: z.boolean().describe("What had paid it was reorganised away for good, after it was final."),
    refundedAmount: decimal.nullable().describe("What of it went back by refunds, in units of its tokens."),
    attempts: z.array(attempt).describe("What was accepted to pay it, the first one first. An attempt is not a state."),
  })
  .meta({ id: "Payment" });

export const paymentListQuery = pageQuery.extend({
  status: z.enum(paymentStatuses).optional(),
  externalId: text(255).optional(),
  chainId: int32Text().optional(),
  token: z.enum(tokenSymbols).optional(),
  txHash: text(66).optional(),
  sourceId: text(100).optional().describe("Such as the id of a payment link."),
  unresolved: z
    .enum(unresolvedKinds)
    .optional()
    .describe("underpaid: part of the price is at its address. surplus: money is at its addresses that pays nothing."),
  search: text(255, 1)
    .optional()
    .describe(
      "What you know of it: its id, your own, the id of what asked for it, a transaction, an address that was paid from or to, its price, or the mail address of its invoice's customer.",
    ),
  createdAfter: instantInput.optional(),
  createdBefore: instantInput.optional(),
});

export const paymentListBody = pageOf(paymentBody).meta({ id: "PaymentList" });
