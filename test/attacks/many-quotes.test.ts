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
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import type { Quote } from "../../src/store/index.ts";
import { base } from "../chain/chains.ts";
import { type Harness, hashOf, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";
import { submitted } from "../support/submitted.ts";

// Whoever knows a payment's URL asks for quotes of it, again and again, each with another address to give money back to.

let harness: Harness;
before(async () => {
  harness = await startHarness();
  await harness.mine(base.id);
});
after(() => harness[Symbol.asyncDispose]());

async function manyQuotes(paymentId: string, count: number): Promise<Quote[]> {
  const quotes: Quote[] = [];
  while (quotes.length < count) {
    harness.setTime(new Date(harness.clock().getTime() + 10));
    const refundTo = padHex(toHex(0x100000 + quotes.length), { size: 20 });
    const choice = { chainId: base.id, token: "USDC", refundTo } as const;
    quotes.push((await quotePayment(harness, paymentId, choice)).quote);
  }
  return quotes;
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

test("of four hundred quotes of one payment twenty are watched closely: the newest, and those that hold something", async () => {
  const payment = await harness.newPayment();
  const honest = await harness.newQuote(payment);
  assert.equal(await submitted(harness, honest, hashOf("honest")), true);
  const quotes = await manyQuotes(payment, 400);
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
