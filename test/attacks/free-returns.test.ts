import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { requestRecoveries } from "../../src/deposits/request-recoveries.ts";
import { scanDeposits } from "../../src/deposits/scan-deposits.ts";
import { depositAddressOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import type { Quote } from "../../src/store/index.ts";
import { type RelayerChain, type RelayerHarness, startRelayerChain } from "../support/relayer-harness.ts";

// Whoever knows a payment's address sends a dollar to it, has it returned at our cost, and sends it again.

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

const reclaimsOf = ({ context }: RelayerHarness, { id }: Quote) =>
  context.database.selectFrom("relays").selectAll().where("quoteId", "=", id).where("kind", "=", "RECLAIM").execute();

/** A quote that is paid, and its address. */
async function paidQuote(harness: RelayerHarness) {
  const services = harness.servicesBy(harness.transactions);
  const { quote, id } = await harness.accept(services);
  await harness.submit(services);
  await harness.mine(3);
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
  return { services, quote, address: depositAddressOf(termsFromJson(quote.terms), harness.on.router) };
}

test("a dollar that is sent again and again to a paid payment is returned at our cost within a budget, ever more seldom", async () => {
  await using harness = await chain.open();
  const { services, quote, address } = await paidQuote(harness);
  const gasOfDay = async () => {
    for (let round = 0; round < 12; round += 1) {
      if ((await harness.balanceOf(address)) === 0n) await harness.fund(address, 1_000_000n);
      harness.pass(60_000);
      await requestRecoveries(harness.context, quote.paymentId);
      await scanDeposits(harness.context, services);
      if (await harness.submit(services)) await harness.mine();
      await harness.follow(services);
    }
    const reclaims = await reclaimsOf(harness, quote);
    return { count: reclaims.length, gas: reclaims.reduce((sum, { gas }) => sum + gas, 0n) };
  };
  const first = await gasOfDay();
  assert.ok(first.count >= 2 && first.count <= 3, `${first.count} returns within twelve minutes`);
  harness.pass(24 * 3_600_000);
  await gasOfDay();
  harness.pass(30 * 24 * 3_600_000);
  const { gas } = await gasOfDay();
  assert.ok(gas <= 750_000n, `${gas} gas`);
});

test("a return that is not worth twice its gas is made for nobody who asks", async () => {
  await using harness = await chain.open();
  const { services, quote, address } = await paidQuote(harness);
  const fees = await harness.transactions.fees();
  assert.ok(fees.maxFeePerGas > 0n);
  const returnsAt = async (dollarsPerEther: number) => {
    const rates = createMarketRates({
      // Ethers of a dollar.
      sources: [
        { name: "hand", fetchRates: async () => new Map([["ETH", (1 / dollarsPerEther).toFixed(18)]] as const) },
      ],
      clock: harness.context.clock,
      log: { warn() {} },
    });
    await rates.refresh();
    await requestRecoveries(harness.context, quote.paymentId);
    await scanDeposits({ ...harness.context, rates, sponsorshipLimit: 10_000n }, services);
    return (await reclaimsOf(harness, quote)).length;
  };
  await harness.fund(address, 1_000_000n);
  assert.equal(await returnsAt(1_000_000_000), 0);
  harness.pass(3_000);
  assert.equal(await returnsAt(1), 1);
});
