import { z } from "zod";
import { acceptOutcomes } from "../../../deposits/index.ts";
import { tokenSymbols } from "../../../protocol/index.ts";
import { decimal, instant, nullableText } from "../../../schemas/index.ts";

const acceptance = z
  .object({
    quoteId: z.uuid(),
    chainId: z.int(),
    token: z.enum(tokenSymbols),
    amount: decimal,
    outcome: z
      .enum(acceptOutcomes)
      .describe(
        "`PAID`: paid out by its terms already. `SETTLE`: it still can be. `TOP_UP`: once you add what is missing. `RECLAIM`: it goes to you whole; with sellers, `paymentId` splits it. `NOT_POSSIBLE`: it goes back to the payer and nowhere else.",
      ),
    message: z.string().describe("What happens, and what you have to do."),
    availableAt: instant.nullable().describe("From when on the router does it; null: now."),
    availableUntil: instant.nullable().describe("Until when it does; null: for ever."),
    transactions: z
      .array(
        z.object({
          chainId: z.int(),
          from: nullableText.describe("Who has to send it; null: anybody may."),
          to: z.string(),
          data: z.string(),
          value: z.literal("0"),
          summary: z.string(),
        }),
      )
      .describe("In their order."),
    paymentId: z.uuid().nullable().describe("The new payment that splits it in proportion; you pay it."),
  })
  .meta({ id: "Acceptance" });

export const acceptBody = z
  .object({
    data: z.array(acceptance),
    unreadChains: z.array(z.int()).describe("Chains that could not be read now: money may be there too."),
  })
  .meta({ id: "AcceptedMoney" });
