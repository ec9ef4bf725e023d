import { type MemberRole, memberRoles } from "../store/index.ts";
import { allows, scopes as allScopes, everything, type Scope } from "./scopes.ts";

/** What everybody in an organization sees. Keys and the audit log are for those who manage it. */
const viewing = [
  "payments:read",
  "checkout:read",
  "transactions:read",
  "analytics:read",
  "webhooks:read",
  "organization:read",
  "members:read",
  "links:read",
  "invoices:read",
  "subscription_packages:read",
  "subscriptions:read",
  "api_logs:read",
] as const satisfies readonly Scope[];

/** What those who take payments write. */
const selling = [
  "payments:write",
  "links:write",
  "invoices:write",
  "recurring_plans:write",
  "subscription_packages:write",
  "subscriptions:write",
] as const satisfies readonly Scope[];

/** An admin has every scope too: what is an owner's alone is said where owners are made and removed. */
const scopesByRole: Readonly<Record<MemberRole, readonly string[]>> = {
  owner: [everything],
  admin: [everything],
  member: [...viewing, ...selling],
  viewer: viewing,
};

/** What a person of a role may do in an organization. */
export function scopesOf(role: MemberRole): readonly string[] {
  return scopesByRole[role];
}

export function rolesThatAllow(scope: Scope): MemberRole[] {
  return memberRoles.filter((role) => allows(scopesByRole[role], scope));
}

/** What a key that is asked for by a role may do: an owner's also what later releases add. */
export function keyScopesOf(role: MemberRole): readonly string[] {
  return role === "admin" ? allScopes : scopesByRole[role];
}

/** The greatest role whose scopes a key has; null where it has less than a viewer. */
export function roleOfKey(scopes: readonly string[]): MemberRole | null {
  const covers = (role: MemberRole) => keyScopesOf(role).every((scope) => allows(scopes, scope as Scope));
  const isWhole = scopes.includes(everything);
  return memberRoles.find((role) => (role === "owner" ? isWhole : covers(role))) ?? null;
}

/** What a key may do: its own scopes, as far as the person who made it may do the same today. */
export function withinRole(scopes: readonly string[], role: MemberRole): readonly string[] {
  const most = scopesByRole[role];
  if (most.includes(everything)) return scopes;
  if (scopes.includes(everything)) return most;
  return scopes.filter((scope) => most.includes(scope));
}

/** Who may give a role to others, or take it from them: owners are made by owners alone. */
export function mayManage(manager: MemberRole, role: MemberRole): boolean {
  return manager === "owner" || (manager === "admin" && role !== "owner");
}
