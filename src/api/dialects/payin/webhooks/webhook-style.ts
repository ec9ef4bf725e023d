import type { PaymentEventData, PaymentSnapshot } from "../../../../payments/index.ts";
import { toSecond } from "../../../../schemas/index.ts";
import type { ToldEvent, WebhookStyle } from "../../../../webhooks/index.ts";
import { orderFields, sourceType } from "../orders/translate.ts";
import { refundFields } from "./refund-view.ts";

/** This API's names for events, by ours. */
export const eventNames: Readonly<Record<string, string>> = {
  "payment.completed": "order.completed",
  "payment.expired": "order.expired",
};

/** Webhooks about orders, by this API's names, and about their refunds, by ours: it has none for them. */
export const webhookStyle: WebhookStyle = {
  nameOf(event) {
    if (orderOf(event)) return eventNames[event.type] ?? null;
    return refundFields(event) ? event.type : null;
  },
  render: (event) => JSON.stringify(eventView(event)),
};

/** An event as its webhook tells of it. A test is about no order. */
export function eventView(event: ToldEvent & { readonly id: string; readonly createdAt: Date }) {
  const order = orderOf(event);
  const type = (order && eventNames[event.type]) ?? event.type;
  return {
    id: event.id,
    type,
    createdAt: toSecond(event.createdAt),
    data: order ? orderFields(order) : (refundFields(event) ?? {}),
  };
}

/** The order that an event is about; undefined where it is about anything else. */
function orderOf({ data }: ToldEvent): PaymentSnapshot | undefined {
  const { payment } = data as Partial<PaymentEventData>;
  return payment?.source?.type === sourceType ? payment : undefined;
}
