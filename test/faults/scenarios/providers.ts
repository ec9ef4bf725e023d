import { setTimeout as sleep } from "node:timers/promises";
import {
  badGateway,
  type Fault,
  fails,
  hangs,
  omitsLogs,
  onlyFor,
  rangeRefusals,
  rateLimited,
  refusesWideRanges,
  resets,
  slow,
  sometimes,
  stale,
  truncatesLogs,
} from "../../../src/sandbox/faults/index.ts";
import type { Scenario } from "../run.ts";
import { untilRead, type World } from "../world.ts";

/** Faults of the only provider, while customers pay and until a moment later. */
function whileProvider(fault: string, holds: string, faultsOf: (world: World) => readonly Fault[]): Scenario {
  return {
    fault,
    holds,
    async run(world, load) {
      const [provider] = world.base.providers;
      await provider.use(...faultsOf(world));
      await load.pay();
      await metBy(provider);
      await provider.use();
    },
  };
}

/** A fault that nobody met proves nothing. */
async function metBy(provider: { calls(): number }): Promise<void> {
  for (let waited = 0; provider.calls() === 0; waited += 100) {
    if (waited > 20_000) throw new Error("Nobody asked the provider while it failed.");
    await sleep(100);
  }
  await sleep(1_000);
}

export const providerDown: Scenario = {
  fault: "the only provider refuses connections",
  holds: "what was paid meanwhile is found afterwards",
  async run({ base }, load) {
    const [provider] = base.providers;
    await provider.refuseConnections();
    await load.pay();
    await provider.use();
  },
};

export const providerUnsteady = whileProvider(
  "the only provider cuts one connection in five, and answers others with 502 in HTML",
  "reading goes on with what is answered",
  ({ random }) => [sometimes(0.2, random.next, resets), sometimes(0.15, random.next, badGateway)],
);

export const providerSlow = whileProvider(
  "the only provider takes 1.5 s for every answer",
  "later, and the same",
  () => [slow(1_500)],
);

export const providerHangs = whileProvider(
  "the only provider takes requests and never answers",
  "requests are given up, and made again",
  () => [hangs],
);

export const providerStale = whileProvider(
  "the only provider's chain stands still, three blocks back",
  "nothing is concluded from what it does not know",
  () => [stale(3)],
);

export const providerFailsMethods = whileProvider(
  "eth_getLogs and blocks fail by turns, at the only provider",
  "a range is taken in whole, or not at all",
  ({ random }) => [
    onlyFor(["eth_getLogs"], sometimes(0.5, random.next, fails({ code: -32000, message: "missing trie node" }))),
    onlyFor(["eth_getBlockByHash", "eth_getBlockByNumber"], sometimes(0.2, random.next, fails())),
  ],
);

export const providerLimitsRate: Scenario = {
  fault: "the only provider refuses requests: 429 with and without Retry-After, -32005",
  holds: "reading goes on within the limit",
  async run(world, load) {
    const [provider] = world.base.providers;
    const manners = [{ kind: "retryAfter", seconds: 1 }, { kind: "bare" }, { kind: "body" }] as const;
    for (const manner of manners) {
      await provider.use(rateLimited(6, 1_000, manner));
      await load.pay({ count: Math.ceil(load.count / manners.length) });
      await metBy(provider);
    }
    await provider.use();
  },
};

/** The only provider leaves logs out. It reads a second time when it starts, as every so many minutes: by then it has the whole truth. */
function whileLogsAreMissing(fault: string, leavesOut: Fault): Scenario {
  return {
    fault,
    holds: "a reconciliation pass finds what was left out",
    async run(world, load) {
      const { providers, payers, node } = world.base;
      const [provider] = providers;
      await provider.use(leavesOut);
      await load.pay();
      await payers.settle(AbortSignal.timeout(60_000));
      const paidBy = await node.local.getBlockNumber();
      await untilRead(world, world.base, paidBy);
      await metBy(provider);
      await provider.use();
      while ((await node.local.getBlock({ blockTag: "finalized" })).number < paidBy) await sleep(200);
      await world.restart();
    },
  };
}

export const providerTruncatesLogs = whileLogsAreMissing(
  "the only provider answers the first log of several, and says nothing of the others",
  truncatesLogs(1),
);

export const providerOmitsLogs = whileLogsAreMissing("the only provider says that nothing happened", omitsLogs);

/** As little as some free plans give. */
const narrowest = 10;

export const providerLimitsRange: Scenario = {
  fault: `the only provider refuses eth_getLogs over more than ${narrowest} blocks, in the words of ten providers`,
  holds: "ranges shrink until they fit, and the backlog is read",
  async run(world, load) {
    const [provider] = world.base.providers;
    const refusal = rangeRefusals[world.random.pick(Object.keys(rangeRefusals) as (keyof typeof rangeRefusals)[])];
    await provider.refuseConnections();
    await load.pay();
    // A backlog of several ranges.
    await world.base.node.local.mine({ blocks: 3 * narrowest });
    await provider.use(refusesWideRanges(narrowest, refusal));
    for (let waited = 0; provider.calls("eth_getLogs") < 6; waited += 100) {
      if (waited > 60_000) throw new Error("The backlog was not read in small ranges.");
      await sleep(100);
    }
    await provider.use();
  },
};
