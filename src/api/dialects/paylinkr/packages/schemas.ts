import { z } from "zod";
import { decimal, instant, text } from "../../../../schemas/index.ts";
import { billingIntervals } from "../../../../subscriptions/index.ts";
import { assets, price } from "../assets.ts";
import { pageOf, pageQuery } from "../pages.ts";

const fields = {
  name: text(255, 1),
  description: text(2_000).nullish(),
  asset: z.enum(assets, `possible are ${assets.join(" and ")}`),
  amount: price.describe("In the asset, each period."),
  interval: z.enum(billingIntervals),
  trialDays: z.int().min(0).max(365).optional(),
  widgetButtonLabel: text(60, 1).nullish(),
  active: z.boolean().optional().describe("False: it takes no new subscriptions, and embeds nowhere."),
};

// Fields that the text does not know are ignored, as clients of other servers may send some.

export const createPayLinkrPackageBody = z
  .object({ ...fields, asset: fields.asset.default("USDC"), slug: text(47, 3).optional() })
  .meta({ id: "CreatePayLinkrPackage" });

export const updatePayLinkrPackageBody = z
  .object({
    ...fields,
    name: fields.name.optional(),
    asset: fields.asset.optional(),
    amount: fields.amount.optional(),
    interval: fields.interval.optional(),
  })
  .meta({ id: "UpdatePayLinkrPackage" })
  .describe("For those who subscribe later. What is left out stays.");

/** What does not apply is left out. */
export const payLinkrPackageBody = z
  .object({
    id: z.string().meta({ example: "subpkg_01h455vb4pex5vsknk084sn02q" }),
    name: z.string(),
    slug: z.string(),
    description: z.string().optional(),
    asset: z.string(),
    amount: decimal,
    interval: z.enum(billingIntervals),
    trialDays: z.int(),
    widgetButtonLabel: z.string().optional(),
    active: z.boolean(),
    hostedUrl: z.string().describe("Where customers subscribe."),
    embedUrl: z.string().describe("The same for an iframe."),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: "PayLinkrPackage" });

export const payLinkrPackageListQuery = pageQuery;

export const payLinkrPackageListBody = pageOf(payLinkrPackageBody).meta({ id: "PayLinkrPackageList" });
