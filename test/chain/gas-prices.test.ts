import assert from "node:assert/strict";
import { test } from "node:test";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import type { ChainClient } from "../../src/chain/index.ts";
import { chainById } from "../../src/protocol/index.ts";

test("GasMarket: fees that fall are remembered for a minute, for whoever read them before", async () => {
  const ethereum = chainById(1);
  assert.ok(ethereum);
  let now = new Date("2026-11-26T12:00:00Z");
  let baseFeePerGas = 0n;
  let priorityFee = 0n;
  const client = { getBlock: async () => ({ baseFeePerGas }), estimateMaxPriorityFeePerGas: async () => priorityFee };
  const market = createGasMarket(client as unknown as ChainClient, ethereum, () => now);
  const readAfter = async (seconds: number, baseFee: bigint, tip: bigint) => {
    now = new Date(now.getTime() + seconds * 1_000);
    baseFeePerGas = baseFee;
    priorityFee = tip;
    const prices = await market.read();
    return [prices.baseFee, prices.recent.baseFee, prices.priorityFee, prices.recent.priorityFee];
  };
  assert.deepEqual(await readAfter(0, 600n, 1n), [600n, 600n, 1n, 1n]);
  assert.deepEqual(await readAfter(10, 240n, 5n), [240n, 600n, 5n, 5n]);
  assert.deepEqual(await readAfter(49, 100n, 2n), [100n, 600n, 2n, 5n]);
  assert.deepEqual(await readAfter(1, 90n, 3n), [90n, 240n, 3n, 5n]);
  assert.deepEqual(await readAfter(11, 900n, 1n), [900n, 900n, 1n, 3n]);
});
