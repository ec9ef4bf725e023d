import { z } from "zod";
import { tokenSymbols } from "../../../protocol/index.ts";
import { decimal, instant, int32, nullableText } from "../../../schemas/index.ts";
import { mostBlocks } from "./tools.ts";

/** What can happen to a payment. */
export const simulationActions = [
  "PAY",
  "TRANSFER",
  "UNDERPAY",
  "OVERPAY",
  "WRONG_CHAIN",
  "LATE",
  "EXPIRE",
  "REORGANIZE",
] as const;

export type SimulationAction = (typeof simulationActions)[number];

export const simulationRequestBody = z
  .strictObject({
    action: z
      .enum(simulationActions)
      .describe(
        "`PAY`: by a wallet. `TRANSFER`: what is due, to the deposit address; `UNDERPAY`: half of it; `OVERPAY`: a tenth of the amount more; `WRONG_CHAIN`: on another chain. `LATE`: after the payment's end, to which the clock moves. `EXPIRE`: the clock alone moves there. `REORGANIZE`: the transaction that pays is taken back.",
      ),
    chainId: int32.optional().describe("Left out: the first chain that the payment accepts."),
    token: z.enum(tokenSymbols).optional().describe("Left out: the first that the payment accepts there."),
  })
  .meta({ id: "SimulatePayment" });

export const simulationBody = z
  .object({
    action: z.enum(simulationActions),
    chainId: z.int().nullable().describe("Where it happened; null where that was no chain."),
    token: z.enum(tokenSymbols).nullable(),
    amount: decimal.nullable().describe("What was sent, in units of the token."),
    depositAddress: nullableText.describe("Where to; null where it was paid at the router."),
    txHash: nullableText,
    now: instant.describe("The server's time afterwards."),
  })
  .meta({ id: "Simulation" });

export const reorganizationRequestBody = z
  .strictObject({
    chainId: int32,
    blocks: z.int().min(1).max(mostBlocks).describe("How many of the newest blocks are replaced by empty ones."),
  })
  .meta({ id: "Reorganize" });

export const reorganizationBody = z.object({ chainId: z.int(), blocks: z.int() }).meta({ id: "Reorganization" });

/** Seconds that the clock moves at once, and in all: a month, and more than the longest plan's two years. */
export const clockLimits = { atOnce: 31 * 86_400, inAll: 800 * 86_400 } as const;

export const moveClockBody = z
  .strictObject({ seconds: z.int().min(1).max(clockLimits.atOnce).describe("Forwards; never back.") })
  .meta({ id: "MoveClock" });

export const clockBody = z
  .object({
    now: instant.describe("The server's time, and its chains'."),
    offsetSeconds: z.int().describe("How far that is ahead of the world's."),
  })
  .meta({ id: "SandboxClock" });
