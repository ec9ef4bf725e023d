import { setTimeout as sleep } from "node:timers/promises";
import { encodeAbiParameters, encodeEventTopics, type Hex } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { amountsOf, feeBasisPoints, paymentRouterAbi } from "../../../src/protocol/index.ts";
import { networkVariable } from "../../../src/protocol/network-variable.ts";
import { sandboxAccounts } from "../../../src/sandbox/accounts.ts";
import {
  type Fault,
  type InventedLog,
  inventsLogs,
  omitsLogs,
  servesAnotherFork,
  truncatesLogs,
} from "../../../src/sandbox/faults/index.ts";
import type { Attempt } from "../paying.ts";
import type { Load, Scenario } from "../run.ts";
import type { World, WorldChain } from "../world.ts";

/** Long enough for a lie to be read, were it believed. Milliseconds. */
const timeToBelieve = 5_000;

/** One of two providers lies while customers pay: the first one or the second, by chance. */
function whileOneLies(
  fault: string,
  holds: string,
  lie: (world: World, load: Load) => Promise<readonly Fault[]>,
): Scenario {
  return {
    fault,
    holds,
    async run(world, load) {
      const { chain, providers } = world.base;
      const rpcUrls = providers.map(({ url }) => url).join(",");
      await world.restart({ [networkVariable(chain.network, "RPC_URL")]: rpcUrls });
      const liar = world.random.pick(providers);
      await liar.use(...(await lie(world, load)));
      await load.pay();
      await sleep(timeToBelieve);
      if (liar.calls() === 0) throw new Error("Nobody asked the liar.");
      await liar.use();
      await world.restart();
    },
  };
}

export const liarOmitsLogs = whileOneLies(
  "one of two providers says that nothing happened",
  "nothing is missed",
  async () => [omitsLogs],
);

export const liarTruncatesLogs = whileOneLies(
  "one of two providers answers the first log of several",
  "nothing is missed",
  async () => [truncatesLogs(1)],
);

export const liarServesAnotherFork = whileOneLies(
  "one of two providers follows a fork of its own",
  "nothing is taken in until they agree, and then all of it",
  async ({ base }) => [servesAnotherFork((await base.node.local.getBlockNumber()) - 2n)],
);

export const liarInventsPayments = whileOneLies(
  "one of two providers makes up settlements of payments that nobody paid",
  "no payment is taken for paid",
  async ({ base }, load) => {
    const unpaid = await load.pay({ count: 3, ways: { unpaid: 100 } });
    const head = await base.node.local.getBlockNumber();
    return [inventsLogs(unpaid.flatMap((attempt) => settlementOf(base, attempt, head + 2n)))];
  },
);

/** What the router would emit, had the payment been paid in that block. */
function settlementOf({ node }: WorldChain, { quotes: [quote] }: Attempt, blockNumber: bigint): InventedLog[] {
  if (!quote) return [];
  const { onchainId: paymentId, terms } = quote;
  const { total, fee } = amountsOf(terms.shares, feeBasisPoints);
  const [merchant] = terms.shares;
  if (!merchant) return [];
  const topics = encodeEventTopics({
    abi: paymentRouterAbi,
    eventName: "PaymentSettled",
    args: { paymentId, merchant: merchant.recipient, token: terms.token },
  }) as Hex[];
  const data = encodeAbiParameters(
    [{ type: "address" }, { type: "uint256" }, { type: "uint256" }],
    [sandboxAccounts.payers[0].address, total, fee],
  );
  return [{ address: node.router, topics, data, transactionHash: generatePrivateKey(), blockNumber }];
}
