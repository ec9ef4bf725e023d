import { type Address, type Hex, isAddress, isHex } from "viem";
import { z } from "zod";
import { isAddressRange, scopes } from "../../access/index.ts";
import { unavailableReasons } from "../../checkout/index.ts";
import { currencyCodes, paymentStatuses, tokenSymbols } from "../../protocol/index.ts";
import { pageOf, pageQuery } from "../http/page.ts";

const decimal = z.string().max(40).meta({ example: "250.00" });
const nullableText = z.string().nullable();
const instant = z.iso.datetime();

const finality = z
  .object({
    rule: z.string().meta({ example: "12 blocks" }).describe("As the server's policy writes it."),
    confirmationsRequired: z
      .int()
      .nullable()
      .describe(
        "What `confirmations` must reach, the payment's own block included; null where a tag or a time decides.",
      ),
    tag: z.enum(["safe", "finalized"]).nullable(),
    final: z.boolean(),
    estimatedSecondsLeft: z.int().nullable().describe("By what is usual on the chain; null until it is on chain."),
  })
  .meta({ id: "Finality" })
  .describe("When the payment is final; null until its chain and token are known.");

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
    finality: finality.nullable(),
    receivedAmount: decimal.nullable(),
    failureReason: nullableText,
  })
  .meta({ id: "Payment" });

export const claimsBody = z
  .object({
    claims: z.array(
      z
        .object({
          quoteId: z.uuid(),
          chainId: z.int(),
          chainName: z.string(),
          token: z.enum(tokenSymbols),
          tokenAddress: z.string(),
          depositAddress: z.string(),
          amount: decimal,
          reason: z.enum(["WRONG_CHAIN", "WRONG_TOKEN", "BEYOND_PAYMENT", "LATE", "TOO_LITTLE"]),
          beneficiary: z.string().describe("Whom it goes to: `refundTo` of the quote, or the merchant."),
          sender: z
            .enum(["anybody", "beneficiary"])
            .describe("Who may send the transaction: on a wrong chain the beneficiary's own address alone."),
          availableAt: instant.nullable().describe("From when on the router lets it go; null: now."),
          transaction: z.object({ chainId: z.int(), to: z.string(), data: z.string(), value: z.literal("0") }),
        })
        .meta({ id: "Claim" }),
    ),
    unreadChains: z.array(z.int()).describe("Chains that could not be read now: money may stand there too."),
  })
  .meta({ id: "Claims" });

const when = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const paymentListQuery = pageQuery.extend({
  status: z.enum(paymentStatuses).optional(),
  externalId: z.string().max(200).optional(),
  chainId: z.coerce.number().int().optional(),
  token: z.enum(tokenSymbols).optional(),
  txHash: z.string().max(66).optional(),
  createdAfter: when.optional(),
  createdBefore: when.optional(),
});

export const paymentListBody = pageOf(paymentBody).meta({ id: "PaymentList" });

export const checkoutBody = z
  .object({
    id: z.uuid(),
    status: z.enum(paymentStatuses),
    merchantName: z.string(),
    amount: decimal,
    currency: z.enum(currencyCodes),
    title: nullableText,
    description: nullableText,
    options: z
      .array(
        z.object({
          chainId: z.int(),
          chainName: z.string(),
          token: z.enum(tokenSymbols),
          tokenAddress: z.string(),
          decimals: z.int(),
          unavailableReason: z
            .enum(unavailableReasons)
            .nullable()
            .describe(
              "Why it cannot be used now: the chain is not read up to the present, or there is no exchange rate.",
            ),
          estimatedFee: decimal
            .nullable()
            .describe(
              "US dollars: the network fee of paying by a transaction of one's own now. Null where it is not known. Who only signs, or sends to the deposit address by an exchange, does not pay it.",
            ),
        }),
      )
      .describe("Where and in what it can be paid."),
    successUrl: nullableText,
    cancelUrl: nullableText,
    expiresAt: instant,
    serverTime: instant.describe("For countdowns: a payer's clock may be wrong."),
    chainId: z.int().nullable(),
    token: z.enum(tokenSymbols).nullable(),
    amountToken: decimal.nullable(),
    shares: z
      .array(z.object({ recipient: z.string(), amount: decimal }))
      .nullable()
      .describe("Who is paid what, in the token: the merchant first, then the sellers. Null until it is being paid."),
    receivedAmount: decimal.nullable(),
    deposits: z
      .array(
        z.object({
          quoteId: z.string(),
          chainId: z.int(),
          token: z.enum(tokenSymbols),
          address: z.string(),
          receivedAmount: decimal,
          dueAmount: decimal.nullable(),
        }),
      )
      .describe("What stands at the deposit address of a quote and is not enough: `dueAmount` is still missing."),
    unexpected: z
      .array(
        z.object({
          kind: z.enum(["OVERPAID", "LATE"]),
          chainId: z.int(),
          token: z.enum(tokenSymbols),
          amount: decimal,
          address: nullableText,
          txHash: nullableText,
        }),
      )
      .describe("What came beside the payment: after it was paid, or after it was over."),
    txHash: nullableText,
    confirmations: z.int().nullable(),
    confirmationsRequired: z.int().nullable().describe('For "n of m"; null where a tag or a time decides.'),
    finality: finality.nullable(),
    paidAt: instant.nullable(),
    failureReason: nullableText,
  })
  .meta({ id: "Checkout" });

const address = z
  .custom<Address>((value) => typeof value === "string" && isAddress(value), "expected an address")
  .meta({
    type: "string",
  });
const signature = z
  .custom<Hex>((value) => isHex(value) && value.length <= 20_002, "expected a signature in hexadecimal")
  .meta({ type: "string" });
const uint = z
  .string()
  .regex(/^\d{1,78}$/, "expected a whole number as a decimal string")
  .transform(BigInt);

const authorized = { quoteId: z.uuid(), payer: address, signature };

export const authorizationRequestBody = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("eip3009"), ...authorized, validAfter: uint, validBefore: uint }),
    z.strictObject({ type: z.literal("permit2"), ...authorized, nonce: uint, deadline: uint }),
    z.strictObject({ type: z.literal("payment"), ...authorized }),
  ])
  .meta({ id: "SubmitAuthorization" });

export const authorizationBody = z
  .object({
    relayId: z.uuid().describe("For questions to the operator; the payment's own state says when it is submitted."),
    status: z.enum(paymentStatuses),
  })
  .meta({ id: "Authorization" });

export const quoteRequestBody = z
  .strictObject({
    chainId: z.int(),
    token: z.enum(tokenSymbols),
    refundTo: address
      .optional()
      .describe("Who gets back what the deposit address holds beyond the payment. The merchant when left out."),
  })
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
    gasless: z
      .object({ signatures: z.boolean(), operations: z.boolean() })
      .describe(
        "What the payer need not pay gas for, as things are now: a signature that is submitted here, an operation that is sponsored here.",
      ),
    checkoutToken: z.string(),
    paymasterUrl: z
      .string()
      .describe(
        "An ERC-7677 paymaster service for the payer's wallet (EIP-5792 `paymasterService`): it sponsors this quote alone.",
      ),
  })
  .meta({ id: "Quote" });

/** An origin as browsers write it. Plain HTTP only on the shop's own machine: elsewhere anybody on the way could change the page. */
function isEmbeddableOrigin(text: string): boolean {
  if (text.includes("*") || !URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === "https:" || (protocol === "http:" && loopbackHosts.includes(hostname)));
}
const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

const embedOrigins = z
  .array(
    z
      .string()
      .max(300)
      .refine(
        isEmbeddableOrigin,
        "expected an origin such as https://shop.example, without a path; http on localhost only",
      ),
  )
  .max(20)
  .describe("The web origins whose pages may show the checkout in a frame: at most 20. Empty: none.");

export const checkoutSettingsRequestBody = z.strictObject({ embedOrigins }).meta({ id: "UpdateCheckoutSettings" });

export const checkoutSettingsBody = z
  .object({ embedOrigins: z.array(z.string()).readonly() })
  .meta({ id: "CheckoutSettings" });

export const webhookEndpointRequestBody = z
  .strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000) })
  .meta({ id: "SetWebhookEndpoint" });

export const webhookEndpointBody = z
  .object({ id: z.uuid(), url: z.string(), enabled: z.boolean(), createdAt: instant })
  .meta({ id: "WebhookEndpoint" });

export const newWebhookEndpointBody = webhookEndpointBody
  .extend({ secret: z.string().describe("Shown once. Verify deliveries with it: Standard Webhooks 1.0.") })
  .meta({ id: "NewWebhookEndpoint" });

export const webhookDeliveryBody = z
  .object({
    id: z.uuid(),
    eventId: z.uuid().describe("The `webhook-id` header, the same in every attempt."),
    type: z.string(),
    paymentId: z.uuid().nullable(),
    sequence: z.int(),
    status: z.enum(["PENDING", "DELIVERED", "FAILED"]),
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    responseStatus: z.int().nullable(),
    lastError: nullableText,
    deliveredAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "WebhookDelivery" });

export const webhookDeliveryListBody = pageOf(webhookDeliveryBody).meta({ id: "WebhookDeliveryList" });

export const replayRequestBody = z
  .strictObject({ from: when, to: when })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "to must be after from." })
  .meta({ id: "ReplayWebhooks" });

export const replayBody = z.object({ events: z.int().describe("How many are sent again.") }).meta({ id: "Replay" });

export const createApiKeyBody = z
  .strictObject({
    name: z.string().max(100).default(""),
    scopes: z.array(z.enum(scopes)).min(1),
    allowedAddresses: z
      .array(z.string().max(50).refine(isAddressRange, "expected an IP address or a CIDR range"))
      .max(20)
      .default([])
      .describe("Where the key may be used from: at most 20 addresses and CIDR ranges. Empty: anywhere."),
    expiresIn: z.enum(["30d", "90d", "180d", "1y", "never"]).default("never"),
  })
  .meta({ id: "CreateApiKey" });

export const apiKeyBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mode: z.enum(["live", "test"]),
    hint: z.string().describe("Its beginning and end."),
    scopes: z.array(z.string()),
    allowedAddresses: z.array(z.string()),
    lastUsedAt: instant.nullable().describe("To the minute."),
    expiresAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "ApiKey" });

export const newApiKeyBody = apiKeyBody.extend({ key: z.string().describe("Shown once.") }).meta({ id: "NewApiKey" });

export const apiKeyListBody = z.object({ data: z.array(apiKeyBody) }).meta({ id: "ApiKeyList" });

const transactionType = z.enum(["PAYMENT", "OVERPAID", "LATE", "UNKNOWN", "RECLAIMED", "REVERSED"]);

export const transactionListQuery = pageQuery.extend({
  type: transactionType.optional(),
  paymentId: z.uuid().optional(),
  chainId: z.coerce.number().int().optional(),
});

export const transactionBody = z
  .object({
    id: z.uuid(),
    type: transactionType,
    paymentId: z
      .uuid()
      .nullable()
      .describe("Null for UNKNOWN: it settled under no quote of ours, and paid your address."),
    onchainId: z.string(),
    chainId: z.int(),
    token: z.enum(tokenSymbols).nullable(),
    tokenAddress: z.string(),
    txHash: z.string(),
    logIndex: z.int(),
    blockNumber: z.string(),
    blockTime: instant,
    payer: z.string().describe("Where the money came from."),
    recipient: z.string().describe("The merchant's address, or whom a reclaim went to."),
    amount: decimal,
    fee: decimal,
    net: decimal,
    shares: z
      .array(z.object({ recipient: z.string(), gross: decimal, net: decimal, fee: decimal }))
      .describe("Who got what, the merchant first; empty for UNKNOWN, RECLAIMED and REVERSED."),
    reverses: z.uuid().nullable().describe("Of REVERSED: the transaction that it takes back."),
    final: z.boolean(),
  })
  .meta({ id: "Transaction" });

export const transactionListBody = pageOf(transactionBody).meta({ id: "TransactionList" });

export const analyticsQuery = z
  .object({ from: when.optional(), to: when.optional() })
  .refine(({ from, to }) => !from || !to || from < to, { path: ["to"], message: "to must be after from." });

const volume = { currency: z.enum(currencyCodes), count: z.int(), amount: decimal };

export const analyticsBody = z
  .object({
    from: instant,
    to: instant,
    summary: z.object({
      payments: z.record(z.enum(paymentStatuses), z.int()).describe("Created in the span, by state."),
      volume: z.array(z.object(volume)).describe("Paid in the span, by currency."),
    }),
    byToken: z.array(z.object({ token: z.enum(tokenSymbols), ...volume })),
    byChain: z.array(z.object({ chainId: z.int(), name: z.string(), ...volume })),
    byDay: z.array(z.object({ date: z.string().describe("UTC."), ...volume })),
    ledger: z
      .array(
        z.object({
          type: transactionType,
          chainId: z.int(),
          token: z.enum(tokenSymbols).nullable(),
          count: z.int(),
          amount: decimal,
          fee: decimal,
        }),
      )
      .describe("What moved on chain in the span, in units of the token; a REVERSED amount is to be taken off."),
  })
  .meta({ id: "Analytics" });

export const statusBody = z
  .object({
    chains: z.array(
      z.object({
        chainId: z.int(),
        name: z.string(),
        healthy: z
          .boolean()
          .describe("The last block read is recent, and reading goes on without errors: the same as no `error`."),
        blockNumber: z.string().nullable().describe("The last block read."),
        secondsOld: z.int().nullable().describe("The age of that block."),
        blocksBehind: z
          .string()
          .nullable()
          .describe("Blocks between it and the head; null where another process watches the chain."),
        error: z.string().nullable().describe("What is wrong, and where to look."),
        balances: z
          .array(
            z.object({
              holder: z.enum(["sponsor", "key"]).describe("The sponsor's deposit, or a key that sends transactions."),
              address: z.string(),
              amount: z.string().describe("In the chain's coin."),
              paymentsLeft: z.string().describe("Payments that it covers at the present price of gas."),
              low: z.boolean(),
            }),
          )
          .describe("What pays for gas."),
        warnings: z.array(z.string()).describe("What wants a person soon."),
        providers: z
          .array(
            z.object({
              host: z.string().describe("Its host alone: the URL may hold a key."),
              state: z
                .enum(["healthy", "unreachable", "behind", "rate-limited", "wrong-chain", "contradicted"])
                .describe("Of two that contradict each other, both do: neither is believed."),
              blockNumber: z.string().nullable(),
              secondsOld: z.int().nullable().describe("The age of its newest block."),
            }),
          )
          .describe("The endpoints by which the chain is read, when last looked at."),
      }),
    ),
  })
  .meta({ id: "Status" });

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
