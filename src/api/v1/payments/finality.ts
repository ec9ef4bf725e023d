import { z } from "zod";

/** Shown to merchants and payers. */
export const finality = z
  .object({
    rule: z.string().meta({ example: "12 blocks" }).describe("As the server's policy writes it."),
    confirmationsRequired: z
      .int()
      .nullable()
      .describe(
        "What `confirmations` must reach, the payment's own block included; null where a tag or a time decides.",
      ),
    tag: z.enum(["safe", "finalized"]).nullable(),
    final: z.boolean(),
    estimatedSecondsLeft: z.int().nullable().describe("By what is usual on the chain; null until it is on chain."),
  })
  .meta({ id: "Finality" })
  .describe("When the payment is final; null until its chain and token are known.");
