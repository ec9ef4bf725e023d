import { type Chain, type FinalityRule, finalityTier } from "../protocol/index.ts";
import type { Cursor } from "./logs/contract-events.ts";
import { min } from "./min-max.ts";
import type { ChainClient } from "./providers/chain-client.ts";
import type { Provider } from "./providers/provider.ts";

/** The highest block that is final for an amount (base units) of a token; negative while there is none. */
export type FinalHeight = (tokenAddress: string, amount: bigint) => bigint;

/** Reads once how far each finality rule of the chain reaches at this head. */
export async function readFinalHeight(client: ChainClient, chain: Chain, head: Cursor): Promise<FinalHeight> {
  const heights = await Promise.all(chain.finality.map(({ rule }) => heightOf(client, rule, head)));
  return (tokenAddress, amount) => heights[finalityTier(chain, tokenAddress, amount)] ?? -1n;
}

/** The lower of two endpoints' final heights: one alone cannot make a block final. */
export async function lowestFinalHeight(
  providers: readonly Provider[],
  chain: Chain,
  head: Cursor,
): Promise<FinalHeight> {
  const heights = await Promise.all(providers.slice(0, 2).map(({ client }) => readFinalHeight(client, chain, head)));
  return (token, amount) => min(...heights.map((heightFor) => heightFor(token, amount)));
}

async function heightOf(client: ChainClient, rule: FinalityRule, head: Cursor): Promise<bigint> {
  switch (rule.kind) {
    case "blocks":
      return head.blockNumber - BigInt(rule.blocks);
    case "tag": {
      const block = await client.getBlock({ blockTag: rule.tag });
      return block.number - BigInt(rule.blocks ?? 0);
    }
    case "seconds":
      return lastBlockBefore(client, head, BigInt(Math.floor(head.blockTime.getTime() / 1000) - rule.seconds));
  }
}

/** The highest block whose time is at or before `time`: galloping search backwards, then bisection. */
async function lastBlockBefore(client: ChainClient, head: Cursor, time: bigint): Promise<bigint> {
  const isBefore = async (blockNumber: bigint) => (await client.getBlock({ blockNumber })).timestamp <= time;
  let above = head.blockNumber;
  let step = 8n;
  let below = above - step;
  while (below > 0n && !(await isBefore(below))) {
    above = below;
    step *= 2n;
    below = above - step;
  }
  if (below < 0n) below = -1n;
  while (above - below > 1n) {
    const middle = (above + below) / 2n;
    if (await isBefore(middle)) below = middle;
    else above = middle;
  }
  return below;
}
