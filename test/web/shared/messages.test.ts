import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Currency, currencies, formatDecimal } from "../../../src/protocol/index.ts";
import { en as dashboard } from "../../../web/dashboard/messages/index.ts";
import { en } from "../../../web/shared/messages/en.ts";
import { formatFee, formatMoney, formatTime, formatToken, say, sayCount } from "../../../web/shared/messages/index.ts";

const root = fileURLToPath(new URL("../../../web/", import.meta.url));

async function sources(pattern: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const file of glob(pattern, { cwd: root })) found.set(file, await readFile(root + file, "utf8"));
  return found;
}

test("messages: components hold no text of their own: all of it is in the one file of messages", async () => {
  const files = await sources("**/*.tsx");
  assert.ok(files.size > 20);
  const texts: string[] = [];
  for (const [file, source] of files) {
    for (const [, text = ""] of source.matchAll(/<[a-z][^<>{}]*>(?!\()([^<>{}]*[A-Za-z][^<>{}]*)</g))
      texts.push(`${file}: ${text.trim()}`);
    for (const [attribute] of source.matchAll(/\b(?:aria-label|title|alt|placeholder)="[^"]+"/g))
      texts.push(`${file}: ${attribute}`);
  }
  assert.deepEqual(texts, []);
});

/** Messages that no source takes, in full or by the beginning that a code is put behind. */
async function unusedOf(messages: object, patterns: string): Promise<string[]> {
  const everything = [...(await sources(patterns))]
    .filter(([file]) => !/\bmessages\/en\b/.test(file))
    .map(([, source]) => source)
    .join("\n");
  const isUsed = (key: string) => {
    const counted = key.replace(/\.(one|other)$/, "");
    const beginning = key.slice(0, key.lastIndexOf(".") + 1);
    return [`"${counted}"`, `"${key}"`, `\`${beginning}$`].some((text) => everything.includes(text));
  };
  return Object.keys(messages).filter((key) => !isUsed(key));
}

test("messages: every message is used, in full or by the beginning that a code is put behind", async () => {
  assert.deepEqual(await unusedOf(en, "{shared,checkout}/**/*.{ts,tsx}"), []);
  assert.deepEqual(await unusedOf(dashboard, "dashboard/**/*.{ts,tsx}"), []);
});

test("say: what a message has gaps for is filled, and counts have forms", () => {
  assert.equal(say("page.title", { amount: "$1.00", merchant: "Shop" }), "Pay $1.00 to Shop");
  assert.equal(sayCount("time.spoken.minutes", 1), "1 minute left");
  assert.equal(sayCount("time.spoken.minutes", 1_000), "1,000 minutes left");
});

test("formatMoney: the smallest unit of every currency, and as many digits as there are", () => {
  const written = (amount: string, currency: Currency) =>
    formatMoney(amount, currency)
      .replace(/[^\d.,]/g, "")
      .replace(/^\.+|\.+$/g, "");
  for (const [currency, decimals] of Object.entries(currencies) as [Currency, number][]) {
    const smallest = formatDecimal(1n, decimals);
    assert.equal(written(smallest, currency), smallest, currency);
    const fraction = decimals === 0 ? "" : ".07";
    assert.equal(written(`9007199254740993${fraction}`, currency), `9,007,199,254,740,993${fraction}`, currency);
  }
  assert.equal(formatMoney("0.01", "IDR"), "IDR\u00a00.01");
  assert.equal(formatMoney("250000.50", "IDR"), "IDR\u00a0250,000.50");
});

test("formatFee: less than a cent is a cent, and nothing is rounded down", () => {
  assert.deepEqual(["0.000001", "0.010000", "0.011", "1.240000"].map(formatFee), ["$0.01", "$0.01", "$0.02", "$1.24"]);
});

test("formatTime: with the date where it is not today", () => {
  const now = new Date(2026, 2, 14, 10, 30);
  assert.match(formatTime(new Date(2026, 2, 14, 10, 40), now.getTime()), /^10:40.AM$/);
  assert.match(formatTime(new Date(2026, 2, 15, 9, 5), now.getTime()), /Mar 15, 2026.*9:05/);
});

test("formatMoney, formatToken: money is written exactly, however many digits it has", () => {
  assert.equal(formatMoney("1234567.5", "USD"), "$1,234,567.50");
  assert.equal(formatMoney("1500", "JPY"), "¥1,500");
  assert.equal(formatToken("250.000000", "USDC"), "250.00\u00a0USDC");
  assert.equal(formatToken("290.292613562470971203", "USDT"), "290.292613562470971203\u00a0USDT");
  assert.equal(formatToken("9007199254740993.000001", "USDC"), "9,007,199,254,740,993.000001\u00a0USDC");
});
