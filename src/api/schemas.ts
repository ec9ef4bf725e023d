import { z } from "zod";
import { currencyCodes, tokenSymbols } from "../protocol/index.ts";
import { paymentStatuses } from "../store/index.ts";

const decimal = z.string().max(40).meta({ example: "250.00" });
const nullableText = z.string().nullable();
const instant = z.iso.datetime();

export const createPaymentBody = z
  .strictObject({
    amount: decimal.describe("What the customer pays, in fiat."),
    currency: z.enum(currencyCodes),
    title: z.string().min(1).max(200).optional(),
    description: z.string().max(2_000).optional(),
    externalId: z.string().min(1).max(200).optional().describe("Your own id: taken while the payment is open or paid."),
    acceptedChains: z.array(z.int()).min(1).max(20).optional(),
    acceptedTokens: z.array(z.enum(tokenSymbols)).min(1).optional(),
    expiresAt: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional()
      .describe("15 minutes to 30 days ahead; one hour by default."),
    merchantAmount: decimal.optional().describe("Your gross share. Left out: what the sellers leave."),
    sellers: z
      .array(z.strictObject({ address: z.string(), amount: decimal.describe("Gross, in fiat.") }))
      .optional()
      .describe("At most five."),
    metadata: z
      .record(z.string().min(1).max(40), z.string().max(500))
      .refine((metadata) => Object.keys(metadata).length <= 50, "At most 50 keys are possible.")
      .optional(),
    successUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    cancelUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
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
    receivedAmount: decimal.nullable(),
    failureReason: nullableText,
  })
  .meta({ id: "Payment" });

export const quoteRequestBody = z
  .strictObject({ chainId: z.int(), token: z.enum(tokenSymbols) })
  .meta({ id: "CreateQuote" });

export const quoteBody = z
  .object({
    id: z.uuid(),
    paymentId: z.uuid(),
    onchainId: z.string().describe("The id under which the payment settles: the EIP-712 struct hash of `terms`."),
    chainId: z.int(),
    token: z.enum(tokenSymbols),
    tokenAddress: z.string(),
    decimals: z.int(),
    router: z.string(),
    depositAddress: z.string().describe("Where a plain transfer of the token pays this quote."),
    amountToken: decimal,
    exchangeRate: decimal.describe("Token units per one fiat unit."),
    terms: z
      .object({
        uuid: z.string(),
        chainId: z.string(),
        token: z.string(),
        deadline: z.string(),
        refundTo: z.string(),
        shares: z.array(z.object({ recipient: z.string(), amount: z.string() })),
      })
      .describe("The `Payment` struct of the router; amounts in token base units."),
    expiresAt: instant,
    rpcUrl: z.string().describe("JSON-RPC for the payer, with the checkout token as bearer."),
    checkoutToken: z.string(),
  })
  .meta({ id: "Quote" });

export const webhookEndpointRequestBody = z
  .strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000) })
  .meta({ id: "SetWebhookEndpoint" });

export const webhookEndpointBody = z
  .object({ id: z.uuid(), url: z.string(), enabled: z.boolean(), createdAt: instant })
  .meta({ id: "WebhookEndpoint" });

export const newWebhookEndpointBody = webhookEndpointBody
  .extend({ secret: z.string().describe("Shown once. Verify deliveries with it: Standard Webhooks 1.0.") })
  .meta({ id: "NewWebhookEndpoint" });

export const errorBody = z
  .looseObject({
    statusCode: z.int(),
    message: z.string(),
    error: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })).optional(),
  })
  .meta({ id: "Error" });

/** Not a UUID is not found, like any other unknown id: so it is no matter of the schema. */
export const idParams = z.object({ id: z.string().max(100) });
