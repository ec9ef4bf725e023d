import { z } from "zod";
import { mandateId, uuidOfMandate } from "../../../mandates/index.ts";
import { maxSellers, tokenSymbols } from "../../../protocol/index.ts";
import {
  address,
  amount,
  checksummedAddress,
  decimal,
  hexBytes,
  instant,
  instantInput,
  int32,
  percent,
  text,
} from "../../../schemas/index.ts";
import { chargeCauses, mandateChargeStatuses, mandateStatuses } from "../../../store/index.ts";
import { pageOf, pageQuery, prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";

const interval = z
  .strictObject({ unit: z.enum(["DAY", "MONTH"]), count: z.int().min(1).max(1_825) })
  .describe("How long a period is. Months are counted from the first charge, and clamped to the month's last day.");

export const createMandateBody = z
  .strictObject({
    title: text(255, 1).describe("What the payer reads that it is for."),
    chainId: int32,
    token: z.enum(tokenSymbols),
    amount: amount.describe(
      "Units of the token: what each charge is of, before the fee; the most of one, with a collector.",
    ),
    interval,
    periods: z.int().min(1).max(1_825).describe("How many charges at most. The last period ends within five years."),
    window: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .nullish()
      .describe(
        "In so many first seconds of its period a charge is possible: half of a period at most. Left out: 21 days at most.",
      ),
    startsAt: instantInput.nullish().describe("The first second of the first period. Left out: when the payer signs."),
    sellers: z
      .array(z.strictObject({ address, percent: percent.describe("Gross, of every charge.") }))
      .max(maxSellers)
      .nullish()
      .describe("Who gets a part of every charge beside you. The payer signs it; nobody can change it."),
    collector: checksummedAddress
      .nullish()
      .describe(
        "An account of yours whose key signs the amount of each charge. Left out: every charge is of exactly `amount`.",
      ),
  })
  .meta({ id: "CreateMandate" });

const part = z.object({ recipient: z.string(), percent: z.string() });

/** What its payer sees of it too. */
export const sharedMandateFields = {
  id: z.string().meta({ example: mandateId("01890a5d-ac96-774b-bcce-b302099a8057") }),
  status: z
    .enum(mandateStatuses)
    .describe("PENDING: not signed. ACTIVE: signed. CANCELLED, with `cancelledBy` PAYER: ended on chain, for good."),
  title: z.string(),
  chainId: z.int(),
  contract: z.string(),
  token: z.enum(tokenSymbols),
  tokenAddress: z.string(),
  amount: decimal.describe("The most of one period; exactly that where `collector` is null."),
  interval: z.object({ unit: z.enum(["DAY", "MONTH"]), count: z.int() }),
  periods: z.int(),
  window: z.int().describe("Seconds."),
  startsAt: instant.nullable().describe("Null: when the payer signs."),
  lastChargeAt: instant.nullable().describe("When the last period begins."),
  parts: z.array(part).describe("The merchant first."),
  feePercent: z.string().describe("What the contract takes of each part."),
  collector: z.string().nullable(),
  payer: z.string().nullable(),
  onchainId: z.string().nullable(),
  cancelledBy: z.enum(["PAYER", "MERCHANT"]).nullable(),
  expiresAt: instant.describe("Until when it can be signed."),
  createdAt: instant,
  signedAt: instant.nullable(),
  endedAt: instant.nullable(),
} as const;

export const mandateBody = z
  .object({
    ...sharedMandateFields,
    url: z.string().describe("The page where its payer signs it, sees it, and ends it. Whoever has it sees the terms."),
    source: z.object({ type: z.string(), id: z.string() }).nullable().describe("What of yours asked for it."),
  })
  .meta({ id: "Mandate" });

export const mandateListQuery = prefixedPageQuery(uuidOfMandate).extend({ status: z.enum(mandateStatuses).optional() });

export const mandateListBody = prefixedPageOf(mandateBody).meta({ id: "MandateList" });

export const chargeMandateBody = z
  .strictObject({
    period: int32.describe("Counted from 0."),
    amount: amount.nullish().describe("Left out: the mandate's."),
    collectorSignature: hexBytes(65, 65)
      .nullish()
      .describe("Where the mandate has a collector: its signature of mandate, period and amount (EIP-712 `Charge`)."),
  })
  .meta({ id: "ChargeMandate" });

export const mandateChargeBody = z
  .object({
    id: z.uuid(),
    period: z.int(),
    amount: decimal,
    status: z
      .enum(mandateChargeStatuses)
      .describe("SUCCEEDED once it is final. MISSED: its window is over, so ask for the money another way."),
    cause: z.enum(chargeCauses).nullable().describe("Why it did not go through so far."),
    opensAt: instant,
    closesAt: instant.describe("Until then it is tried again."),
    nextTryAt: instant.nullable().describe("Earlier, where the payer's balance or allowance changes."),
    fee: decimal.nullable(),
    txHash: z.string().nullable(),
    blockNumber: z.string().nullable(),
    chargedAt: instant.nullable(),
  })
  .meta({ id: "MandateCharge" });

export const mandateChargeListQuery = pageQuery;

export const mandateChargeListBody = pageOf(mandateChargeBody).meta({ id: "MandateChargeList" });

/** What an event tells: the mandate, and the charge where it is about one. */
export const mandateEventBody = mandateBody.extend({ charge: mandateChargeBody.nullable() });
