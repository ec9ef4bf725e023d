import type { SubscriptionSnapshot, SubscriptionStatus } from "../../../../subscriptions/index.ts";
import type { payLinkrSubscriptionStatuses } from "./schemas.ts";

type PayLinkrStatus = (typeof payLinkrSubscriptionStatuses)[number];

/** Its names of the states are ours in lower case. */
export const statusOf = (status: PayLinkrStatus): SubscriptionStatus => status.toUpperCase() as SubscriptionStatus;

/** A subscription as this API answers it. */
export function payLinkrSubscriptionView(
  { publicUrl }: { readonly publicUrl: string },
  subscription: SubscriptionSnapshot,
) {
  const { id, packageId, status, customer, externalCustomerRef, latestCycle, createdAt } = subscription;
  const { trialEndsAt, currentPeriodStart, currentPeriodEnd, nextInvoiceAt, pausedAt, cancelledAt } = subscription;
  const times = { trialEndsAt, currentPeriodStart, currentPeriodEnd, nextInvoiceAt, pausedAt, cancelledAt };
  const invoice = latestCycle && {
    id: latestCycle.invoiceId,
    publicId: latestCycle.invoicePublicId,
    payUrl: `${publicUrl}/pay/${latestCycle.invoicePublicId}`,
  };
  return {
    id,
    packageId,
    status: status.toLowerCase() as PayLinkrStatus,
    customerEmail: customer.email,
    ...(customer.name !== null && { customerName: customer.name }),
    ...(externalCustomerRef !== null && { externalCustomerRef }),
    ...(Object.fromEntries(Object.entries(times).filter(([, time]) => time !== null)) as {
      [Name in keyof typeof times]?: string;
    }),
    ...(invoice && { latestInvoice: invoice }),
    createdAt,
  };
}
