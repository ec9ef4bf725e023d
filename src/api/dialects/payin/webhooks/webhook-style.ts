import type { PaymentEventData, PaymentSnapshot } from "../../../../payments/index.ts";
import { toSecond } from "../../../../schemas/index.ts";
import type { DepositEventData, DepositSnapshot } from "../../../../standing/index.ts";
import type { ToldEvent, WebhookStyle } from "../../../../webhooks/index.ts";
import { depositFields } from "../deposits/translate.ts";
import { orderFields, sourceType } from "../orders/translate.ts";
import { refundFields } from "./refund-view.ts";

/** This API's names for events, by ours. */
export const eventNames: Readonly<Record<string, string>> = {
  "payment.completed": "order.completed",
  "payment.expired": "order.expired",
  "deposit.pending": "deposit.pending",
  "deposit.confirmed": "deposit.confirmed",
};

/** Webhooks about orders and deposits, by this API's names, and about orders' refunds, by ours: it has none for them. */
export const webhookStyle: WebhookStyle = {
  nameOf(event) {
    if (orderOf(event) || depositOf(event)) return eventNames[event.type] ?? null;
    return refundFields(event) ? event.type : null;
  },
  render: (event) => JSON.stringify(eventView(event)),
};

/** An event as its webhook tells of it. A test is about none. */
export function eventView(event: ToldEvent & { readonly id: string; readonly createdAt: Date }) {
  const fields = fieldsOf(event);
  const type = (fields && eventNames[event.type]) ?? event.type;
  return { id: event.id, type, createdAt: toSecond(event.createdAt), data: fields ?? {} };
}

/** The order, deposit or refund that an event is about, in this API's words; undefined where it is about anything else. */
function fieldsOf(event: ToldEvent) {
  const order = orderOf(event);
  if (order) return orderFields(order);
  const deposit = depositOf(event);
  return deposit ? depositFields(deposit) : refundFields(event);
}

/** The deposit that an event is about. Payments have notices of another kind under this name. */
function depositOf({ type, data }: ToldEvent): DepositSnapshot | undefined {
  return Object.hasOwn(eventNames, type) && type.startsWith("deposit.")
    ? (data as DepositEventData).deposit
    : undefined;
}

/** The order that an event is about; undefined where it is about anything else. */
function orderOf({ data }: ToldEvent): PaymentSnapshot | undefined {
  const { payment } = data as Partial<PaymentEventData>;
  return payment?.source?.type === sourceType ? payment : undefined;
}
