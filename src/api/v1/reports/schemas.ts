import { z } from "zod";
import { type PaymentStatus, paymentStatuses, pricingUnitCodes, tokenSymbols } from "../../../protocol/index.ts";
import { decimal, instant, instantInput, int32Text, text, textStream } from "../../../schemas/index.ts";
import { settlementKinds } from "../../../store/index.ts";
import { pageOf, pageQuery } from "../../http/page.ts";

export const transactionListQuery = pageQuery.extend({
  type: z.enum(settlementKinds).optional(),
  paymentId: z.uuid().optional(),
  chainId: int32Text().optional(),
});

export const transactionBody = z
  .object({
    id: z.uuid(),
    type: z.enum(settlementKinds),
    paymentId: z
      .uuid()
      .nullable()
      .describe("Null for UNKNOWN: it settled under no quote of ours, and paid your address."),
    mandateId: z.string().nullable().describe("Of CHARGED."),
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

const span = { from: instantInput.optional(), to: instantInput.optional() };
type Span = { readonly from?: Date | undefined; readonly to?: Date | undefined };
const isForward = ({ from, to }: Span) => !from || !to || from < to;
const backward = { path: ["to"], message: "to must be after from." };

const timeZone = text(50, 1)
  .refine(isTimeZone, "expected the name of a time zone such as Europe/Berlin")
  .default("UTC")
  .describe("In which days are cut: a name of the IANA's database.");

/** As browsers and PostgreSQL both know it: by its name alone, never as a distance, whose sign they read differently. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const analyticsQuery = z.strictObject({ ...span, timeZone }).refine(isForward, backward);

export const exportQuery = z
  .strictObject({ ...span, format: z.enum(["csv", "json"]).default("csv") })
  .refine(isForward, backward);

const volume = { currency: z.enum(pricingUnitCodes), count: z.int(), amount: decimal };

const countByStatus = Object.fromEntries(paymentStatuses.map((status) => [status, z.int()])) as Record<
  PaymentStatus,
  z.ZodInt
>;

export const analyticsBody = z
  .object({
    from: instant,
    to: instant,
    summary: z.object({
      payments: z.object(countByStatus).describe("Created in the span, by state."),
      volume: z.array(z.object(volume)).describe("Paid in the span, by currency."),
      payers: z
        .object({ new: z.int(), returning: z.int() })
        .describe("Wallets that paid in the span, for the first time or again. Deposit addresses do not say who paid."),
    }),
    unresolved: z
      .object({ underpaid: z.int(), surplus: z.int() })
      .describe("Payments with money at their addresses, now: less than is due, or what pays nothing."),
    byToken: z.array(z.object({ token: z.enum(tokenSymbols), ...volume })),
    byChain: z.array(z.object({ chainId: z.int(), name: z.string(), ...volume })),
    byDay: z.array(z.object({ date: z.string().describe("In the time zone that was asked for."), ...volume })),
    ledger: z
      .array(
        z.object({
          type: z.enum(settlementKinds),
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

/** Sent as it is read: as CSV with a header line, or as JSON, an object a row. */
export const exportBody = {
  description: "A row for each payment, the oldest first.",
  content: {
    "text/csv": { schema: textStream },
    "application/json": {
      schema: z.object({ data: z.array(z.record(z.string(), z.string())) }).meta({ id: "Export" }),
    },
  },
};
