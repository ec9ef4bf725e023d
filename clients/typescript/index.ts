import { Account } from "./resources/account.ts";
import { ApiKeys } from "./resources/api-keys.ts";
import { Chains } from "./resources/chains.ts";
import { Checkout } from "./resources/checkout.ts";
import { Customers } from "./resources/customers.ts";
import { DepositReferences } from "./resources/deposit-references.ts";
import { Deposits } from "./resources/deposits.ts";
import { Events } from "./resources/events.ts";
import { Invoices } from "./resources/invoices.ts";
import { Links } from "./resources/links.ts";
import { MandatePages } from "./resources/mandate-pages.ts";
import { Mandates } from "./resources/mandates.ts";
import { Members } from "./resources/members.ts";
import { Organization } from "./resources/organization.ts";
import { PaymentLinks } from "./resources/payment-links.ts";
import { Payments } from "./resources/payments.ts";
import { RecurringPlans } from "./resources/recurring-plans.ts";
import { Refunds } from "./resources/refunds.ts";
import { Reports } from "./resources/reports.ts";
import { Sandbox } from "./resources/sandbox.ts";
import { SignIn } from "./resources/sign-in.ts";
import { SubscriptionPackages } from "./resources/subscription-packages.ts";
import { Subscriptions } from "./resources/subscriptions.ts";
import { Webhooks } from "./resources/webhooks.ts";
import { createTransport, type RailsplitOptions } from "./transport.ts";

export * from "./errors.ts";
export type { List, Page } from "./page.ts";
export type { RailsplitOptions, RequestOptions } from "./transport.ts";
export type * from "./types.ts";
export { type VerifyOptions, verifyWebhook } from "./verify-webhook.ts";

/**
 * The API of a Railsplit server, for Node, Deno, Bun, workers and browsers: nothing but what they all bring.
 *
 * ```ts
 * const railsplit = new Railsplit({ apiKey: process.env.RAILSPLIT_KEY ?? "", baseUrl: "https://pay.example" });
 * const payment = await railsplit.payments.create({ amount: "250.00", currency: "USD" });
 * ```
 */
export class Railsplit {
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly links: Links;
  readonly invoices: Invoices;
  readonly recurringPlans: RecurringPlans;
  readonly subscriptionPackages: SubscriptionPackages;
  readonly subscriptions: Subscriptions;
  readonly customers: Customers;
  readonly depositReferences: DepositReferences;
  readonly deposits: Deposits;
  readonly mandates: Mandates;
  readonly mandatePages: MandatePages;
  readonly paymentLinks: PaymentLinks;
  readonly checkout: Checkout;
  readonly webhooks: Webhooks;
  readonly events: Events;
  readonly apiKeys: ApiKeys;
  readonly organization: Organization;
  readonly reports: Reports;
  readonly chains: Chains;
  /** Where the server simulates: in the sandbox. */
  readonly sandbox: Sandbox;
  /** People alone, in a browser: with a session and without a key. */
  readonly account: Account;
  readonly members: Members;
  readonly signIn: SignIn;

  constructor(options: RailsplitOptions) {
    const transport = createTransport(options);
    this.payments = new Payments(transport);
    this.refunds = new Refunds(transport);
    this.links = new Links(transport);
    this.invoices = new Invoices(transport);
    this.recurringPlans = new RecurringPlans(transport);
    this.subscriptionPackages = new SubscriptionPackages(transport);
    this.subscriptions = new Subscriptions(transport);
    this.customers = new Customers(transport);
    this.depositReferences = new DepositReferences(transport);
    this.deposits = new Deposits(transport);
    this.mandates = new Mandates(transport);
    this.mandatePages = new MandatePages(transport);
    this.paymentLinks = new PaymentLinks(transport);
    this.checkout = new Checkout(transport);
    this.webhooks = new Webhooks(transport);
    this.events = new Events(transport);
    this.apiKeys = new ApiKeys(transport);
    this.organization = new Organization(transport);
    this.reports = new Reports(transport);
    this.chains = new Chains(transport);
    this.sandbox = new Sandbox(transport);
    this.account = new Account(transport);
    this.members = new Members(transport);
    this.signIn = new SignIn(transport);
  }
}
