import { z } from "zod";
import { pricingUnitCodes } from "../../../../protocol/index.ts";
import { text } from "../../../../schemas/index.ts";
import { amountField, chainField, currencyField, secondField } from "../fields.ts";
import { pageOf, pageQuery } from "../pages.ts";

const fields = {
  title: text(255, 1),
  amount: amountField,
  currency: currencyField,
  chainId: chainField.nullish().describe("Left out: any chain that has the currency."),
  description: text(2_000).nullish(),
  redirectUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullish(),
};

const statuses = ["active", "inactive"] as const;

export const createNoCodeLinkBody = z.object(fields).meta({ id: "CreateNoCodeLink" });

export const updateNoCodeLinkBody = z
  .object({ ...fields, status: z.enum(statuses) })
  .partial()
  .meta({ id: "UpdateNoCodeLink" })
  .describe("What is left out stays; null clears.");

export const noCodeLinkBody = z
  .object({
    linkId: z.string().meta({ example: "pl_01h455vb4pex5vsknk084sn02q" }),
    url: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    amount: z.string().describe("Of a link that leaves the amount open: the least."),
    currency: z.enum(pricingUnitCodes),
    chainId: z.string().nullable(),
    redirectUrl: z.string().nullable(),
    status: z.enum(statuses),
    createdAt: secondField,
    updatedAt: secondField,
  })
  .meta({ id: "NoCodeLink" });

export const deletedNoCodeLinkBody = z
  .object({ linkId: z.string(), deleted: z.literal(true) })
  .meta({ id: "DeletedNoCodeLink" });

export const noCodeLinkListQuery = pageQuery.extend({
  status: z.enum(statuses).optional(),
  sortBy: z.enum(["createdAt"]).default("createdAt"),
});

export const noCodeLinkListBody = pageOf(noCodeLinkBody).meta({ id: "NoCodeLinkList" });
