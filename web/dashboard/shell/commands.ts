import { type MessageKey, say } from "../messages/index.ts";
import { type Dashboard, mayDo } from "../session/dashboard.ts";
import { pathOf } from "../session/paths.ts";
import { simulates } from "../session/sandbox.ts";

/** Something that can be chosen by its name. */
export type Command = {
  readonly id: string;
  readonly name: string;
  /** What tells it apart from others of its name. */
  readonly hint?: string;
  run(): void;
};

/** Every page by its name, and where it belongs. */
const pages: readonly (readonly [name: MessageKey, parts: readonly string[], of?: MessageKey])[] = [
  ["nav.home", []],
  ["nav.payments", ["payments"]],
  ["nav.links", ["links"]],
  ["nav.invoices", ["invoices"]],
  ["nav.subscriptions", ["subscriptions"]],
  ["packages.title", ["subscriptions", "packages"], "nav.subscriptions"],
  ["plans.title", ["subscriptions", "plans"], "nav.subscriptions"],
  ["mandates.title", ["subscriptions", "mandates"], "nav.subscriptions"],
  ["nav.customers", ["customers"]],
  ["references.title", ["customers", "addresses"], "nav.customers"],
  ["deposits.title", ["customers", "deposits"], "nav.customers"],
  ["nav.ledger", ["ledger"]],
  ["developers.keys", ["developers"], "nav.developers"],
  ["developers.webhooks", ["developers", "webhooks"], "nav.developers"],
  ["developers.deliveries", ["developers", "deliveries"], "nav.developers"],
  ["developers.events", ["developers", "events"], "nav.developers"],
  ["developers.requests", ["developers", "requests"], "nav.developers"],
  ["developers.examples", ["developers", "examples"], "nav.developers"],
  ["settings.organization", ["settings"], "nav.settings"],
  ["settings.branding", ["settings", "branding"], "nav.settings"],
  ["settings.addresses", ["settings", "addresses"], "nav.settings"],
  ["settings.members", ["settings", "members"], "nav.settings"],
  ["settings.audit", ["settings", "audit"], "nav.settings"],
  ["nav.account", ["account"]],
];

const making: readonly (readonly [name: MessageKey, parts: readonly string[]])[] = [
  ["payments.new", ["payments", "new"]],
  ["links.new", ["links", "new"]],
  ["invoices.new", ["invoices", "new"]],
  ["packages.new", ["subscriptions", "packages", "new"]],
  ["plans.new", ["subscriptions", "plans", "new"]],
  ["mandates.new", ["subscriptions", "mandates", "new"]],
];

/** All that can be gone to or done from everywhere, by somebody's role. */
export function commandsOf(
  { account, membership, mode, switchTo, signOut }: Dashboard,
  route: (path: string) => void,
): readonly Command[] {
  const goTo = (name: MessageKey, parts: readonly string[], of?: MessageKey): Command => ({
    id: parts.join("-") || "home",
    name: say(name),
    ...(of && { hint: say(of) }),
    run: () => route(pathOf(...parts)),
  });
  const other = mode === "test" ? "live" : "test";
  return [
    ...pages.map((page) => goTo(...page)),
    ...(simulates({ account, mode }) ? [goTo("developers.sandbox", ["developers", "sandbox"], "nav.developers")] : []),
    ...(account.isOperator ? [goTo("settings.server", ["settings", "server"], "nav.settings")] : []),
    ...(mayDo(membership, "sell") ? making.map((page) => goTo(...page)) : []),
    { id: "mode", name: say(`palette.to.${other}`), run: () => switchTo({ mode: other }) },
    { id: "sign-out", name: say("shell.signOut"), run: () => void signOut() },
  ];
}

/** Those whose name has every word that was typed, in whatever case and with or without accents. */
export function fitting(commands: readonly Command[], text: string): readonly Command[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return commands.filter(({ name, hint = "" }) => words.every((word) => plain(`${name} ${hint}`).includes(word)));
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
