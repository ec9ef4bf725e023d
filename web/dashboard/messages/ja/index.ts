import type { Translation } from "../../../shared/messages/catalog.ts";
import type { en } from "../index.ts";
import { account } from "./account.ts";
import { customers } from "./customers.ts";
import { developers } from "./developers.ts";
import { home } from "./home.ts";
import { invoices } from "./invoices.ts";
import { links } from "./links.ts";
import { networks } from "./networks.ts";
import { payments } from "./payments.ts";
import { refunds } from "./refunds.ts";
import { reports } from "./reports.ts";
import { sandbox } from "./sandbox.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { subscriptions } from "./subscriptions.ts";

/** All that the dashboard says, in Japanese. */
export const messages: Translation<typeof en> = {
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
