import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Address, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { SponsorshipUnavailableError, SponsorshipUnprofitableError } from "../../src/gas/errors.ts";
import { parseDecimal } from "../../src/protocol/index.ts";
import { createMarketRates, type MarketRates } from "../../src/rates/market-rates.ts";
import type { Quote } from "../../src/store/index.ts";
import type { Operation } from "../../src/user-operations/operation/parse-operation.ts";
import type { SponsorshipBudgets } from "../../src/user-operations/sponsorship/budgets.ts";
import { SponsorshipBarredError, SponsorshipUnderWayError } from "../../src/user-operations/sponsorship/errors.ts";
import { recordInclusion } from "../../src/user-operations/sponsorship/record-inclusion.ts";
import { reserveSponsorship } from "../../src/user-operations/sponsorship/reserve-sponsorship.ts";
import { sponsorshipTasks } from "../../src/user-operations/sponsorship/tasks.ts";
import { sponsorshipTotals } from "../../src/user-operations/sponsorship/totals.ts";
import { base } from "../chain/chains.ts";
import { forgetChain, type Harness, hashOf, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";
import { openSponsorship } from "../support/sponsorship.ts";

const dollars = (text: string) => parseDecimal(text, 18);
const sender = privateKeyToAccount(numberToHex(7, { size: 32 })).address;
const stranger: Address = "0x8888888888888888888888888888888888888888";

let harness: Harness;
let rates: MarketRates;
before(async () => {
  harness = await startHarness();
  const source = { name: "hand", fetchRates: async () => new Map([["ETH", "0.0005"]] as const) };
  rates = createMarketRates({ sources: [source], clock: harness.clock, log: { warn() {} } });
  await rates.refresh();
});
after(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  await harness.database.deleteFrom("sponsorships").execute();
  harness.setTime(minutes(0));
  await forgetChain(harness, base.id);
});

/** Of 250 dollars: the fee is 2.50. */
const newQuote = async () => harness.newQuote(await harness.newPayment());
type Asked = { cost?: string; nonce?: bigint; by?: Address; budgets?: SponsorshipBudgets; limit?: bigint };
function reserve(quote: Quote, { cost = "1", nonce = 0n, by = sender, budgets, limit = 10_000n }: Asked = {}) {
  const operation = { sender: by, nonce } as Operation;
  const sponsorship = { ...openSponsorship, ...(budgets && { budgets }) };
  const context = { ...harness, database: harness.database, clock: harness.clock, rates, sponsorshipLimit: limit };
  const reservation = { quote, operation, maxCost: 10n ** 15n, dollars: dollars(cost) };
  return reserveSponsorship(context, { chain: base, sponsorship }, reservation);
}
const include = (nonce: bigint, settled: readonly Quote[], actualGasCost = 10n ** 14n) =>
  harness.database.transaction().execute((transaction) => {
    const transactionHash = hashOf(`inclusion ${nonce}`);
    const place = { chainId: base.id, transactionHash, logIndex: 9, blockNumber: 1n, blockHash: hashOf("block") };
    const log = { ...place, blockTime: minutes(0), hash: hashOf("operation"), sender, nonce, actualGasCost };
    const settlements = settled.map((quote) => settlementOf(quote, { transactionHash }));
    return recordInclusion(transaction, { ...log, success: true }, settlements);
  });
const rows = () => harness.database.selectFrom("sponsorships").selectAll().orderBy("createdAt").execute();

test("reserveSponsorship: twenty at once for one payment, each for another nonce: one is given", async () => {
  const quote = await newQuote();
  const asked = await Promise.allSettled(
    Array.from({ length: 20 }, (_, nonce) => reserve(quote, { nonce: BigInt(nonce) })),
  );
  assert.equal(asked.filter(({ status }) => status === "fulfilled").length, 1);
  for (const each of asked) {
    if (each.status === "rejected") assert.ok(each.reason instanceof SponsorshipUnderWayError, String(each.reason));
  }
  assert.equal((await rows()).length, 1);
});

test("reserveSponsorship: another quote of the payment waits, unless it is for the same pair; another payment by the same nonce waits too", async () => {
  const payment = await harness.newPayment("250.00", [8453]);
  const one = await harness.newQuote(payment);
  harness.setTime(new Date(minutes(0).getTime() + 1_000));
  const two = await harness.newQuote(payment);
  assert.notEqual(one.id, two.id);
  await reserve(one);
  await assert.rejects(reserve(two, { nonce: 1n }), SponsorshipUnderWayError);
  await reserve(two);
  // The first operation is included all the same: it pays this payment.
  await include(0n, [one]);
  assert.deepEqual(
    (await rows()).map(({ status, quoteId }) => [status, quoteId]),
    [["SETTLED", two.id]],
  );
  await harness.database.deleteFrom("sponsorships").execute();
  await reserve(one);
  await assert.rejects(reserve(await newQuote()), SponsorshipUnderWayError);
  await reserve(await newQuote(), { by: stranger });
});

test("reserveSponsorship: the same pair again replaces it, and holds the dearer of both", async () => {
  const quote = await newQuote();
  await reserve(quote, { cost: "2" });
  await reserve(quote, { cost: "1" });
  assert.deepEqual(
    (await rows()).map((row) => row.dollars),
    [dollars("2")],
  );
  await reserve(quote, { cost: "2.5" });
  assert.deepEqual(
    (await rows()).map((row) => row.dollars),
    [dollars("2.5")],
  );
});

test("reserveSponsorship: it is valid for two minutes, and frees the payment once the chain is past them", async () => {
  const quote = await newQuote();
  assert.deepEqual(await reserve(quote), minutes(2));
  harness.setTime(minutes(3));
  await assert.rejects(reserve(quote, { nonce: 1n }), SponsorshipUnderWayError, "nobody knows yet what the chain did");
  await harness.mine(base.id, { time: minutes(3) });
  await reserve(quote, { nonce: 1n });
  assert.deepEqual(
    (await rows()).map(({ status, dollars: cost }) => [status, cost]),
    [
      ["EXPIRED", 0n],
      ["LIVE", dollars("1")],
    ],
  );
});

test("reserveSponsorship: all sponsorships of a payment together cost at most its fee times the limit", async () => {
  const quote = await newQuote();
  await assert.rejects(reserve(quote, { cost: "2.51" }), SponsorshipUnprofitableError);
  await reserve(quote, { cost: "2.5" });
  // Included, and settled another way since: it has cost a tenth of what was held.
  await include(0n, [quote]);
  assert.deepEqual(
    (await rows()).map(({ status, dollars: cost, maxCost }) => [status, cost, maxCost]),
    [["SETTLED", dollars("0.25"), 10n ** 14n]],
  );
  await assert.rejects(reserve(quote, { cost: "2.26", nonce: 1n }), SponsorshipUnprofitableError);
  await reserve(quote, { cost: "2.25", nonce: 1n });
});

test("recordInclusion: what did not settle its payment bars its account, is logged once, and counted", async () => {
  const quote = await newQuote();
  await reserve(quote);
  await include(0n, [await newQuote()]);
  await include(0n, [await newQuote()]);
  await assert.rejects(reserve(quote, { nonce: 1n }), SponsorshipBarredError);
  const { count } = await sponsorshipTotals(harness);
  assert.deepEqual(count, { LIVE: 0, SETTLED: 0, UNSETTLED: 1, EXPIRED: 0 });
  const errors: { paymentId?: string }[] = [];
  const log = { error: (details: object) => void errors.push(details), info() {}, warn() {} };
  const [task, again] = [1, 2].map(
    () => sponsorshipTasks(harness, [base.id], openSponsorship.budgets, log as never)[0],
  );
  const signal = AbortSignal.timeout(10_000);
  while (errors.length === 0) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await Promise.all([task?.stop(), again?.stop()]);
  assert.deepEqual(
    errors.map(({ paymentId }) => paymentId),
    [quote.paymentId],
  );
});

test("recordInclusion: an operation of an account that we sponsored nothing for is none of ours", async () => {
  const quote = await newQuote();
  await reserve(quote, { by: stranger });
  await include(0n, []);
  assert.equal((await rows())[0]?.status, "LIVE");
});

test("reserveSponsorship: the server's and the merchant's sums of an hour and a day are bounded", async () => {
  const much = dollars("1000");
  const small = { hour: dollars("3"), day: dollars("5") };
  for (const budgets of [
    { server: small, organization: { hour: much, day: much } },
    { server: { hour: much, day: much }, organization: small },
  ]) {
    await harness.database.deleteFrom("sponsorships").execute();
    harness.setTime(minutes(10));
    const ask = async (nonce: bigint) => reserve(await newQuote(), { cost: "1.5", nonce, budgets, limit: 0n });
    await ask(0n);
    await ask(1n);
    await assert.rejects(ask(2n), SponsorshipUnavailableError);
    harness.setTime(minutes(71));
    await harness.database.updateTable("sponsorships").set({ status: "SETTLED" }).execute();
    await ask(3n);
    await assert.rejects(ask(4n), SponsorshipUnavailableError, "of the day");
  }
});

test("reserveSponsorship: an account that did not settle is barred, and everybody else is sponsored for the same payment", async () => {
  const quote = await newQuote();
  await reserve(quote);
  await include(0n, []);
  await assert.rejects(reserve(quote, { nonce: 1n }), SponsorshipBarredError);
  await assert.rejects(reserve(await newQuote(), { nonce: 1n }), SponsorshipBarredError, "for another payment too");
  // What was lost counts: 0.10 of 2.50 dollars.
  await assert.rejects(reserve(quote, { by: stranger, cost: "2.41" }), SponsorshipUnprofitableError);
  await reserve(quote, { by: stranger, cost: "2.40" });
  harness.setTime(minutes(24 * 60 + 1));
  await reserve(await newQuote(), { nonce: 1n });
  await assert.rejects(reserve(quote, { nonce: 1n }), SponsorshipBarredError);
});

test("reserveSponsorship: asking again for the same operation holds a payment for four minutes at most", async () => {
  const quote = await newQuote();
  const at = (seconds: number) => harness.setTime(minutes(seconds / 60));
  assert.deepEqual(await reserve(quote), minutes(2));
  at(100);
  assert.deepEqual(await reserve(quote), minutes(220 / 60));
  at(200);
  assert.deepEqual(await reserve(quote), minutes(4));
  at(215);
  await assert.rejects(reserve(quote), SponsorshipUnderWayError);
  at(241);
  await harness.mine(base.id, { time: minutes(241 / 60) });
  await reserve(quote, { by: stranger });
});

test("reserveSponsorship: an account whose sponsorships lapse unused waits ever longer, and others do not", async () => {
  const quote = { ...(await newQuote()), expiresAt: minutes(60) };
  let minute = 0;
  const lapse = async () => {
    minute += 3;
    harness.setTime(minutes(minute));
    await harness.mine(base.id, { time: minutes(minute) });
  };
  for (let nonce = 0n; nonce < 3n; nonce += 1n) {
    await reserve(quote, { nonce });
    await lapse();
  }
  // The third ended at 8 minutes: two minutes more.
  await assert.rejects(reserve(quote, { nonce: 3n }), { name: "AttemptDelayedError", retryAfter: 60 });
  await reserve(quote, { by: stranger });
  await lapse();
  await reserve(quote, { nonce: 3n });
  await lapse();
  await assert.rejects(reserve(quote, { nonce: 4n }), { name: "AttemptDelayedError", retryAfter: 180 });
});
