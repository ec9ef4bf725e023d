import { z } from "zod";
import { providerStates } from "../../../chain/index.ts";
import { tokenSymbols } from "../../../protocol/index.ts";
import { chainParts, gasHolders } from "../../../relayer/index.ts";
import { laneNames, modes } from "../../../store/index.ts";

const chainStatus = z.object({
  chainId: z.int(),
  name: z.string(),
  mode: z.enum(modes).describe("Whose payments are taken there: real chains take live ones, testnets test ones."),
  healthy: z
    .boolean()
    .describe("The last block read is recent, and reading goes on without errors: the same as no `error`."),
  blockNumber: z.string().nullable().describe("The last block read."),
  secondsOld: z.int().nullable().describe("The age of that block."),
  blocksBehind: z
    .string()
    .nullable()
    .describe("Blocks between it and the head; null where another process watches the chain."),
  error: z.string().nullable().describe("What is wrong, and where to look."),
  parts: z
    .array(
      z.object({
        part: z.enum(chainParts).describe("Our contracts, the bundler, a sponsored operation simulated by it."),
        problem: z.string().nullable().describe("What is wrong and what to do; null: it works."),
      }),
    )
    .describe("What has to work on the chain beside its endpoints, as this process found it last."),
  balances: z
    .array(
      z.object({
        holder: z.enum(gasHolders).describe("The sponsor's deposit, or a key that sends transactions."),
        address: z.string(),
        amount: z.string().describe("In the chain's native token."),
        paymentsLeft: z.string().describe("Payments that it covers at the present price of gas."),
        low: z.boolean(),
      }),
    )
    .describe("What pays for gas."),
  warnings: z.array(z.string()).describe("What wants a person soon."),
  providers: z
    .array(
      z.object({
        host: z.string().describe("Its host alone: the URL may hold a key."),
        state: z.enum(providerStates).describe("Of two that contradict each other, both do: neither is believed."),
        blockNumber: z.string().nullable(),
        secondsOld: z.int().nullable().describe("The age of its newest block."),
      }),
    )
    .describe("The endpoints by which the chain is read, as of their last probe."),
});

export const statusBody = z.object({ chains: z.array(chainStatus) }).meta({ id: "Status" });

const serverChain = chainStatus.extend({
  lanes: z
    .array(
      z.object({
        lane: z.enum(laneNames).describe("User operations through the bundler, or transactions of a key."),
        available: z
          .boolean()
          .describe("False while whoever it goes through does not answer, or refuses what we send."),
        open: z.int().describe("Submissions that are not included yet, whichever process sent them."),
        secondsOld: z.int().describe("How long the oldest of them has been under way."),
        paused: z.int().describe("Nonce sequences that wait until their key has native tokens again."),
      }),
    )
    .describe(
      "How what the server submits gets there, the first that is available; empty where this process has no key.",
    ),
  feeRecipients: z
    .array(
      z.object({
        router: z.string(),
        recipient: z.string(),
        token: z.enum(tokenSymbols),
        denied: z
          .boolean()
          .nullable()
          .describe(
            "On the token's denylist: every payment in it at this router reverts. Null: it has none that we know.",
          ),
      }),
    )
    .describe("What each token says of whoever gets a router's fees."),
});

export const serverBody = z
  .object({
    version: z.string().describe("Of this server."),
    node: z.string().describe("What runs it."),
    queues: z.array(
      z.object({
        queue: z.string(),
        waiting: z.int(),
        secondsOld: z.int().describe("How long the oldest has been waiting, or has been due."),
      }),
    ),
    chains: z.array(serverChain),
  })
  .meta({ id: "Server" });
