import assert from "node:assert/strict";
import { test } from "node:test";
import { parseGwei } from "viem";
import type { GasPrices } from "../../src/chain/gas-prices.ts";
import { estimatedFee } from "../../src/gas/estimated-fee.ts";
import { chainByNetwork } from "../../src/protocol/index.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import { base, ethereum } from "../chain/chains.ts";

/** Coins for a dollar. */
const coinRates = new Map([["ETH", "0.0005"]] as const);

async function context(gasPrices: GasPrices | null, rates: typeof coinRates | Map<never, never> = coinRates) {
  const source = { name: "hand", fetchRates: async () => rates };
  const market = createMarketRates({ sources: [source], clock: () => new Date(), log: { warn() {} } });
  await market.refresh();
  return { rates: market, gasPrices: () => gasPrices };
}

const baseFee = parseGwei("0.9");
const fees = { baseFee, priorityFee: parseGwei("0.1") };
const prices = {
  ...fees,
  recent: fees,
  dataFeePerByte: 0n,
  dataFeeInGas: false,
};

test("what a payer's own transaction costs is gas by its price, in dollars, rounded up", async () => {
  // 156,000 gas at 1 gwei and 2,000 dollars; 13,000 more with a seller.
  assert.equal(estimatedFee(await context(prices), ethereum, 1), "0.3120");
  assert.equal(estimatedFee(await context(prices), ethereum, 2), "0.3380");
});

test("the data that a chain publishes on Ethereum is added", async () => {
  // 612 bytes at 10 gwei: 0.00000612 ETH.
  const withData = { ...prices, dataFeePerByte: parseGwei("10") };
  assert.equal(estimatedFee(await context(withData), base, 1), "0.3243");
});

test("it is null where gas or coin have no price, and nothing on a testnet", async () => {
  assert.equal(estimatedFee(await context(null), ethereum, 1), null);
  assert.equal(estimatedFee(await context(prices, new Map()), ethereum, 1), null);
  const testnet = chainByNetwork("sepolia");
  assert.ok(testnet);
  assert.equal(estimatedFee(await context(prices), testnet, 1), "0.0000");
});
