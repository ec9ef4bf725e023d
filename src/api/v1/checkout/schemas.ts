import { z } from "zod";
import { unavailableReasons } from "../../../checkout/index.ts";
import { paymentStatuses, pricingUnitCodes, tokenSymbols } from "../../../protocol/index.ts";
import {
  address,
  decimal,
  hexBytes,
  instant,
  int32,
  nullableText,
  textStream,
  uint256,
} from "../../../schemas/index.ts";
import { runningAttempt } from "../payments/attempt.ts";
import { finality } from "../payments/finality.ts";

/** The account that a payer has connected. */
export const balancesQuery = z.object({ account: address.describe("Whose balances: the payer's account.") });

export const balancesBody = z.object({
  balances: z
    .array(
      z.object({
        chainId: z.int(),
        token: z.enum(tokenSymbols),
        balance: decimal.nullable().describe("In whole tokens. Null where the chain does not answer now."),
      }),
    )
    .describe("One entry for each of the checkout's options."),
});

export const checkoutBody = z
  .object({
    id: z.uuid(),
    status: z.enum(paymentStatuses),
    merchantName: z.string(),
    logoUrl: nullableText.describe("The merchant's picture."),
    accentColor: nullableText.describe("`#rrggbb`: white text is readable on it."),
    supportContact: nullableText.describe("Whom the payer asks: a mail address or a web page."),
    amount: decimal,
    currency: z.enum(pricingUnitCodes),
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
          gasless: z
            .object({ signatures: z.boolean(), operations: z.boolean() })
            .describe(
              "Whether what submits a payer's signature, and what sends a sponsored operation, answers there now, and whether operations are still sponsored for this payment and its merchant. Where neither does, a wallet pays the network fee itself. A quote's `gasless` also compares the cost with the payment's fee.",
            ),
          signedTransfers: z
            .boolean()
            .describe(
              "Whether the token takes signed transfers (EIP-3009): with `gasless.signatures`, any wallet that signs pays without a native token. Elsewhere that takes a wallet that sends batches, or an allowance from before.",
            ),
          transfer: z
            .boolean()
            .describe("Whether a plain transfer to a deposit address can pay it: where this server settles deposits."),
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
      .describe("The balance of a quote's deposit address while it is too small: `dueAmount` is still missing."),
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
    refunds: z
      .array(
        z.object({
          chainId: z.int(),
          token: z.enum(tokenSymbols),
          amount: decimal,
          txHash: z.string(),
          final: z.boolean(),
        }),
      )
      .describe("What the merchant sent back, as far as the chain shows it."),
    txHash: nullableText,
    confirmations: z.int().nullable(),
    confirmationsRequired: z.int().nullable().describe('For "n of m"; null where a tag or a time decides.'),
    finality: finality.nullable(),
    paidAt: instant.nullable(),
    failureReason: nullableText,
    attempt: runningAttempt.nullable().describe("The attempt that holds the right to pay now."),
  })
  .meta({ id: "Checkout" });

/** A contract's signature may have several keys' in it. */
const signature = hexBytes(10_000).describe("In hexadecimal: 65 bytes of a key, or what the payer's contract takes.");

const authorized = { quoteId: z.uuid(), payer: address, signature };

export const authorizationRequestBody = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("eip3009"), ...authorized, validAfter: uint256, validBefore: uint256 }),
    z.strictObject({ type: z.literal("permit2"), ...authorized, nonce: uint256, deadline: uint256 }),
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
    chainId: int32,
    token: z.enum(tokenSymbols),
    refundTo: address
      .optional()
      .describe("Who gets back what the deposit address holds beyond the payment. The merchant when left out."),
    transfer: z
      .boolean()
      .optional()
      .describe(
        "Whether it is for a transfer, as from an exchange: where a rate can move it then holds for 30 minutes, or what the organization chose, and for 10 otherwise. Where no rate can move a quote lives as long as its payment.",
      ),
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
    depositAddress: z
      .string()
      .nullable()
      .describe("Where a plain transfer of the token pays this quote. Null where this server settles no deposits."),
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

/** A stream of text, and no JSON. */
export const eventsBody = {
  description: "Server-sent events: `event: checkout`, `data:` a Checkout.",
  content: { "text/event-stream": { schema: textStream } },
};
