import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Railsplit } from "../../../clients/typescript/index.ts";
import type { Account } from "../../../clients/typescript/types.ts";
import type { Mode } from "./client.ts";

export type Membership = Account["organizations"][number];
type Role = Membership["role"];

/** Who works here, for whom, and with what. */
export type Dashboard = {
  readonly client: Railsplit;
  readonly account: Account;
  /** The organization that is worked for, and the role there. */
  readonly membership: Membership;
  readonly mode: Mode;
  /** Goes to another organization or mode; pages begin anew. */
  switchTo(place: { readonly organizationId?: string; readonly mode?: Mode }): void;
  /** After a change of the account, or of what the organization is called. */
  reloadAccount(): Promise<void>;
  signOut(): Promise<void>;
  /** Shown for a moment, and read out. */
  announce(text: string): void;
};

export const DashboardContext = createContext<Dashboard | null>(null);

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext);
  if (dashboard === null) throw new Error("There is no dashboard around this component.");
  return dashboard;
}

/** What a role may do, as the server says in docs/access.md; the server decides again with every request. */
const abilities = {
  /** Payments, links, invoices, subscriptions, mandates. */
  sell: ["owner", "admin", "member"],
  /** Keys, webhooks, settings, members, the audit log. */
  manage: ["owner", "admin"],
  own: ["owner"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export function mayDo({ role }: Pick<Membership, "role">, ability: keyof typeof abilities): boolean {
  return (abilities[ability] as readonly Role[]).includes(role);
}

/** Whether the person may do something here. */
export function useMay(ability: keyof typeof abilities): boolean {
  return mayDo(useDashboard().membership, ability);
}
