import assert from "node:assert/strict";
import { test } from "node:test";
import { readFinalHeight } from "../../src/chain/finality.ts";
import type { ChainClient } from "../../src/chain/providers/chain-client.ts";
import { base, ethereum, polygon } from "./chains.ts";

/** A chain of blocks at given times, with tags; what is not asked of it fails. */
function chainOf(times: readonly number[], tags: Record<string, bigint> = {}): ChainClient {
  const getBlock = async ({ blockNumber, blockTag }: { blockNumber?: bigint; blockTag?: string }) => {
    const number = blockNumber ?? tags[blockTag ?? ""];
    const time = number === undefined ? undefined : times[Number(number)];
    if (number === undefined || time === undefined) throw new Error(`No block ${blockNumber ?? blockTag}.`);
    return { number, timestamp: BigInt(time) };
  };
  return { getBlock } as unknown as ChainClient;
}

const headOf = (times: readonly number[]) => ({
  blockNumber: BigInt(times.length - 1),
  blockHash: "0x" as const,
  blockTime: new Date((times.at(-1) ?? 0) * 1000),
});

const usdc = (chain: typeof base) => chain.tokens[0]?.address ?? "";
const dollars = (amount: bigint) => amount * 1_000_000n;

test("readFinalHeight: on Ethereum 2 blocks up to 10 dollars, 12 up to 1,000, finalized above", async () => {
  const times = Array.from({ length: 100 }, (_, index) => index * 12);
  const height = await readFinalHeight(chainOf(times, { finalized: 35n }), ethereum, headOf(times));
  assert.equal(height(usdc(ethereum), dollars(10n)), 97n);
  assert.equal(height(usdc(ethereum), dollars(10n) + 1n), 87n);
  assert.equal(height(usdc(ethereum), dollars(1_000n)), 87n);
  assert.equal(height(usdc(ethereum), dollars(1_000n) + 1n), 35n);
});

test("readFinalHeight: on Base two seconds of chain time for small amounts, however many blocks share a second", async () => {
  const times = Array.from({ length: 103 }, (_, index) => Math.floor(index / 5));
  const tags = { safe: 60n, finalized: 30n };
  const height = await readFinalHeight(chainOf(times, tags), base, headOf(times));
  // The head's second is 20; the last block of second 18 is number 94.
  assert.equal(height(usdc(base), dollars(1n)), 94n);
  assert.equal(height(usdc(base), dollars(250n)), 60n);
  assert.equal(height(usdc(base), dollars(5_000n)), 30n);
});

test("readFinalHeight: a chain younger than the rule has nothing final yet", async () => {
  const times = [100, 100, 101];
  const height = await readFinalHeight(chainOf(times, { safe: 0n, finalized: 0n }), base, headOf(times));
  assert.equal(height(usdc(base), dollars(1n)), -1n);
});

test("readFinalHeight: on Polygon blocks on top of finalized; an unknown token waits for the strictest rule", async () => {
  const times = Array.from({ length: 300 }, (_, index) => index * 2);
  const height = await readFinalHeight(chainOf(times, { finalized: 290n }), polygon, headOf(times));
  assert.equal(height(usdc(polygon), dollars(1n)), 290n);
  assert.equal(height(usdc(polygon), dollars(250n)), 274n);
  assert.equal(height("0x00000000000000000000000000000000DeaDBeef", 1n), 162n);
});
