import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { writeCheckoutSettings } from "../../src/checkout/checkout-settings.ts";
import { createPayment } from "../../src/payments/create-payment.ts";
import type { Currency } from "../../src/protocol/currencies.ts";
import { maxLifetime } from "../../src/protocol/payment.ts";
import { type QuoteChoice, quotePayment } from "../../src/quotes/quote-payment.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import { newMerchant } from "../support/merchant.ts";
import { type Harness, minutes, startHarness } from "../support/payments-harness.ts";

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness[Symbol.asyncDispose]());

/** Two sources that agree on what a euro is. */
const withRates = () => {
  const source = (name: string) => ({ name, fetchRates: async () => new Map([["EUR", "0.8612"] as const]) });
  const { clock } = harness;
  const rates = createMarketRates({ sources: [source("one"), source("other")], clock, log: { warn() {} } });
  return { ...harness, database: harness.database, rates };
};

async function lifeOf(currency: Currency, choice: Partial<QuoteChoice> = {}, expiresAt = minutes(120)) {
  harness.setTime(minutes(0));
  const context = withRates();
  const merchant = await newMerchant(context);
  const { payment } = await createPayment(context, merchant, "test", { amount: "20.00", currency, expiresAt });
  const quote = async (changes: Partial<QuoteChoice> = {}) =>
    (await quotePayment(context, payment.id, { chainId: 8453, token: "USDC", ...choice, ...changes })).quote;
  return { context, merchant, payment, quote };
}

test("quotePayment: where no rate can move a quote lives as long as its payment, and asking again is the same quote", async () => {
  const { payment, quote } = await lifeOf("USD");
  const first = await quote();
  assert.deepEqual(first.expiresAt, payment.expiresAt);
  assert.equal(first.terms.deadline, `${payment.expiresAt.getTime() / 1_000}`);
  harness.setTime(minutes(40));
  assert.equal((await quote({ transfer: true })).id, first.id);
});

test("quotePayment: a rate that can move is held for ten minutes, and for thirty where a transfer was asked for", async () => {
  const { quote } = await lifeOf("EUR");
  assert.deepEqual((await quote()).expiresAt, minutes(10));
  assert.deepEqual((await quote({ transfer: false })).expiresAt, minutes(10));
  assert.deepEqual((await quote({ transfer: true })).expiresAt, minutes(30));
});

test("quotePayment: an organization chooses how long a transfer's rate is held, in each mode", async () => {
  const { context, merchant, quote } = await lifeOf("EUR", { transfer: true });
  const owner = { organizationId: merchant.id, mode: "test" } as const;
  await writeCheckoutSettings(context, owner, { embedOrigins: [], transferQuoteMinutes: 60 });
  assert.deepEqual((await quote()).expiresAt, minutes(60));
  assert.deepEqual((await quote({ transfer: false })).expiresAt, minutes(10));
  await writeCheckoutSettings(context, { ...owner, mode: "live" }, { embedOrigins: [], transferQuoteMinutes: 15 });
  assert.deepEqual((await quote({ refundTo: "0x2222222222222222222222222222222222222222" })).expiresAt, minutes(60));
});

test("quotePayment: no quote outlives its payment", async () => {
  for (const transfer of [true, false]) {
    const { payment, quote } = await lifeOf("EUR", { transfer }, minutes(20));
    harness.setTime(minutes(12));
    assert.deepEqual((await quote()).expiresAt, payment.expiresAt);
  }
});

test("maxLifetime: the router takes the longest quote there can be, with a day to spare", async () => {
  const longest = new Date(minutes(0).getTime() + 30 * 24 * 60 * 60_000);
  const { quote } = await lifeOf("USD", {}, longest);
  const left = BigInt((await quote()).terms.deadline) - BigInt(minutes(0).getTime() / 1_000);
  assert.ok(left <= maxLifetime - 24n * 60n * 60n, `${left}`);
});
