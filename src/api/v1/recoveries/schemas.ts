import { z } from "zod";
import { surplusReasons } from "../../../deposits/index.ts";
import { tokenSymbols } from "../../../protocol/index.ts";
import { decimal, instant } from "../../../schemas/index.ts";

const recovery = z
  .object({
    quoteId: z.uuid(),
    chainId: z.int(),
    chainName: z.string(),
    token: z.enum(tokenSymbols),
    tokenAddress: z.string(),
    depositAddress: z.string(),
    amount: decimal,
    reason: z.enum(surplusReasons),
    beneficiary: z.string().describe("Whom it goes to: `refundTo` of the quote, or the merchant."),
    sender: z
      .enum(["anybody", "beneficiary"])
      .describe("Who may send the transaction: on a wrong chain the beneficiary's own address alone."),
    availableAt: instant.nullable().describe("From when on the router lets it go; null: now."),
    transaction: z.object({ chainId: z.int(), to: z.string(), data: z.string(), value: z.literal("0") }),
  })
  .meta({ id: "Recovery" });

/** After the quote with the id `cursor`, the newest first. */
export const recoveriesQuery = z.object({
  cursor: z.uuid("cursor must be the nextCursor of an earlier answer").optional(),
});

const rest = {
  unreadChains: z.array(z.int()).describe("Chains that could not be read now: money may be there too."),
  nextCursor: z.uuid().nullable().describe("Twenty quotes are read at a time: ask again with it for those before."),
};

export const recoveriesBody = z.object({ recoveries: z.array(recovery), ...rest }).meta({ id: "Recoveries" });

export const claimsBody = z.object({ claims: z.array(recovery), ...rest }).meta({ id: "Claims" });
