import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { parseGwei } from "viem";
import type { GasPrices } from "../../src/chain/gas-prices.ts";
import { checkRelayCost, checkSponsoredCost } from "../../src/gas/check-sponsorship.ts";
import { SponsorshipUnavailableError, SponsorshipUnprofitableError } from "../../src/gas/errors.ts";
import { parseDecimal } from "../../src/protocol/index.ts";
import { createMarketRates, type MarketRates } from "../../src/rates/market-rates.ts";
import { gaslessOffer } from "../../src/relayer/gasless-offer.ts";
import type { Lane } from "../../src/relayer/lanes/lane.ts";
import type { Quote } from "../../src/store/index.ts";
import { base, ethereum } from "../chain/chains.ts";
import { type Harness, startHarness } from "../support/payments-harness.ts";

let harness: Harness;
let rates: MarketRates;
/** Of 250 dollars: the fee is 2.50. */
let quote: Quote;
before(async () => {
  harness = await startHarness();
  quote = await harness.newQuote(await harness.newPayment());
  const source = { name: "hand", fetchRates: async () => new Map([["ETH", "0.0005"]] as const) };
  rates = createMarketRates({ sources: [source], clock: harness.clock, log: { warn() {} } });
  await rates.refresh();
});
after(() => harness[Symbol.asyncDispose]());

const prices = (gwei: string, changes: Partial<GasPrices> = {}): GasPrices => ({
  baseFee: parseGwei(gwei),
  priorityFee: 0n,
  recent: { baseFee: parseGwei(gwei), priorityFee: 0n },
  dataFeePerByte: 0n,
  dataFeeInGas: false,
  ...changes,
});
const limitOf = (ratio: bigint, gasPrices: GasPrices | null) => ({
  rates,
  gasPrices: () => gasPrices,
  sponsorshipLimit: ratio * 10_000n,
});
const relay = { gas: 100_000n, bytes: 1_000 };

test("gas that costs as much as the fee is sponsored, and a wei more is not, with both figures", () => {
  // 100,000 gas at 12.5 gwei and 2,000 dollars is 2.50.
  checkRelayCost(limitOf(1n, prices("12.5")), base, quote, relay);
  const tooMuch = () => checkRelayCost(limitOf(1n, prices("12.500001")), base, quote, relay);
  assert.throws(tooMuch, { name: "SponsorshipUnprofitableError", estimatedCost: "2.5001", fee: "2.5000" });
  checkRelayCost(limitOf(2n, prices("25")), base, quote, relay);
  assert.throws(() => checkRelayCost(limitOf(2n, prices("25.1")), base, quote, relay), SponsorshipUnprofitableError);
});

test("what publishing the data costs counts, but not twice where the node's estimate holds it", () => {
  // 1,000 bytes at 1,250 gwei are 2.50.
  const data = { dataFeePerByte: parseGwei("1250") };
  checkRelayCost(limitOf(1n, prices("0", data)), base, quote, relay);
  assert.throws(() => checkRelayCost(limitOf(1n, prices("0.001", data)), base, quote, relay));
  checkRelayCost(limitOf(1n, prices("12.5", { ...data, dataFeeInGas: true })), base, quote, relay);
});

test("what would be refused is not offered to a payer beforehand", () => {
  const lanes = [{ isAvailable: () => true } as Lane];
  const isBundlerUp = () => true;
  const room = 10n ** 24n;
  const offer = (gwei: string, left = room) =>
    gaslessOffer(limitOf(1n, prices(gwei)), { chain: base, lanes, isBundlerUp }, quote, left);
  assert.deepEqual(offer("1"), { signatures: true, operations: true });
  // An operation takes more gas than a signature.
  assert.deepEqual(offer("10"), { signatures: true, operations: false });
  // Of the sponsor's budgets less is left than an operation may cost, at the fees that wallets bid.
  assert.deepEqual(offer("1", 10n ** 18n), { signatures: true, operations: false });
  assert.deepEqual(offer("1", 0n), { signatures: true, operations: false });
  assert.deepEqual(offer("1000"), { signatures: false, operations: false });
  const withoutRelayer = gaslessOffer(limitOf(1n, prices("1")), { chain: base, lanes: [], isBundlerUp }, quote, room);
  assert.deepEqual(withoutRelayer, { signatures: false, operations: true });
  const down = { chain: base, lanes: [{ isAvailable: () => false } as Lane], isBundlerUp: () => false };
  assert.deepEqual(gaslessOffer(limitOf(1n, prices("1")), down, quote, room), { signatures: false, operations: false });
});

test("zero is any cost, and where gas or coin have no price nothing is refused", () => {
  checkRelayCost(limitOf(0n, prices("1000")), base, quote, relay);
  checkRelayCost(limitOf(1n, null), base, quote, relay);
  const without = createMarketRates({ sources: [], clock: harness.clock, log: { warn() {} } });
  checkRelayCost({ ...limitOf(1n, prices("1000")), rates: without }, ethereum, quote, relay);
});

test("checkSponsoredCost: what operations cost in all is at most the fee times the limit, and an unknown price refuses", () => {
  const dollars = (text: string) => parseDecimal(text, 18);
  checkSponsoredCost(limitOf(1n, null), base, quote, dollars("2.5"));
  assert.throws(() => checkSponsoredCost(limitOf(1n, null), base, quote, dollars("2.5") + 1n), {
    name: "SponsorshipUnprofitableError",
    estimatedCost: "2.5001",
    fee: "2.5000",
  });
  checkSponsoredCost(limitOf(2n, null), base, quote, dollars("5"));
  checkSponsoredCost(limitOf(0n, null), base, quote, dollars("1000"));
  const unpriced = { ...rates, dollarsPer: () => null };
  assert.throws(
    () => checkSponsoredCost({ ...limitOf(1n, null), rates: unpriced }, base, quote, 1n),
    SponsorshipUnavailableError,
  );
});
