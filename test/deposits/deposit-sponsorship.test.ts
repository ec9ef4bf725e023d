import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { scanDeposits } from "../../src/deposits/scan-deposits.ts";
import type { PaymentEventData } from "../../src/payments/index.ts";
import { depositAddressOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import { type RelayerChain, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

test("scanDeposits: a deposit whose gas costs more than the fee is reported, stays where it is, and pays once gas is cheaper", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { context } = harness;
  const rates = createMarketRates({
    sources: [{ name: "hand", fetchRates: async () => new Map([["ETH", "0.0005"]] as const) }],
    clock: context.clock,
    log: { warn() {} },
  });
  await rates.refresh();
  await harness.transactions.fees();
  const quote = await harness.newQuote();
  const { terms } = quote;
  const address = depositAddressOf(termsFromJson(terms), harness.on.router);
  await harness.fund(address, 10_000_000n);
  // A ten-thousandth of the fee of ten cents.
  const dear = { ...context, rates, sponsorshipLimit: 1n };
  const told = async () => {
    const events = context.database.selectFrom("events").select(["type", "data"]);
    return events.where("subjectId", "=", quote.paymentId).orderBy("sequence").execute();
  };
  for (let look = 0; look < 2; look += 1) {
    harness.pass(3_000);
    await scanDeposits(dear, services);
  }
  const [processing, waiting, ...more] = await told();
  assert.deepEqual([processing?.type, waiting?.type, more.length], ["payment.processing", "payment.waiting", 0]);
  const { deposit } = (waiting?.data ?? {}) as Partial<PaymentEventData>;
  assert.deepEqual(
    [deposit?.address, deposit?.receivedAmount, deposit?.sponsorship?.fee],
    [address, "10000000", "0.1000"],
  );
  // The whole amount is on chain: that is evidence, whatever becomes of the gas.
  assert.equal(await harness.statusOf(quote), "PROCESSING");
  assert.equal(await harness.balanceOf(address), 10_000_000n);

  harness.pass(3_000);
  await scanDeposits({ ...dear, sponsorshipLimit: 100_000_000n }, services);
  await harness.submit(services);
  await harness.mine();
  assert.equal(await harness.isSettled(quote), true);
  await harness.follow(services);
});
