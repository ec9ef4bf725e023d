import {
  type CountedKeyOf,
  fill,
  fillCounted,
  loadCatalog,
  type MessageValues,
} from "../../shared/messages/catalog.ts";
import { account } from "./en/account.ts";
import { customers } from "./en/customers.ts";
import { developers } from "./en/developers.ts";
import { home } from "./en/home.ts";
import { invoices } from "./en/invoices.ts";
import { links } from "./en/links.ts";
import { networks } from "./en/networks.ts";
import { payments } from "./en/payments.ts";
import { refunds } from "./en/refunds.ts";
import { reports } from "./en/reports.ts";
import { sandbox } from "./en/sandbox.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { subscriptions } from "./en/subscriptions.ts";

/** All that the dashboard says, in English: one folder a language, one file a part. */
export const en = {
  ...shell,
  ...home,
  ...payments,
  ...refunds,
  ...links,
  ...networks,
  ...customers,
  ...invoices,
  ...subscriptions,
  ...developers,
  ...sandbox,
  ...settings,
  ...account,
  ...reports,
};

export type { MessageValues } from "../../shared/messages/catalog.ts";
export type MessageKey = keyof typeof en;
export type CountedKey = CountedKeyOf<MessageKey>;

const catalog = await loadCatalog(en, {
  es: () => import("./es/index.ts"),
  de: () => import("./de/index.ts"),
  ja: () => import("./ja/index.ts"),
});

export function say(key: MessageKey, values: MessageValues = {}): string {
  return fill(catalog[key] ?? en[key], values);
}

export function sayCount(key: CountedKey, count: number, values: MessageValues = {}): string {
  return fillCounted(catalog, key, count, values);
}

/** What the API may add one day has no message here: then its own name is shown. */
export function sayIfKnown(key: string, otherwise: string): string {
  return key in en ? say(key as MessageKey) : otherwise;
}
