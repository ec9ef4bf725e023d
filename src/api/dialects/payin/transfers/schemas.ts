import { z } from "zod";
import { tokenSymbols } from "../../../../protocol/index.ts";
import { text } from "../../../../schemas/index.ts";
import { chainField, currencyField, secondField } from "../fields.ts";
import { pageOf, pageQuery } from "../pages.ts";

export const transferStatuses = ["pending", "confirmed", "reversed"] as const;

export const transferBody = z
  .object({
    transferId: z.string().meta({ example: "trf_01h455vb4pex5vsknk084sn02q" }),
    orderId: z.string().nullable().describe("The order that it was for, if any."),
    paymentId: z.string().nullable().describe("The payment that it was for; null where it came under none of ours."),
    amount: z.string(),
    currency: z.enum(tokenSymbols).nullable(),
    chainId: z.string(),
    txHash: z.string(),
    logIndex: z.int(),
    from: z.string(),
    to: z.string(),
    blockNumber: z.string(),
    status: z
      .enum(transferStatuses)
      .describe("Confirmed: final by the chain's rule. Reversed: reorganised away after that."),
    createdAt: secondField,
  })
  .meta({ id: "Transfer" });

export const transferListQuery = pageQuery.extend({
  status: z.enum(transferStatuses).optional(),
  currency: currencyField.optional(),
  chainId: chainField.optional(),
  txHash: text(66).optional(),
  sortBy: z.enum(["createdAt"]).default("createdAt"),
});

export const transferListBody = pageOf(transferBody).meta({ id: "TransferList" });
