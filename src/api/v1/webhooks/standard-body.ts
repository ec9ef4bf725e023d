import type { DomainEvent } from "../../../events/index.ts";
import type { PaymentEventData } from "../../../payments/index.ts";
import { type RefundEventData, refundSubject } from "../../../refunds/index.ts";
import { merchantView, type ViewContext } from "../payments/view.ts";
import { refundView } from "../refunds/view.ts";
import { depositView } from "./event.ts";

/** The body of a webhook in the `standard` style: the payment or refund as `GET` would have answered it when the event was written. */
export function standardBody(context: ViewContext, { type, subject, sequence, data, createdAt }: DomainEvent): string {
  const timestamp = createdAt.toISOString();
  if (subject.type === refundSubject) {
    return JSON.stringify({ type, timestamp, sequence, data: refundView((data as RefundEventData).refund) });
  }
  // A test counts for no payment.
  if (subject.type !== "payment") return JSON.stringify({ type, timestamp, sequence: 0, data });
  const { payment, deposit } = data as PaymentEventData;
  const view = merchantView(context, payment);
  return JSON.stringify({ type, timestamp, sequence, data: view, deposit: deposit && depositView(deposit) });
}
