import {
  deniesAnswers,
  type Fault,
  forgetsOperations,
  keepsAnswers,
  losesAnswers,
  neverIncludes,
} from "../../../src/sandbox/faults/index.ts";
import type { Load, Scenario } from "../run.ts";
import type { World } from "../world.ts";

/** Operations take their time: of many payments only so many go through the bundler. */
const mostOperations = 24;

/** Customers who need the bundler, and all the others. */
async function payThroughBundler(load: Load): Promise<void> {
  const count = Math.min(load.count, mostOperations);
  await Promise.all([
    load.pay({ count, ways: { deposit: 33, signature: 33, operation: 33 } }),
    load.pay({ count: load.count - count }),
  ]);
}

function whileBundler(fault: string, holds: string, faultsOf: (world: World) => readonly Fault[]): Scenario {
  return {
    fault,
    holds,
    async run(world, load) {
      await world.base.bundler.use(...faultsOf(world));
      await payThroughBundler(load);
      if (world.base.bundler.calls("eth_sendUserOperation") === 0) throw new Error("Nobody sent an operation.");
      await world.base.bundler.use();
    },
  };
}

export const bundlerDown: Scenario = {
  fault: "the bundler refuses connections",
  holds: "what we relay goes by the other lane, and payments stay payable",
  async run({ base }, load) {
    await base.bundler.refuseConnections();
    await payThroughBundler(load);
    await base.bundler.use();
  },
};

export const bundlerKeepsAnswers = whileBundler(
  "the bundler sends the operation and never answers",
  "the chain's answer counts",
  () => [keepsAnswers],
);

export const bundlerLosesAnswers = whileBundler(
  "the bundler sends the operation and the connection is cut, or is answered with 504",
  "the chain's answer counts",
  ({ random }) => [sometimesOr(random.next, losesAnswers, deniesAnswers)],
);

export const bundlerForgets = whileBundler(
  "the bundler sends the operation and knows of none afterwards",
  "receipts of the bundler decide nothing",
  () => [forgetsOperations],
);

export const bundlerNeverIncludes = whileBundler(
  "the bundler accepts operations and sends none",
  "what we relay goes by the other lane, and whoever pays otherwise has paid",
  ({ base }) => [neverIncludes(base.chain.id)],
);

const sometimesOr =
  (random: () => number, one: Fault, other: Fault): Fault =>
  (call, ask) =>
    random() < 0.5 ? one(call, ask) : other(call, ask);
