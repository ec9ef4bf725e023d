import { z } from "zod";
import { checksummedAddress, int32Text } from "../../../schemas/index.ts";

export const settlementAddressParams = z.object({
  chain: z
    .union([z.literal("default"), int32Text()])
    .describe("A chain's id, or `default`: all chains without an address of their own."),
});

export const settlementAddressRequestBody = z
  .strictObject({
    address: checksummedAddress.nullable().describe("null: the chain has none of its own any more."),
    delayHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .describe("Until it takes effect. Owners alone choose another than 24 hours."),
  })
  .meta({ id: "ChangeSettlementAddress" });
