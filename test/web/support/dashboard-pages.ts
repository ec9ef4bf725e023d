/** Every page of the dashboard by its name in pictures and tests; `PAID` and `LINK` stand for the ids of samples. */
export const dashboardPages = {
  home: "",
  payments: "/payments",
  "payments-filtered": "/payments?status=SUCCESSFUL&token=USDC",
  payment: "/payments/PAID",
  "new-payment": "/payments/new",
  links: "/links",
  link: "/links/LINK",
  "link-edit": "/links/LINK?edit=1",
  "new-link": "/links/new",
  ledger: "/ledger",
  "api-keys": "/developers",
  webhooks: "/developers/webhooks",
  endpoint: "/developers/webhooks/ENDPOINT",
  deliveries: "/developers/deliveries",
  events: "/developers/events",
  requests: "/developers/requests",
  examples: "/developers/examples",
  settings: "/settings",
  branding: "/settings/branding",
  addresses: "/settings/addresses",
  members: "/settings/members",
  "audit-log": "/settings/audit",
  account: "/account",
  missing: "/nowhere",
} as const;

export type DashboardPageName = keyof typeof dashboardPages;

/** Ids that stand in addresses. */
export type SampleIds = { readonly paidId: string; readonly linkId: string; readonly endpointId: string };

export function addressOf(name: DashboardPageName, { paidId, linkId, endpointId }: SampleIds): string {
  return dashboardPages[name].replace("PAID", paidId).replace("LINK", linkId).replace("ENDPOINT", endpointId);
}
