/**
 * What a key can be allowed to do. Reading and writing are apart, so that a dashboard needs no key that can pay. Those of links, invoices, plans,
 * subscriptions and request logs are the names that clients of these APIs know.
 */
export const scopes = [
  "payments:read",
  "payments:write",
  "checkout:read",
  "checkout:write",
  "transactions:read",
  "analytics:read",
  "webhooks:read",
  "webhooks:write",
  "keys:read",
  "keys:write",
  "organization:read",
  "organization:write",
  "members:read",
  "audit:read",
  "links:read",
  "links:write",
  "invoices:read",
  "invoices:write",
  "recurring_plans:write",
  "subscription_packages:read",
  "subscription_packages:write",
  "subscriptions:read",
  "subscriptions:write",
  "api_logs:read",
] as const;
export type Scope = (typeof scopes)[number];

/** A key without limits, as the first one of an organization is. */
export const everything = "*";

export function allows(granted: readonly string[], scope: Scope): boolean {
  return granted.includes(everything) || granted.includes(scope);
}
