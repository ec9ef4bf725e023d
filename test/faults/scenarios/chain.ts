import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import { paymentRouterAbi } from "../../../src/protocol/index.ts";
import type { Sent } from "../payer-pool.ts";
import type { Attempt, Way } from "../paying.ts";
import type { Load, Scenario } from "../run.ts";
import { ethereumDepth, untilRead, type World, type WorldChain } from "../world.ts";

/** What becomes of the transactions in blocks that are replaced. */
type Fate =
  /** In the same blocks again. */
  | "again"
  /** All in the last block, those of one account before those of another that came earlier. */
  | "reordered"
  /** Nowhere. */
  | "dropped"
  /** Another transaction took each one's place, by its nonce. */
  | "replaced";

/** Customers who pay by transactions of their own: what becomes of these is what is looked at. */
const ownTransactions: Partial<Record<Way, number>> = { twice: 10, again: 5, late: 5, stranger: 5, unpaid: 5 };

/** So many of them fit into one block. */
const mostInBlock = 30;

/** Replaces the last blocks of a chain that makes none by itself at the moment. */
async function reorganize({ node, payers }: WorldChain, depth: number, fate: Fate): Promise<void> {
  const { local } = node;
  const head = await local.getBlockNumber();
  const lost: (Sent & { readonly index: number })[] = [];
  for (let index = 0; index < depth; index += 1) {
    const { transactions } = await local.getBlock({ blockNumber: head - BigInt(depth - 1 - index) });
    for (const hash of transactions) {
      const sent = payers.find(hash);
      if (sent) lost.push({ ...sent, index });
    }
  }
  if (lost.length === 0) throw new Error("Nothing stands in the blocks that are replaced.");
  const included = await includedAgain(payers, lost, depth, fate);
  await local.request({ method: "anvil_reorg", params: [depth, included] } as never);
  await payers.countAgain();
}

async function includedAgain(
  payers: WorldChain["payers"],
  lost: readonly (Sent & { readonly index: number })[],
  depth: number,
  fate: Fate,
): Promise<[Hex, number][]> {
  switch (fate) {
    case "again":
      return lost.map(({ serialized, index }) => [serialized, index]);
    case "dropped":
      return [];
    case "replaced":
      return Promise.all(lost.map(async (sent) => [await payers.signReplacement(sent), sent.index] as [Hex, number]));
    case "reordered": {
      const byAccount = Object.values(Object.groupBy(lost, ({ from }) => from)).reverse();
      return byAccount.flatMap((sent = []) => sent.map(({ serialized }) => [serialized, depth - 1] as [Hex, number]));
    }
  }
}

/** Customers pay while the chain stands still, then come so many blocks, then these are replaced, once the server has read them. */
async function payAndReorganize(world: World, load: Load, count: number, blocks: number, fate: Fate) {
  const on = world.ethereum;
  const { local } = on.node;
  await local.setIntervalMining({ interval: 0 });
  try {
    const paid = await load.pay({ on: [on], count: Math.min(mostInBlock, count), ways: ownTransactions });
    await local.mine({ blocks });
    // A reorganisation of what nobody has seen is none.
    await untilRead(world, on, await local.getBlockNumber());
    // What is final is told in the moment after.
    await sleep(1_500);
    await reorganize(on, blocks, fate);
    return paid;
  } finally {
    await local.setIntervalMining({ interval: 1 });
  }
}

/** Customers whose transaction is gone for good send another one. What they paid is out of reach of the next reorganisation then. */
async function payAgain({ payers, node }: WorldChain, paid: readonly Attempt[]): Promise<void> {
  for (const { way, quotes } of paid) {
    const [quote] = quotes;
    if (!quote || way === "unpaid" || way === "late") continue;
    const args = [quote.onchainId] as const;
    const read = { address: node.router, abi: paymentRouterAbi, functionName: "isSettled", args } as const;
    if (!(await node.local.readContract(read))) await payers.pay(quote.terms);
  }
  await payers.settle(AbortSignal.timeout(30_000));
  await node.local.mine({ blocks: ethereumDepth });
}

const reversals = ({ receiver }: World) => receiver.received.filter(({ type }) => type === "payment.reversed").length;

export const shallowReorganisation: Scenario = {
  fault: `the last ${ethereumDepth} blocks are replaced, where a block is final with ${ethereumDepth} above it: transactions come again, in another order, not at all, or others come instead`,
  holds: "nothing is told as done that is taken back",
  async run(world, load) {
    const before = reversals(world);
    const fates = ["again", "reordered", "dropped", "replaced"] as const;
    for (const fate of fates) {
      const count = Math.ceil(load.count / fates.length);
      await payAgain(world.ethereum, await payAndReorganize(world, load, count, ethereumDepth, fate));
    }
    await sleep(2_000);
    if (reversals(world) > before) throw new Error("A payment was told as reversed, though none was final.");
  },
};

export const deepReorganisation: Scenario = {
  fault: `the last ${ethereumDepth + 1} blocks are replaced, where a block is final with ${ethereumDepth} above it`,
  holds: "what was told as done and is gone for good is told as reversed",
  async run(world, load) {
    const fates = ["again", "dropped"] as const;
    for (const fate of fates) {
      await payAndReorganize(world, load, Math.ceil(load.count / fates.length), ethereumDepth + 1, fate);
    }
  },
};

export const poolAccidents: Scenario = {
  fault: "transactions are dropped from the pool, replaced by others of their nonce, or revert",
  holds: "only what the router settled has paid",
  async run({ base, random }, load) {
    const { local } = base.node;
    await local.setIntervalMining({ interval: 0 });
    try {
      await load.pay({ count: Math.min(load.count, mostInBlock), ways: ownTransactions });
      const underWay = await base.payers.underWay();
      // Only the last one of an account: those behind a gap would wait for ever.
      const last = Object.values(Object.groupBy(underWay, ({ from }) => from)).map((sent = []) => sent.at(-1) as Sent);
      for (const { hash } of last) await local.dropTransaction({ hash });
      for (const sent of underWay) {
        if (last.includes(sent) || random.next() < 0.7) continue;
        await local.sendRawTransaction({ serializedTransaction: await base.payers.signReplacement(sent) });
      }
      await local.mine({ blocks: 2 });
    } finally {
      await local.setIntervalMining({ interval: 1 });
    }
    await base.payers.countAgain();
  },
};
