import { account } from "./en/account.ts";
import { developers } from "./en/developers.ts";
import { home } from "./en/home.ts";
import { links } from "./en/links.ts";
import { payments } from "./en/payments.ts";
import { refunds } from "./en/refunds.ts";
import { reports } from "./en/reports.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";

/** All that the dashboard says, in English: one folder a language, one file a part. */
export const en = {
  ...shell,
  ...home,
  ...payments,
  ...refunds,
  ...links,
  ...developers,
  ...settings,
  ...account,
  ...reports,
};

export type MessageKey = keyof typeof en;
/** A message that has forms for one and for several. */
export type CountedKey = MessageKey extends infer Key ? (Key extends `${infer Name}.one` ? Name : never) : never;
export type MessageValues = Readonly<Record<string, string | number>>;

/** Every language has every message: the compiler says which one is missing. */
type Catalog = Readonly<Record<MessageKey, string>>;

/** The language of the page, of those there are. */
export const language = "en";
const catalog: Catalog = en;
const plurals = new Intl.PluralRules(language);

export function say(key: MessageKey, values: MessageValues = {}): string {
  return catalog[key].replace(/\{(\w+)\}/g, (gap, name: string) => `${values[name] ?? gap}`);
}

export function sayCount(key: CountedKey, count: number, values: MessageValues = {}): string {
  const form = plurals.select(count) === "one" ? "one" : "other";
  return say(`${key}.${form}`, { ...values, count: new Intl.NumberFormat(language).format(count) });
}

/** What the API may add one day has no message here: then its own name is shown. */
export function sayIfKnown(key: string, otherwise: string): string {
  return key in catalog ? say(key as MessageKey) : otherwise;
}
