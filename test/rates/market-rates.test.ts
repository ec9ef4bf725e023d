import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import fc from "fast-check";
import { type Currency, currencies, currencyCodes, parseDecimal, tokenSymbols } from "../../src/protocol/index.ts";
import { fiatToToken } from "../../src/protocol/price.ts";
import { guardPeg } from "../../src/rates/depeg-guard.ts";
import { RateUnavailableError } from "../../src/rates/exchange-rates.ts";
import { createMarketRates, maxRateAge } from "../../src/rates/market-rates.ts";
import { coinbase } from "../../src/rates/sources/coinbase.ts";
import { openErApi } from "../../src/rates/sources/open-er-api.ts";
import { openExchangeRates } from "../../src/rates/sources/open-exchange-rates.ts";
import { type RatesServer, ratesAppId, startRatesServer } from "../../src/sandbox/rates-server.ts";

let server: RatesServer;
let now: Date;
let warnings: unknown[];

before(async () => {
  server = await startRatesServer();
});
after(() => server.stop());
beforeEach(() => {
  server.set({});
  now = new Date("2026-03-01T12:00:00Z");
  warnings = [];
});

const marketRates = (sources = [coinbase(server.url), openErApi(server.url)]) =>
  createMarketRates({ sources, clock: () => now, log: { warn: (warning: unknown) => void warnings.push(warning) } });

test("createMarketRates: every currency has a rate from the two public sources, parsed without a float", async () => {
  const rates = marketRates();
  for (const currency of currencyCodes) {
    const rate = await rates.tokenPerUnit(currency, "USDC");
    assert.match(rate, /^\d+(\.\d{1,18})?$/);
    assert.ok(parseDecimal(rate, 18) > 0n);
  }
  // 1 / 3.6725, rounded up at the 18th decimal.
  assert.equal(await rates.tokenPerUnit("AED", "USDT"), "0.272294077603812118");
  assert.equal(await rates.tokenPerUnit("EUR", "USDC"), "1.161170459823502091");
  assert.equal(await rates.tokenPerUnit("EUR", "EURC"), "1");
  assert.equal(await rates.tokenPerUnit("USD", "EURC"), "0.8612");
});

test("tokenPerUnit: a dollar is a dollar, whatever the sources answer", async () => {
  server.set(null);
  assert.equal(await marketRates().tokenPerUnit("USD", "USDC"), "1");
  assert.equal(await marketRates([]).tokenPerUnit("USD", "USDT"), "1");
});

test("tokenPerUnit: a price in a token is paid in it one to one, without a source", async () => {
  const rates = createMarketRates({ sources: [], clock: () => new Date(), log: { warn() {} } });
  for (const token of tokenSymbols) {
    assert.equal(await rates.tokenPerUnit(token, token), "1");
    assert.deepEqual([rates.isFixed(token, token), rates.isKnown(token, token)], [true, true], token);
  }
  assert.deepEqual([rates.isFixed("USDC", "USDT"), rates.isFixed("USDC", "EURC")], [true, false]);
  await assert.rejects(rates.tokenPerUnit("EURC", "USDC"), RateUnavailableError);
});

test("tokenPerUnit: the median counts, and sources far apart give no rate", async () => {
  server.set({ EUR: "0.80" }, "coinbase");
  server.set({ EUR: "0.82" }, "open-er-api");
  assert.equal(await marketRates().tokenPerUnit("EUR", "USDC"), "1.234567901234567902");
  server.set({ EUR: "0.90" }, "open-er-api");
  await assert.rejects(marketRates().tokenPerUnit("EUR", "USDC"), /sources do not agree/);
});

test("tokenPerUnit: one source alone is not enough, and other currencies are unaffected", async () => {
  server.set(null, "coinbase");
  await assert.rejects(marketRates().tokenPerUnit("EUR", "USDC"), RateUnavailableError);
  assert.equal(warnings.length, 1);
  server.set({ NGN: "not a number" }, "coinbase");
  const rates = marketRates();
  await assert.rejects(rates.tokenPerUnit("NGN", "USDC"), RateUnavailableError);
  await rates.tokenPerUnit("EUR", "USDC");
});

test("isKnown: asks no source, and agrees with tokenPerUnit", async () => {
  const rates = marketRates();
  assert.equal(rates.isKnown("USD", "USDC"), true);
  assert.equal(rates.isKnown("EUR", "EURC"), true);
  assert.equal(rates.isKnown("EUR", "USDC"), false);
  await rates.refresh();
  assert.equal(rates.isKnown("EUR", "USDC"), true);
  assert.equal(rates.isKnown("BRL", "EURC"), true);
  now = new Date(now.getTime() + maxRateAge);
  assert.equal(rates.isKnown("EUR", "USDC"), false);
  server.set({ EUR: "0.95" }, "coinbase");
  await rates.refresh();
  assert.equal(rates.isKnown("EUR", "USDC"), false, "sources that do not agree are no rate");
  assert.equal(rates.isKnown("USD", "USDC"), true);
});

test("tokenPerUnit: an answer is valid for five minutes of an outage, and not a millisecond longer", async () => {
  const rates = marketRates();
  const before = await rates.tokenPerUnit("BRL", "USDC");
  server.set(null);
  now = new Date(now.getTime() + maxRateAge - 1);
  assert.equal(await rates.tokenPerUnit("BRL", "USDC"), before);
  now = new Date(now.getTime() + 1);
  await assert.rejects(rates.tokenPerUnit("BRL", "USDC"), RateUnavailableError);
  server.set({});
  now = new Date(now.getTime() + 5_000);
  assert.equal(await rates.tokenPerUnit("BRL", "USDC"), before);
});

test("createMarketRates: a third source with a key makes the median one of three, and bridges the outage of another", async () => {
  const keyed = openExchangeRates(ratesAppId, server.url);
  server.set({ EUR: "0.80" }, "coinbase");
  server.set({ EUR: "0.81" }, "open-er-api");
  server.set({ EUR: "0.83" }, "open-exchange-rates");
  const three = [coinbase(server.url), openErApi(server.url), keyed];
  assert.equal(await marketRates(three).tokenPerUnit("USD", "EURC"), "0.81");
  server.set(null, "coinbase");
  assert.equal(await marketRates(three).tokenPerUnit("USD", "EURC"), "0.82");
  await assert.rejects(openExchangeRates("another key", server.url).fetchRates(), /answered 401/);
});

test("fiatToToken: any amount in any currency is rounded up to the token's precision, never down", async () => {
  const rates = marketRates();
  await rates.refresh();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Currency>(...currencyCodes),
      fc.bigInt({ min: 1n, max: 10n ** 15n }),
      fc.constantFrom(6, 18),
      async (currency, amount, decimals) => {
        const rate = await rates.tokenPerUnit(currency, "USDC");
        const units = fiatToToken(amount, currency, rate, decimals);
        const exact = amount * parseDecimal(rate, 18) * 10n ** BigInt(decimals);
        const scale = 10n ** BigInt(18 + currencies[currency]);
        assert.ok(units * scale >= exact && (units - 1n) * scale < exact);
      },
    ),
  );
});

test("dollarsPer: one source is enough, several must agree, and old or missing answers are no price", async () => {
  const rates = marketRates([coinbase(server.url), openErApi(server.url), openExchangeRates(ratesAppId, server.url)]);
  assert.equal(rates.dollarsPer("ETH"), null, "nobody was asked yet");
  server.set(null, "coinbase");
  server.set(null, "open-exchange-rates");
  server.set({ ETH: "0.0005" }, "open-er-api");
  await rates.refresh();
  assert.equal(rates.dollarsPer("ETH"), 2_000n * 10n ** 18n);
  assert.equal(rates.dollarsPer("POL"), 160_000_000_000_000_000n);
  server.set({ ETH: "0.0006" }, "coinbase");
  await rates.refresh();
  assert.equal(rates.dollarsPer("ETH"), null, "they are 20% apart");
  now = new Date(now.getTime() + maxRateAge);
  assert.equal(rates.dollarsPer("POL"), null);
  assert.equal(rates.dollarsPer("USDC"), 10n ** 18n);
});

test("tokenPerUnit: quotes in an outage ask the sources once in five seconds, however many there are", async () => {
  let asked = 0;
  const failing = (name: string) => ({
    name,
    async fetchRates(): Promise<never> {
      asked += 1;
      throw new Error("The source is down.");
    },
  });
  const rates = marketRates([failing("one"), failing("other")]);
  for (let quote = 0; quote < 20; quote += 1) await assert.rejects(rates.tokenPerUnit("EUR", "USDC"));
  assert.equal(asked, 2);
  now = new Date(now.getTime() + 5_000);
  await assert.rejects(rates.tokenPerUnit("EUR", "USDC"));
  assert.equal(asked, 4);
});

test("guardPeg: a dollar stablecoin is a dollar near one alone, and beyond there is no quote, or the market's price", async () => {
  let price: string | undefined = "1.004";
  const source = {
    name: "market",
    fetchRates: async () => new Map(price === undefined ? [] : ([["USDT", price]] as const)),
  };
  const market = createMarketRates({ sources: [source], clock: () => now, log: { warn() {} } });
  const distance = parseDecimal("0.005", 18);
  const refusing = guardPeg(market, { distance, beyond: "refuse" });
  const following = guardPeg(market, { distance, beyond: "market" });
  // Nobody has said anything yet.
  await assert.rejects(refusing.tokenPerUnit("USD", "USDT"), RateUnavailableError);
  assert.equal(refusing.isKnown("USD", "USDT"), false);
  await market.refresh();
  assert.equal(await refusing.tokenPerUnit("USD", "USDT"), "1");
  assert.deepEqual([refusing.isKnown("USD", "USDT"), refusing.isFixed("USD", "USDT")], [true, false]);

  // A dollar costs 1.25 of it: it trades at 80 cents.
  price = "1.25";
  await market.refresh();
  await assert.rejects(refusing.tokenPerUnit("USD", "USDT"), /USDT trades at 0\.8 US dollars/);
  assert.equal(refusing.isKnown("USD", "USDT"), false);
  assert.equal(await following.tokenPerUnit("USD", "USDT"), "1.25");
  assert.equal(following.isKnown("USD", "USDT"), true);
  // Nobody promised dollars.
  assert.equal(await refusing.tokenPerUnit("USDT", "USDT"), "1");
  assert.equal(refusing.isFixed("USDT", "USDT"), true);
});

test("refreshDue: a source that does not answer is asked again after five seconds, then ten and so on, one that does after a minute", async () => {
  const asked = { answering: 0, failing: 0 };
  let isDown = true;
  const price = new Map([["ETH", "0.0005"]] as const);
  const source = (name: keyof typeof asked, answers: () => boolean) => ({
    name,
    async fetchRates() {
      asked[name] += 1;
      if (answers()) return price;
      throw new Error("The source is down.");
    },
  });
  const rates = marketRates([source("answering", () => true), source("failing", () => !isDown)]);
  const after = async (milliseconds: number) => {
    now = new Date(now.getTime() + milliseconds);
    await Promise.all([rates.refreshDue(), rates.refreshDue()]);
    return [asked.answering, asked.failing];
  };
  assert.deepEqual(await after(0), [1, 1], "all at first, each once");
  assert.deepEqual(await after(4_999), [1, 1]);
  assert.deepEqual(await after(1), [1, 2]);
  assert.deepEqual(await after(9_999), [1, 2]);
  assert.deepEqual(await after(1), [1, 3]);
  isDown = false;
  assert.deepEqual(await after(20_000), [1, 4]);
  assert.deepEqual(await after(25_000), [2, 4]);
  isDown = true;
  assert.deepEqual(await after(35_000), [2, 5]);
  assert.deepEqual(await after(5_000), [2, 6], "the pause begins anew");
  assert.deepEqual(await after(-3_600_000), [3, 7], "a clock that is put back stops nothing");
});

test("refreshDue: the price of the native token is known five seconds after a start at which no source answered", async () => {
  server.set(null);
  const rates = marketRates();
  await rates.refreshDue();
  assert.equal(rates.dollarsPer("ETH"), null);
  server.set({});
  now = new Date(now.getTime() + 5_000);
  await rates.refreshDue();
  assert.notEqual(rates.dollarsPer("ETH"), null);
});
