import { z } from "zod";
import { uuidOfLink } from "../../../links/index.ts";
import { currencyCodes, maxSellers, pricingUnitCodes, tokenSymbols } from "../../../protocol/index.ts";
import {
  address,
  amount,
  decimal,
  instant,
  int32,
  nullableText,
  percent,
  text,
  webUrl,
} from "../../../schemas/index.ts";
import { prefixedPageOf, prefixedPageQuery } from "../../http/page.ts";

const seller = z.strictObject({
  address,
  amount: amount.nullish().describe("Gross, of every payment."),
  percent: percent.nullish().describe("In place of an amount: of whatever is paid, rounded down."),
});

const fields = {
  title: text(255, 1),
  description: text(2_000).nullish(),
  currency: z.enum(currencyCodes),
  amount: amount.nullish().describe("What a visitor pays. Left out: the visitor chooses."),
  minimumAmount: amount.nullish().describe("Needed where there is no amount."),
  maximumAmount: amount.nullish(),
  sellers: z.array(seller).max(maxSellers).nullish(),
  acceptedChains: z.array(int32).min(1).max(20).nullish(),
  acceptedTokens: z.array(z.enum(tokenSymbols)).min(1).max(tokenSymbols.length).nullish(),
  paymentLimit: z.int().min(1).max(1_000_000).nullish().describe("After so many paid payments it makes no more."),
  metadata: z
    .record(text(40, 1), text(500))
    .refine((metadata) => Object.keys(metadata).length <= 50, "At most 50 keys are possible.")
    .meta({ maxProperties: 50 })
    .nullish()
    .describe("Copied to every payment."),
  successUrl: webUrl.nullish(),
  cancelUrl: webUrl.nullish(),
  active: z.boolean().optional().describe("False: it makes no payments, and those under way go on."),
};

export const createLinkBody = z.strictObject(fields).meta({ id: "CreateLink" });

export const updateLinkBody = z
  .strictObject({ ...fields, title: fields.title.optional(), currency: fields.currency.optional() })
  .meta({ id: "UpdateLink" })
  .describe("What is left out stays; null clears.");

export const linkBody = z
  .object({
    id: z.string().meta({ example: "pl_01h455vb4pex5vsknk084sn02q" }),
    slug: z.string(),
    url: z.string().describe("Where visitors pay. It stays the same for ever."),
    title: z.string(),
    description: nullableText,
    currency: z.enum(pricingUnitCodes),
    amount: decimal.nullable(),
    minimumAmount: decimal.nullable(),
    maximumAmount: decimal.nullable(),
    sellers: z.array(z.object({ address: z.string(), amount: decimal.nullable(), percent: nullableText })),
    acceptedChains: z.array(z.int()).nullable().describe("Null: whatever you take at the time of a visit."),
    acceptedTokens: z.array(z.enum(tokenSymbols)).nullable(),
    paymentLimit: z.int().nullable(),
    paidPayments: z.int().describe("Its payments that are paid, or on chain and about to be."),
    metadata: z.record(z.string(), z.string()),
    successUrl: nullableText.describe("Null: the organization's."),
    cancelUrl: nullableText,
    active: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "Link" });

export const deletedLinkBody = z.object({ id: z.string(), deleted: z.literal(true) }).meta({ id: "DeletedLink" });

const truth = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .meta({ type: "boolean", enum: [true, false] });

export const linkListQuery = prefixedPageQuery(uuidOfLink).extend({ active: truth.optional() });

export const linkListBody = prefixedPageOf(linkBody).meta({ id: "LinkList" });
