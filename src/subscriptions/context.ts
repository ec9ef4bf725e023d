import type { InvoicesContext } from "../invoices/index.ts";
import type { DatabaseTransaction, Subscription } from "../store/index.ts";

/**
 * Who charges a cycle's invoice without asking its customer, as a mandate does. A room above this one implements it; `subscription.invoiced` then says which invoice there is to charge, and
 * `askCustomer` of the invoices falls back to a mail.
 */
export type CycleCollector = {
  /** Whether the next invoice of a subscription will be charged: then its customer is not mailed the request to pay it. */
  collects(transaction: DatabaseTransaction, subscription: Subscription): Promise<boolean>;
};

/** What subscriptions need from outside. */
export type SubscriptionsContext = InvoicesContext & {
  /** Left out: every invoice is paid at its page. */
  readonly collector?: CycleCollector | undefined;
};
