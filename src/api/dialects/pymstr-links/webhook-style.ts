import type { DomainEvent } from "../../../events/index.ts";
import type { PaymentEventData, PaymentSnapshot } from "../../../payments/index.ts";
import type { RefundEventData } from "../../../refunds/index.ts";
import { toSecond } from "../../../schemas/index.ts";
import type { ToldEvent, WebhookStyle } from "../../../webhooks/index.ts";
import { refundedAmount, singleUseLinkId, singleUseLinkView, sourceType } from "./translate.ts";

/** The events that the text names; both are called as ours are. */
const told = ["payment.completed", "payment.expired"];

/** Webhooks about single-use links, flat as this API writes them, and about their refunds in the same manner. */
export const webhookStyle: WebhookStyle = {
  nameOf: (event) => ((told.includes(event.type) && linkOf(event)) || refundFields(event) ? event.type : null),
  render(event) {
    const { type, createdAt } = event;
    const timestamp = toSecond(createdAt);
    const link = linkOf(event);
    // A test is about no link.
    if (link === undefined) return JSON.stringify({ event: type, ...refundFields(event), timestamp });
    const { linkId, price, currency, chain, txHash, metadata } = singleUseLinkView({ checkoutUrl: "" }, link);
    const body = { event: type, linkId, price, currency, chain, txHash, metadata, timestamp };
    return JSON.stringify(body);
  },
};

/** The payment of a single-use link that an event is about; undefined where it is about anything else. */
function linkOf({ data }: ToldEvent | DomainEvent): PaymentSnapshot | undefined {
  const { payment } = data as Partial<PaymentEventData>;
  return payment?.source?.type === sourceType ? payment : undefined;
}

/** The refund of a single-use link, which the text has no words for; undefined where an event is about anything else. */
function refundFields({ data }: ToldEvent | DomainEvent) {
  const { refund, madeFor } = data as Partial<RefundEventData>;
  if (!refund || madeFor?.source?.type !== sourceType) return undefined;
  const txHash = refund.transfers.find(({ transactionHash }) => transactionHash !== null)?.transactionHash;
  return {
    linkId: singleUseLinkId(refund.paymentId),
    refundId: refund.id,
    ...refundedAmount(refund),
    status: refund.status.toLowerCase(),
    ...(txHash && { txHash }),
  };
}
