import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Address, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { SponsorshipUnavailableError, SponsorshipUnprofitableError } from "../../src/gas/errors.ts";
import { type EntryPointVersion, parseDecimal } from "../../src/protocol/index.ts";
import { createMarketRates, type MarketRates } from "../../src/rates/market-rates.ts";
import type { Quote } from "../../src/store/index.ts";
import type { Operation } from "../../src/user-operations/operation/parse-operation.ts";
import type { SponsorshipBudgets } from "../../src/user-operations/sponsorship/budgets.ts";
import { SponsorshipBarredError, SponsorshipUnderWayError } from "../../src/user-operations/sponsorship/errors.ts";
import { recordInclusion } from "../../src/user-operations/sponsorship/record-inclusion.ts";
import { markSent, reserveSponsorship } from "../../src/user-operations/sponsorship/reserve-sponsorship.ts";
import { sponsorshipRoom } from "../../src/user-operations/sponsorship/sponsorship-room.ts";
import { sponsorshipTasks } from "../../src/user-operations/sponsorship/tasks.ts";
import { sponsorshipTotals } from "../../src/user-operations/sponsorship/totals.ts";
import { base } from "../chain/chains.ts";
import { forgetChain, type Harness, hashOf, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";
import { openSponsorship } from "../support/sponsorship.ts";

const dollars = (text: string) => parseDecimal(text, 18);
const none = { hour: 0n, day: 0n };
const noRisk = { ...openSponsorship.budgets, unsettled: { server: none, organization: none } };
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
type Asked = {
  cost?: string;
  nonce?: bigint;
  by?: Address;
  entryPoint?: EntryPointVersion;
  budgets?: SponsorshipBudgets;
  limit?: bigint;
};
function reserve(
  quote: Quote,
  { cost = "1", nonce = 0n, by = sender, entryPoint = "0.8", budgets, limit = 10_000n }: Asked = {},
) {
  const operation = { sender: by, nonce, entryPoint } as Operation;
  const sponsorship = { ...openSponsorship, ...(budgets && { budgets }) };
  const context = { ...harness, database: harness.database, clock: harness.clock, rates, sponsorshipLimit: limit };
  const reservation = { quote, operation, maxCost: 10n ** 15n, dollars: dollars(cost) };
  return reserveSponsorship(context, { chain: base, sponsorship }, reservation);
}
const include = (
  nonce: bigint,
  settled: readonly Quote[],
  actualGasCost = 10n ** 14n,
  by = sender,
  success = true,
  entryPoint: EntryPointVersion = "0.8",
) =>
  harness.database.transaction().execute((transaction) => {
    const transactionHash = hashOf(`inclusion ${by} ${nonce}`);
    const place = { chainId: base.id, transactionHash, logIndex: 9, blockNumber: 1n, blockHash: hashOf("block") };
    const log = { ...place, blockTime: minutes(0), hash: hashOf("operation"), sender: by, nonce, actualGasCost };
    const settlements = settled.map((quote) => settlementOf(quote, { transactionHash }));
    return recordInclusion(transaction, { ...log, success, entryPoint }, settlements);
  });
const send = (quote: Quote, sentAt: Date | null = minutes(0)) =>
  harness.database.transaction().execute((transaction) => {
    const operation = { sender, nonce: 0n, entryPoint: "0.8" } as Operation;
    return markSent(transaction, { chainId: base.id, paymentId: quote.paymentId, operation }, sentAt);
  });
const rows = () => harness.database.selectFrom("sponsorships").selectAll().orderBy("createdAt").execute();

test("recordInclusion: an account's nonce at another EntryPoint is another operation's", async () => {
  const [first, second] = [await newQuote(), await newQuote()];
  await reserve(first);
  await include(0n, [first]);
  await reserve(second, { entryPoint: "0.7" });
  await include(0n, [second], 10n ** 14n, sender, true, "0.7");
  const settled = (await rows()).map(({ entryPoint, status, paymentId }) => [entryPoint, status, paymentId]);
  assert.deepEqual(
    new Set(settled.map(String)),
    new Set([`0.8,SETTLED,${first.paymentId}`, `0.7,SETTLED,${second.paymentId}`]),
  );
});

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

test("reserveSponsorship: another quote of the payment waits, unless it is for the same pair; another payment by the same nonce does not", async () => {
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
  const other = await newQuote();
  await reserve(other);
  // Whoever asked in the account's name there: of both operations one can be included.
  await include(0n, [other]);
  await include(0n, [other]);
  assert.deepEqual(
    (await rows()).map(({ status, paymentId }) => [paymentId, status]).toSorted(),
    [
      [one.paymentId, "EXPIRED"],
      [other.paymentId, "SETTLED"],
    ].toSorted(),
  );
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

test("reserveSponsorship: it is valid for two minutes, and what was sent frees the payment once the chain is past them", async () => {
  const quote = await newQuote();
  assert.deepEqual(await reserve(quote), minutes(2));
  await send(quote);
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
  const signal = AbortSignal.timeout(60_000);
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

test("recordInclusion: of one account's sponsorships for a nonce, what failed counts for the dearest, and the others cost nothing", async () => {
  const [cheap, dear] = [await newQuote(), await newQuote()];
  await reserve(dear, { cost: "2" });
  await reserve(cheap, { cost: "1" });
  // The same transaction settles one of the payments by another account's operation.
  await include(0n, [cheap], undefined, sender, false);
  const states = (await rows()).map(({ paymentId, status, dollars: cost }) => [paymentId, { status, cost }] as const);
  assert.deepEqual(
    new Map(states),
    new Map([
      [cheap.paymentId, { status: "EXPIRED", cost: 0n }],
      [dear.paymentId, { status: "UNSETTLED", cost: dollars("0.2") }],
    ]),
  );
});

test("recordInclusion: an operation of an account that we sponsored nothing for is none of ours", async () => {
  const quote = await newQuote();
  await reserve(quote, { by: stranger });
  await include(0n, []);
  assert.equal((await rows())[0]?.status, "LIVE");
});

test("reserveSponsorship: the server's and the merchant's sums of an hour and a day are bounded", async () => {
  const small = { hour: dollars("3"), day: dollars("5") };
  for (const budgets of [
    { ...openSponsorship.budgets, server: small },
    { ...openSponsorship.budgets, organization: small },
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

test("reserveSponsorship: what was only asked for gives way after twenty seconds, what was sent does not, and each counts until it ends", async () => {
  const quote = await newQuote();
  const at = (seconds: number) => harness.setTime(minutes(seconds / 60));
  const third: Address = "0x7777777777777777777777777777777777777777";
  await reserve(quote);
  at(19);
  await assert.rejects(reserve(quote, { by: stranger }), { details: { secondsLeft: 1 } });
  at(20);
  await reserve(quote, { by: stranger });
  // Asking again under the first name takes nobody's turn, and prolongs nothing.
  assert.deepEqual(await reserve(quote), minutes(2));
  at(41);
  // Both may still be included: with a third they could cost more than the fee.
  await assert.rejects(reserve(quote, { by: third }), { code: "SPONSORSHIP_UNDER_WAY", details: { secondsLeft: 79 } });
  await reserve(quote, { by: third, cost: "0.5" });
  assert.equal((await rows()).length, 3);
  at(61);
  await send(quote);
  await assert.rejects(reserve(quote, { by: stranger, nonce: 1n, cost: "0" }), { details: { secondsLeft: 59 } });
  await send(quote, null);
  await reserve(quote, { by: stranger, nonce: 1n, cost: "0" });
});

test("reserveSponsorship: after two operations that did not settle, a payment is sponsored for accounts alone that have paid by one", async () => {
  const quote = await newQuote();
  const other = await newQuote();
  const accounts = ["1", "2", "3", "4"].map((digit): Address => `0x${digit.repeat(40)}`);
  const [one, two, three, known] = accounts as [Address, Address, Address, Address];
  await reserve(other, { by: known });
  await include(0n, [other], undefined, known);
  for (const by of [one, two]) {
    await reserve(quote, { by });
    await include(0n, [], undefined, by);
  }
  await assert.rejects(reserve(quote, { by: three }), SponsorshipUnavailableError);
  const payment = await harness.database
    .selectFrom("payments")
    .select(["id", "organizationId"])
    .where("id", "=", quote.paymentId)
    .executeTakeFirstOrThrow();
  assert.equal(await sponsorshipRoom(harness, openSponsorship, payment), 0n);
  await reserve(quote, { by: known, nonce: 1n });
  await include(1n, [], undefined, known);
  harness.setTime(minutes(24 * 60 + 1));
  await assert.rejects(
    reserve({ ...(await newQuote()), expiresAt: minutes(25 * 60) }, { by: known, nonce: 2n, budgets: noRisk }),
    SponsorshipUnavailableError,
  );
});

test("reserveSponsorship: what did not settle has a budget of its own, and leaves the merchant's to accounts that pay", async () => {
  const small = { hour: dollars("2"), day: dollars("3") };
  const budgets = {
    ...openSponsorship.budgets,
    organization: { hour: dollars("4"), day: dollars("9") },
    unsettled: { ...openSponsorship.budgets.unsettled, organization: small },
  };
  const room = async () => {
    const { organizationId, id } = await harness.database
      .selectFrom("payments")
      .selectAll()
      .where("id", "=", (await newQuote()).paymentId)
      .executeTakeFirstOrThrow();
    return sponsorshipRoom(harness, { budgets }, { id, organizationId });
  };
  const known: Address = "0x4444444444444444444444444444444444444444";
  const paid = await newQuote();
  await reserve(paid, { by: known, cost: "1", budgets });
  assert.equal(await room(), dollars("1"), "an account that nobody knows may not settle");
  await include(0n, [paid], 10n ** 15n, known);
  assert.equal(await room(), dollars("2"));
  // A stranger's, at once.
  for (const nonce of [1n, 2n]) await reserve(await newQuote(), { nonce, budgets });
  assert.equal(await room(), 0n);
  await assert.rejects(reserve(await newQuote(), { by: stranger, budgets }), SponsorshipUnavailableError);
  for (const nonce of [1n, 2n]) await include(nonce, [], 10n ** 15n);
  const { spent, lost, atRisk } = await sponsorshipTotals(harness);
  assert.deepEqual([spent.hour, lost.hour, atRisk.hour], [dollars("1"), dollars("2"), dollars("2")]);
  await assert.rejects(reserve(await newQuote(), { by: stranger, budgets }), SponsorshipUnavailableError);
  // Three of four dollars are left for one that paid before. A second of its at a time is at risk like any stranger's.
  await reserve(await newQuote(), { by: known, nonce: 1n, cost: "2.5", budgets });
  await assert.rejects(
    reserve(await newQuote(), { by: known, nonce: 2n, cost: "0.1", budgets }),
    SponsorshipUnavailableError,
  );
  harness.setTime(minutes(61));
  await reserve(await newQuote(), { by: stranger, budgets });
  const ofServer = { ...openSponsorship.budgets.unsettled, server: { ...small, day: dollars("3.2") } };
  const { paymentId } = await newQuote();
  const { organizationId } = await harness.database
    .selectFrom("payments")
    .selectAll()
    .where("id", "=", paymentId)
    .executeTakeFirstOrThrow();
  const everybodys = { budgets: { ...openSponsorship.budgets, unsettled: ofServer } };
  assert.equal(
    await sponsorshipRoom(harness, everybodys, { id: paymentId, organizationId }),
    dollars("0.2"),
    "the server's too: two lost and one at risk within the day",
  );
});
