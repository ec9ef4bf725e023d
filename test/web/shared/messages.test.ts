import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Currency, currencies, formatDecimal } from "../../../src/protocol/index.ts";
import { messages as dashboardDe } from "../../../web/dashboard/messages/de/index.ts";
import { messages as dashboardEs } from "../../../web/dashboard/messages/es/index.ts";
import { en as dashboard } from "../../../web/dashboard/messages/index.ts";
import { messages as dashboardJa } from "../../../web/dashboard/messages/ja/index.ts";
import { fillCounted } from "../../../web/shared/messages/catalog.ts";
import { messages as de } from "../../../web/shared/messages/de.ts";
import { en } from "../../../web/shared/messages/en.ts";
import { messages as es } from "../../../web/shared/messages/es.ts";
import { formatFee, formatMoney, formatTime, formatToken, say, sayCount } from "../../../web/shared/messages/index.ts";
import { messages as ja } from "../../../web/shared/messages/ja.ts";
import { chooseLanguage, languages } from "../../../web/shared/messages/language.ts";

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
    // In a snippet to copy, an attribute may hold a message: title="${say(…)}".
    for (const [attribute] of source.matchAll(/\b(?:aria-label|title|alt|placeholder)="(?!\$\{say\()[^"]+"/g))
      texts.push(`${file}: ${attribute}`);
  }
  assert.deepEqual(texts, []);
});

/** Messages that no source takes, in full or by the beginning that a code is put behind. */
async function unusedOf(messages: object, patterns: string): Promise<string[]> {
  const everything = [...(await sources(patterns))]
    .filter(([file]) => !/\bmessages\/(en|es|de|ja)\b/.test(file))
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

type Catalog = Readonly<Record<string, string>>;

const translations: Readonly<Record<string, readonly (readonly [english: Catalog, translated: Catalog])[]>> = {
  es: [
    [en, es],
    [dashboard, dashboardEs],
  ],
  de: [
    [en, de],
    [dashboard, dashboardDe],
  ],
  ja: [
    [en, ja],
    [dashboard, dashboardJa],
  ],
};

const isForm = (key: string) => /\.(zero|one|two|few|many|other)$/.test(key);
const gapsOf = (message: string) => [...new Set(message.match(/\{\w+\}/g))].toSorted().join();

test("messages: every language has each of them, with the forms that its counts need, and with every value", () => {
  assert.deepEqual(Object.keys(translations), languages.slice(1));
  const problems: string[] = [];
  for (const [language, catalogs] of Object.entries(translations)) {
    // Whole millions alone take `many`, in Spanish: what is counted here is written with its digits.
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== "many");
    for (const [english, translated] of catalogs) {
      const plain = Object.keys(english).filter((key) => !isForm(key));
      const counted = Object.keys(english).filter((key) => key.endsWith(".other"));
      const wanted = [...plain, ...counted.flatMap((key) => forms.map((form) => key.replace(/other$/, form)))];
      assert.deepEqual(Object.keys(translated).toSorted(), wanted.toSorted(), language);
      for (const [key, message] of Object.entries(translated)) {
        const original = english[key] ?? english[key.replace(/\w+$/, "other")] ?? "";
        if (gapsOf(original) !== gapsOf(message)) problems.push(`${language} ${key}: ${message}`);
      }
    }
  }
  assert.deepEqual(problems, []);
});

/** What a language says as English does: names, abbreviations, and words that are the same in both. */
const alike: Readonly<Record<string, RegExp>> = {
  es: /^(Ctrl K|Token|Id|Webhooks?( \{type\})?|\{count\} ms)$/,
  de: /^(Wallet|Test|Live|Token|Webhooks?( \{type\})?|Name|\{count\} ms|Code: \{name\}|Branding|Logo|Bundler|Server|Link|Passkeys|Sandbox)$/,
  ja: /^Ctrl K$|^Webhook( \{type\})?$/,
};

test("messages: none is left in English by accident", () => {
  const left: string[] = [];
  for (const [language, catalogs] of Object.entries(translations)) {
    for (const [english, translated] of catalogs) {
      for (const [key, message] of Object.entries(translated)) {
        const words = message.replace(/\{\w+\}|Railsplit|JSON|CSV/g, "");
        if (message === english[key] && /\p{L}/u.test(words) && !alike[language]?.test(message))
          left.push(`${language} ${key}: ${message}`);
      }
    }
  }
  assert.deepEqual(left, []);
});

test("chooseLanguage: what was chosen before, then the browser's own in their order, then English", () => {
  assert.equal(chooseLanguage("ja", ["de-AT", "en"]), "ja");
  assert.equal(chooseLanguage(null, ["fr-FR", "de-AT", "es"]), "de");
  assert.equal(chooseLanguage("xx", ["ES-mx"]), "es");
  assert.equal(chooseLanguage(null, ["fr-FR"]), "en");
  assert.equal(chooseLanguage("__proto__", []), "en");
});

test("fillCounted: a form that the language does not have is its general one", () => {
  assert.equal(fillCounted(ja, "time.spoken.minutes", 1, {}), "残り1分");
  assert.equal(fillCounted(de, "time.spoken.minutes", 1, {}), "Noch 1 Minute");
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
