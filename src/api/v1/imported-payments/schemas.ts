import { z } from "zod";
import { instant, nullableText, text } from "../../../schemas/index.ts";
import { pageOf, pageQuery } from "../../http/page.ts";

export const importedPaymentListQuery = pageQuery.extend({
  status: text(40, 1).optional(),
  reference: text(40, 1).optional(),
  txHash: text(100, 1).optional(),
});

export const importedPaymentBody = z
  .object({
    id: z.uuid(),
    provider: z.string().describe("Which service it was made at: `coinbase_commerce`."),
    externalId: z.string().describe("Its id there."),
    reference: nullableText.describe("Its code there."),
    url: nullableText,
    title: nullableText,
    description: nullableText,
    amount: nullableText.describe("As it was priced there, in `currency`, which need not be one of ours."),
    currency: nullableText,
    status: z.string().describe("In that service's own words."),
    statusDetail: nullableText,
    linkId: nullableText.describe("The link that stands here for what it was made from."),
    network: nullableText,
    token: nullableText,
    amountToken: nullableText,
    txHash: nullableText,
    metadata: z.record(z.string(), z.string()),
    createdAt: instant,
    paidAt: instant.nullable(),
    expiresAt: instant.nullable(),
    importedAt: instant,
  })
  .meta({ id: "ImportedPayment" });

export const importedPaymentListBody = pageOf(importedPaymentBody).meta({ id: "ImportedPaymentList" });
