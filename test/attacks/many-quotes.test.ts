import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Address, padHex, toHex } from "viem";
import { createOrganization } from "../../src/access/organizations.ts";
import { hotAddresses, leaseDueWatches } from "../../src/deposits/deposit-watches.ts";
import { forgetQuotes } from "../../src/deposits/forget-quotes.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { createPayment } from "../../src/payments/create-payment.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { forgetExpiredTokens } from "../../src/quotes/checkout-token.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import type { Quote } from "../../src/store/index.ts";
import { base } from "../chain/chains.ts";
import { newMerchant } from "../support/merchant.ts";
import { type Harness, hashOf, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";
import { submitted } from "../support/submitted.ts";

// Whoever knows a payment's URL asks for quotes of it, again and again, each with another address to give money back to.

let harness: Harness;
before(async () => {
  harness = await startHarness();
  await harness.mine(base.id);
});
after(() => harness[Symbol.asyncDispose]());

/** From many network addresses. */
async function manyQuotes(paymentId: string, count: number): Promise<Quote[]> {
  const quotes: Quote[] = [];
  while (quotes.length < count) {
    harness.setTime(new Date(harness.clock().getTime() + 10));
    const refundTo = padHex(toHex(0x100000 + quotes.length), { size: 20 });
    const requestedFrom = `address ${Math.floor(quotes.length / 20)}`;
    const choice = { chainId: base.id, token: "USDC", refundTo, requestedFrom } as const;
    quotes.push((await quotePayment(harness, paymentId, choice)).quote);
  }
  return quotes;
}

/** A payment whose rate moves: a quote holds it for ten minutes. */
async function euroPayment(expiresAt: Date): Promise<string> {
  const merchant = await newMerchant(harness);
  const input = { amount: "20.00", currency: "EUR", acceptedChains: [base.id], expiresAt } as const;
  return (await createPayment(harness, merchant, "test", input)).payment.id;
}

async function quoteInEuro(paymentId: string, time = harness.clock()): Promise<Quote> {
  harness.setTime(time);
  const { clock } = harness;
  const source = (name: string) => ({ name, fetchRates: async () => new Map([["EUR", "0.8612"] as const]) });
  const rates = createMarketRates({ sources: [source("one"), source("other")], clock, log: { warn() {} } });
  const context = { ...harness, database: harness.database, rates };
  return (await quotePayment(context, paymentId, { chainId: base.id, token: "USDC" })).quote;
}

async function rowsOf(paymentId: string): Promise<string[]> {
  const { database } = harness;
  const rows = await database.selectFrom("quotes").select("id").where("paymentId", "=", paymentId).execute();
  return rows.map(({ id }) => id);
}

/** Quotes of a payment whose addresses are watched closely. */
async function watchedClosely(paymentId: string): Promise<string[]> {
  const rows = await harness.database
    .selectFrom("depositWatches")
    .innerJoin("quotes", "quotes.id", "depositWatches.quoteId")
    .select("quotes.id")
    .distinct()
    .where("quotes.paymentId", "=", paymentId)
    .where("depositWatches.cooled", "=", false)
    .execute();
  return rows.map(({ id }) => id);
}

/** Further quotes like the given one, due at a time. */
async function flood(quote: Quote, count: number, nextScanAt: Date): Promise<void> {
  const columns = sql.raw("payment_id, chain_id, token, amount_token, exchange_rate, terms, expires_at, created_at");
  await sql`with copies as (
      insert into quotes (id, onchain_id, ${columns})
      select gen_random_uuid(), ${quote.id} || '-' || number, ${columns}
      from quotes, generate_series(1, ${count}::integer) as number where id = ${quote.id} returning id
    )
    insert into deposit_watches (quote_id, chain_id, address, next_scan_at)
    select id, ${base.id}, '0x' || substr(md5(id::text) || md5('of ' || id::text), 1, 40), ${nextScanAt}::timestamptz
    from copies`.execute(harness.database);
}

test("of sixty quotes of one payment twenty are watched closely: the newest, and those that hold something", async () => {
  const payment = await harness.newPayment();
  const honest = await harness.newQuote(payment);
  assert.equal(await submitted(harness, honest, hashOf("honest")), true);
  const quotes = await manyQuotes(payment, 60);
  const watched = await watchedClosely(payment);
  assert.equal(watched.length, 20);
  assert.ok(watched.includes(honest.id), "an attempt is under way");
  for (const { id } of quotes.slice(-19)) assert.ok(watched.includes(id));
});

test("a quote that a flood has cooled still pays, through the router and by a deposit that is found", async () => {
  const payment = await harness.newPayment();
  const honest = await harness.newQuote(payment);
  await manyQuotes(payment, 25);
  assert.equal((await watchedClosely(payment)).includes(honest.id), false);
  const { nextScanAt } = await harness.database
    .selectFrom("depositWatches")
    .select("nextScanAt")
    .where("quoteId", "=", honest.id)
    .where("chainId", "=", base.id)
    .executeTakeFirstOrThrow();
  assert.ok(nextScanAt, "its address is scanned still");
  await harness.mine(base.id, { settled: [settlementOf(honest)] });
  assert.equal(await harness.status(payment), "PROCESSING");
});

test("a flood of eighteen thousand addresses delays neither another merchant's deposit nor another payment's", async () => {
  const now = harness.clock();
  await harness.database.updateTable("depositWatches").set({ nextScanAt: null }).execute();
  const flooded = await harness.newQuote(await harness.newPayment());
  await flood(flooded, 18_000, new Date(now.getTime() - 60_000));
  const sibling = await harness.newQuote(await harness.newPayment());
  const settlementAddress: Address = "0x7777777777777777777777777777777777777777";
  const other = await createOrganization(harness, { name: "Other", settlementAddress });
  const input = { amount: "10.00", currency: "USD", acceptedChains: [base.id] } as const;
  const { payment } = await createPayment(harness, other, "test", input);
  const { quote } = await quotePayment(harness, payment.id, { chainId: base.id, token: "USDC" });

  const hot = await hotAddresses(harness, base, 5_000);
  assert.equal(hot.length, 5_000);
  const first = await leaseDueWatches(harness, base);
  assert.equal(first.length, 100);
  const ids = first.map((watch) => watch.quote.id);
  assert.ok(ids.includes(quote.id), "another merchant's is in the first scan");
  assert.ok(ids.includes(sibling.id), "another payment's is in the first scan");
  for (const { address, quote: own } of first) {
    if (own.id === quote.id || own.id === sibling.id) assert.ok(hot.includes(address), "its transfers are read");
  }
  await harness.database.updateTable("depositWatches").set({ nextScanAt: null }).execute();
});

test("forgetQuotes: quotes of an ended payment that nothing came of are deleted once their watches are over", async () => {
  harness.setTime(minutes(0));
  const payment = await harness.newPayment();
  const { organizationId, mode } = (await loadPayment(harness.database, payment)).payment;
  const tried = await harness.newQuote(payment);
  await submitted(harness, tried, hashOf("tried"));
  const late = (await manyQuotes(payment, 30))[29] as Quote;
  const left = async () =>
    (await harness.database.selectFrom("quotes").select("id").where("paymentId", "=", payment).execute()).map(
      ({ id }) => id,
    );
  const watchOver = (nextScanAt: Date | null) =>
    harness.database
      .updateTable("depositWatches")
      .set({ nextScanAt })
      .where("quoteId", "in", sql<string>`(select id from quotes where payment_id = ${payment})`)
      .execute();
  await watchOver(null);
  await forgetQuotes(harness);
  assert.equal((await left()).length, 31, "the payment is open");
  harness.setTime(minutes(3));
  await cancelPayment(harness, payment, { organizationId, mode });
  await harness.mine(base.id, { settled: [settlementOf(late)] });
  await watchOver(minutes(10));
  await forgetQuotes(harness);
  assert.equal((await left()).length, 31, "their addresses are watched");
  await watchOver(null);
  while ((await forgetQuotes(harness)) > 0);
  assert.deepEqual((await left()).toSorted(), [tried.id, late.id].toSorted(), "an attempt and a settlement name these");
});

test("forgetQuotes: a quote of an open payment goes when it is over, was scanned to the end, and its chain was read past it", async () => {
  harness.setTime(minutes(0));
  const payment = await euroPayment(minutes(60));
  await quoteInEuro(payment);
  const open = await quoteInEuro(payment, minutes(30));
  await harness.database.updateTable("depositWatches").set({ nextScanAt: null }).execute();
  const isLeft = async () => (await rowsOf(payment)).length === 2;
  await forgetQuotes(harness);
  assert.ok(await isLeft(), "its chain was not read past it");
  await harness.mine(base.id);
  while ((await forgetQuotes(harness)) > 0);
  assert.deepEqual(await rowsOf(payment), [open.id]);
});

test("quotes that name no refundTo are shared while half of their time is left, and none is refused", async () => {
  harness.setTime(minutes(0));
  const payment = await euroPayment(minutes(12 * 60));
  for (let second = 0; second < 600; second += 15) await quoteInEuro(payment, minutes(second / 60));
  assert.equal((await rowsOf(payment)).length, 2, "one in five minutes and a bit");
  for (let minute = 10; minute < 4 * 60; minute += 3) {
    const quote = await quoteInEuro(payment, minutes(minute));
    assert.ok(quote.expiresAt >= minutes(minute + 5), "half of its time is left");
  }
  const closely = await watchedClosely(payment);
  assert.ok(closely.length <= 200, `${closely.length}`);
});

test("a payment has at most two hundred quotes with a refundTo, but for the first two of each further address, and is quoted without one all the same", async () => {
  harness.setTime(minutes(0));
  const payment = await harness.newPayment();
  await manyQuotes(payment, 200);
  const choice = { chainId: base.id, token: "USDC" } as const;
  const refundTo = padHex("0x200000", { size: 20 });
  await assert.rejects(quotePayment(harness, payment, { ...choice, refundTo }), { code: "TOO_MANY_QUOTES" });
  const honest = (index: number) =>
    quotePayment(harness, payment, {
      ...choice,
      refundTo: padHex(toHex(0x200001 + index), { size: 20 }),
      requestedFrom: "a payer who comes late",
    });
  await honest(0);
  await honest(1);
  await assert.rejects(honest(2), { code: "TOO_MANY_QUOTES" });
  const known = padHex(toHex(0x100000), { size: 20 });
  await quotePayment(harness, payment, { ...choice, refundTo: known });
  await quotePayment(harness, payment, choice);
  assert.equal((await rowsOf(payment)).length, 203);
});

test("one network address has at most twenty open quotes with a refundTo of a payment, and leaves the others theirs", async () => {
  harness.setTime(minutes(0));
  const payment = await harness.newPayment();
  const ask = (refund: number, requestedFrom: string) => {
    const refundTo = padHex(toHex(0x300000 + refund), { size: 20 });
    return quotePayment(harness, payment, { chainId: base.id, token: "USDC", refundTo, requestedFrom });
  };
  for (let refund = 0; refund < 20; refund += 1) await ask(refund, "attacker");
  await assert.rejects(ask(20, "attacker"), { code: "TOO_MANY_QUOTES" });
  await ask(20, "honest");
});

test("one network address has only so many open quotes with a refundTo, whatever their payments", async () => {
  harness.setTime(minutes(0));
  const { database, clock } = harness;
  const context = { ...harness, database, clock, mostOpenPerAddress: 3 };
  const ask = async (requestedFrom: string) => {
    const choice = {
      chainId: base.id,
      token: "USDC",
      refundTo: padHex("0x400000", { size: 20 }),
      requestedFrom,
    } as const;
    return quotePayment(context, await harness.newPayment(), choice);
  };
  for (let payment = 0; payment < 3; payment += 1) await ask("flood");
  await assert.rejects(ask("flood"), { code: "TOO_MANY_QUOTES" });
  await ask("honest");
  // They are over.
  harness.setTime(minutes(10));
  await ask("flood");
});

test("forgetExpiredTokens: what opens nothing any more is deleted", async () => {
  harness.setTime(minutes(0));
  const payment = await harness.newPayment();
  for (let times = 0; times < 3; times += 1) await harness.newQuote(payment);
  harness.setTime(minutes(20));
  await harness.newQuote(payment);
  harness.setTime(minutes(30));
  await forgetExpiredTokens(harness);
  const { tokens } = await harness.database
    .selectFrom("checkoutTokens")
    .innerJoin("quotes", "quotes.id", "checkoutTokens.quoteId")
    .select(({ fn }) => fn.countAll().as("tokens"))
    .where("quotes.paymentId", "=", payment)
    .executeTakeFirstOrThrow();
  assert.equal(Number(tokens), 2);
});
