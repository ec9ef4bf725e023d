import { hashOfBearerToken } from "../access/index.ts";
import type { Organization, Subscription, SubscriptionPackage } from "../store/index.ts";
import { changeSubscription, type SubscriptionAction } from "./change-subscription.ts";
import type { SubscriptionsContext } from "./context.ts";
import { PortalLinkError } from "./errors.ts";
import { subscriptionId } from "./ids.ts";
import { listCycles, withLatestCycle } from "./load-subscription.ts";
import { mailPortalLink } from "./mail-portal-link.ts";
import type { LoadedCycle, LoadedSubscription } from "./snapshot.ts";

/** Invoices that a customer sees. */
const shownCycles = 24;

/** Subscriptions that one request mails links to. */
const mostLinks = 10;

/** What a customer sees of a subscription. */
export type Portal = LoadedSubscription & {
  readonly organization: Organization;
  /** The last ones, the newest first. */
  readonly cycles: readonly LoadedCycle[];
};

/**
 * Mails whoever has an address links to the subscriptions that it has of a package. The caller says the same whether or not there are any: nobody learns here who has subscribed to what.
 */
export async function requestPortalLinks(
  context: SubscriptionsContext,
  { id }: Pick<SubscriptionPackage, "id">,
  customerEmail: string,
): Promise<void> {
  await context.database.transaction().execute(async (transaction) => {
    const subscriptions = await transaction
      .selectFrom("subscriptions")
      .selectAll()
      .where("packageId", "=", id)
      .where("customerEmail", "=", customerEmail)
      .where("status", "not in", ["CANCELLED", "INCOMPLETE"])
      .orderBy("id", "desc")
      .limit(mostLinks)
      .execute();
    for (const subscription of subscriptions) await mailPortalLink(context, transaction, subscription);
  });
}

/** What a link opens. Throws `PortalLinkError`. */
export async function openPortal({ database, clock }: SubscriptionsContext, token: string): Promise<Portal> {
  const subscription = await database
    .selectFrom("subscriptionTokens")
    .innerJoin("subscriptions", "subscriptions.id", "subscriptionTokens.subscriptionId")
    .selectAll("subscriptions")
    .where("tokenHash", "=", hashOfBearerToken(token))
    .where("expiresAt", ">", clock())
    .executeTakeFirst();
  if (!subscription) throw new PortalLinkError();
  const organizations = database.selectFrom("organizations").selectAll();
  const organization = await organizations.where("id", "=", subscription.organizationId).executeTakeFirstOrThrow();
  const cycles = await listCycles(database, subscription, { limit: shownCycles });
  return { ...(await withLatestCycle(database, subscription)), organization, cycles };
}

/** Does what the customer wants. Throws `PortalLinkError`, `SubscriptionStateError`. */
export async function changeByPortal(
  context: SubscriptionsContext,
  token: string,
  type: "pause" | "resume" | "cancel",
): Promise<void> {
  const { subscription } = await openPortal(context, token);
  // What is paid for stays the customer's.
  const action: SubscriptionAction = type === "cancel" ? { type, atPeriodEnd: endsLater(subscription) } : { type };
  await changeSubscription(context, subscriptionId(subscription.id), action, subscription, "customer");
}

/** Whether something of it is left when it is cancelled: of one that nobody pays for, or that is not paid yet, nothing is. */
export function endsLater({ status }: Pick<Subscription, "status">): boolean {
  return status === "ACTIVE" || status === "TRIALING";
}

/** Forgets links that open nothing any more. */
export async function forgetPortalLinks({ database, clock }: SubscriptionsContext): Promise<void> {
  await database.deleteFrom("subscriptionTokens").where("expiresAt", "<=", clock()).execute();
}
