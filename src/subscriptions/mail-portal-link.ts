import { hashOfBearerToken, newBearerToken } from "../access/index.ts";
import { queueMail } from "../mail/index.ts";
import { formatPrice } from "../protocol/index.ts";
import type { DatabaseTransaction, Subscription } from "../store/index.ts";
import type { SubscriptionsContext } from "./context.ts";
import { organizationOf } from "./organization-of.ts";

// With `forgetPortalLinks`, the only writer of `subscriptionTokens`.

/** So long a link that was mailed opens a subscription. */
const linkLife = 7 * 24 * 60 * 60_000;

/** Mails a customer the link to a subscription. Nothing where there is no mail server. */
export async function mailPortalLink(
  context: SubscriptionsContext,
  transaction: DatabaseTransaction,
  subscription: Subscription,
): Promise<void> {
  if (!context.sendsMail) return;
  const createdAt = context.clock();
  const token = newBearerToken("sub_");
  await transaction
    .insertInto("subscriptionTokens")
    .values({
      tokenHash: hashOfBearerToken(token),
      subscriptionId: subscription.id,
      expiresAt: new Date(createdAt.getTime() + linkLife),
      createdAt,
    })
    .execute();
  const { organizationId, title, amount, currency, customerEmail: to } = subscription;
  const { name: organization } = await organizationOf(transaction, organizationId);
  const price = `${formatPrice(amount, currency)} ${currency}`;
  const data = { organization, title, price, url: `${context.publicUrl}/subscription/${token}` };
  await queueMail(context, transaction, { to, organizationId, template: "subscription-link", data });
}
