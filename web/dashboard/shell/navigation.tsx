import { useLocation } from "preact-iso";
import { Icon, type IconName } from "../components/icon.tsx";
import { say } from "../messages/index.ts";
import { pathOf } from "../session/paths.ts";
import "./navigation.css";

const parts = [
  "home",
  "payments",
  "links",
  "invoices",
  "subscriptions",
  "customers",
  "ledger",
  "developers",
  "settings",
  "account",
] as const satisfies IconName[];

const hrefOf = (part: (typeof parts)[number]) => (part === "home" ? pathOf() : pathOf(part));

export function Navigation() {
  const { path } = useLocation();
  const current = parts.findLast((part) => path === hrefOf(part) || path.startsWith(`${hrefOf(part)}/`));
  return (
    <nav class="navigation" aria-label={say("shell.navigation")}>
      {parts.map((part) => (
        <a key={part} href={hrefOf(part)} aria-current={part === current ? "page" : undefined}>
          <Icon name={part} />
          {say(`nav.${part}`)}
        </a>
      ))}
    </nav>
  );
}
