import assert from "node:assert/strict";
import { test } from "node:test";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import type { ChainClient } from "../../src/chain/index.ts";
import { chainById } from "../../src/protocol/index.ts";

test("GasMarket: a base fee that falls is remembered for a minute, for whoever read it before", async () => {
  const ethereum = chainById(1);
  assert.ok(ethereum);
  let now = new Date("2026-11-26T12:00:00Z");
  let baseFeePerGas = 0n;
  const client = { getBlock: async () => ({ baseFeePerGas }), estimateMaxPriorityFeePerGas: async () => 1n };
  const market = createGasMarket(client as unknown as ChainClient, ethereum, () => now);
  const readAfter = async (seconds: number, baseFee: bigint) => {
    now = new Date(now.getTime() + seconds * 1_000);
    baseFeePerGas = baseFee;
    const prices = await market.read();
    return [prices.baseFee, prices.recentBaseFee];
  };
  assert.deepEqual(await readAfter(0, 600n), [600n, 600n]);
  assert.deepEqual(await readAfter(10, 240n), [240n, 600n]);
  assert.deepEqual(await readAfter(49, 100n), [100n, 600n]);
  assert.deepEqual(await readAfter(1, 90n), [90n, 240n]);
  assert.deepEqual(await readAfter(5, 900n), [900n, 900n]);
});
