/** Every page of the dashboard by its name in pictures and tests; `PAID`, `LINK` and the like stand for the ids of samples. */
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
  invoices: "/invoices",
  invoice: "/invoices/INVOICE",
  "new-invoice": "/invoices/new?copy=INVOICE",
  subscriptions: "/subscriptions",
  subscription: "/subscriptions/SUBSCRIPTION",
  packages: "/subscriptions/packages",
  package: "/subscriptions/packages/PACKAGE",
  "package-edit": "/subscriptions/packages/PACKAGE?edit=1",
  "new-package": "/subscriptions/packages/new",
  plans: "/subscriptions/plans",
  plan: "/subscriptions/plans/PLAN",
  "new-plan": "/subscriptions/plans/new",
  mandates: "/subscriptions/mandates",
  mandate: "/subscriptions/mandates/MANDATE",
  "new-mandate": "/subscriptions/mandates/new",
  customers: "/customers",
  customer: "/customers/CUSTOMER",
  "deposit-addresses": "/customers/addresses",
  "deposit-address": "/customers/addresses/REFERENCE",
  deposits: "/customers/deposits",
  ledger: "/ledger",
  "api-keys": "/developers",
  webhooks: "/developers/webhooks",
  endpoint: "/developers/webhooks/ENDPOINT",
  deliveries: "/developers/deliveries",
  events: "/developers/events",
  requests: "/developers/requests",
  examples: "/developers/examples",
  sandbox: "/developers/sandbox",
  settings: "/settings",
  branding: "/settings/branding",
  addresses: "/settings/addresses",
  members: "/settings/members",
  "audit-log": "/settings/audit",
  server: "/settings/server",
  account: "/account",
  missing: "/nowhere",
} as const;

export type DashboardPageName = keyof typeof dashboardPages;

/** Ids that stand in addresses. */
export type SampleIds = {
  readonly paidId: string;
  readonly linkId: string;
  readonly endpointId: string;
  readonly invoiceId: string;
  readonly packageId: string;
  readonly subscriptionId: string;
  readonly planId: string;
  readonly mandateId: string;
  readonly customerId: string;
  readonly referenceId: string;
};

export function addressOf(name: DashboardPageName, ids: SampleIds): string {
  return dashboardPages[name]
    .replace("PAID", ids.paidId)
    .replace("LINK", ids.linkId)
    .replace("ENDPOINT", ids.endpointId)
    .replace("INVOICE", ids.invoiceId)
    .replace("SUBSCRIPTION", ids.subscriptionId)
    .replace("PACKAGE", ids.packageId)
    .replace("PLAN", ids.planId)
    .replace("MANDATE", ids.mandateId)
    .replace("CUSTOMER", ids.customerId)
    .replace("REFERENCE", ids.referenceId);
}
