import { z } from "zod";
import { tokenSymbols } from "../../../protocol/index.ts";
import { int32Text, text } from "../../../schemas/index.ts";

/** The text of a JSON number, so that no digit goes through a float. */
const price = z
  .string("The 'price' field must be a number such as 99.99")
  .max(40)
  .regex(/^(0|[1-9]\d{0,11})(\.\d+)?$/, "The 'price' field must be a plain number such as 99.99")
  .meta({ type: ["number", "string"], example: 99.99 });

export const createSingleUseLinkBody = z
  .object({
    price,
    currency: z.enum(tokenSymbols, "The 'currency' field must be one of: USDC, USDT, EURC"),
    chain: text(60, 1).meta({ example: "Polygon" }),
    description: text(2_000).nullish(),
    metadata: z
      .record(text(40, 1), text(500))
      .refine((metadata) => Object.keys(metadata).length <= 50, "At most 50 keys are possible.")
      .meta({ maxProperties: 50 })
      .nullish(),
  })
  .meta({ id: "CreateSingleUseLink" });

/** A number with exactly these digits. */
export type JsonNumber = { readonly rawJSON: string };

const second = z.string().meta({ format: "date-time" });

/** What does not apply is left out. */
export const singleUseLinkBody = z
  .object({
    linkId: z.string().meta({ example: "PL_01h455vb4pex5vsknk084sn02q" }),
    url: z.string(),
    status: z.enum(["active", "completed", "expired"]),
    price: z.custom<JsonNumber>(() => true).meta({ type: "number" }),
    currency: z.enum(tokenSymbols),
    chain: z.string(),
    description: z.string().optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    txHash: z.string().optional(),
    completedAt: second.optional(),
    createdAt: second,
    expiresAt: second.optional(),
  })
  .meta({ id: "SingleUseLink" });

export const singleUseLinkListQuery = z.object({
  status: z.enum(["active", "completed", "expired"]).optional(),
  source: z.enum(["manual", "api"]).optional().describe("Made in the dashboard, or by this API."),
  limit: int32Text({ min: 1, max: 100 }).default(50),
  offset: int32Text({ max: 1_000_000 }).default(0),
});

export const singleUseLinkListBody = z
  .object({ data: z.array(singleUseLinkBody), limit: z.int(), offset: z.int(), total: z.int(), hasMore: z.boolean() })
  .meta({ id: "SingleUseLinkList" });
