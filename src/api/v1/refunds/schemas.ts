import { z } from "zod";
import { tokenSymbols } from "../../../protocol/index.ts";
import { address, amount, decimal, hexBytes, instant, int32, nullableText, text } from "../../../schemas/index.ts";
import { refundSenders, refundStatuses } from "../../../store/index.ts";
import { pageOf, pageQuery } from "../../http/page.ts";

export const createRefundBody = z
  .strictObject({
    amount: amount.nullish().describe("In units of the token. Left out: all that has come and did not go back yet."),
    to: address
      .nullish()
      .describe(
        "An address that the payer named to you, never where the money came from. Left out: the payer's page asks.",
      ),
    reason: text(500, 1).describe("For you and your payer."),
    from: address.nullish().describe("Your wallet that sends it. Left out: the one that the payment paid."),
    senders: z
      .enum(refundSenders)
      .optional()
      .describe(
        "`merchant` (as when left out) sends all of it; `shares`: everybody whom the payment paid, in proportion.",
      ),
    chainId: int32.nullish().describe("Where the money came in several tokens, with `token`: which."),
    token: z.enum(tokenSymbols).nullish(),
  })
  .meta({ id: "CreateRefund" });

const preparedTransaction = z
  .object({
    chainId: z.int(),
    from: z.string(),
    to: z.string().describe("The token's contract."),
    data: z.string(),
    value: z.literal("0"),
    summary: z.string().describe("What it does, for whoever signs it."),
  })
  .meta({ id: "PreparedTransaction" });

export const refundBody = z
  .object({
    id: z.uuid(),
    paymentId: z.uuid(),
    status: z.enum(refundStatuses),
    chainId: z.int(),
    token: z.enum(tokenSymbols),
    tokenAddress: z.string(),
    amount: decimal.describe("In units of the token."),
    senders: z.enum(refundSenders),
    to: nullableText.describe("Null until the payer has named it."),
    reason: z.string(),
    failureReason: nullableText,
    transfers: z.array(
      z.object({
        from: z.string().describe("Who has to send this part."),
        amount: decimal,
        sentBy: nullableText.describe("Who sent it; another than `from` where you named the transaction."),
        txHash: nullableText,
        blockNumber: nullableText,
        final: z.boolean(),
      }),
    ),
    transactions: z
      .array(preparedTransaction)
      .describe(
        "What is still to be signed, one a sender: by a wallet or a Safe of theirs. This server has no key to it.",
      ),
    namedTxHash: nullableText.describe("The transaction that you named, until the chain has said what it holds."),
    txProblem: nullableText.describe("Why the transaction that you named last is none of this refund."),
    addressUrl: nullableText.describe(
      "Where the payer names an address. Answered once, when it is made; give it to the payer alone.",
    ),
    addressUrlExpiresAt: instant.nullable(),
    createdAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: "Refund" });

export const refundListQuery = pageQuery.extend({
  paymentId: z.uuid().optional(),
  status: z.enum(refundStatuses).optional(),
});

export const paymentRefundsQuery = pageQuery.extend({ status: z.enum(refundStatuses).optional() });

export const refundListBody = pageOf(refundBody).meta({ id: "RefundList" });

export const nameTransactionBody = z
  .strictObject({ txHash: hexBytes(32, 32).describe("Of the transaction in which the refund was sent.") })
  .meta({ id: "NameRefundTransaction" });
