import type { DomainEvent } from "../../../events/index.ts";
import { type InvoiceEventData, invoiceSubject } from "../../../invoices/index.ts";
import { type MandateEventData, mandateSubject } from "../../../mandates/index.ts";
import type { PaymentEventData } from "../../../payments/index.ts";
import { type RefundEventData, refundSubject } from "../../../refunds/index.ts";
import { type DepositEventData, depositSubject } from "../../../standing/index.ts";
import { type SubscriptionEventData, subscriptionSubject } from "../../../subscriptions/index.ts";
import { depositView as standingDepositView } from "../deposits/view.ts";
import { type InvoiceViewContext, invoiceView } from "../invoices/view.ts";
import { chargeView, type MandateViewContext, mandateView } from "../mandates/view.ts";
import { merchantView, type ViewContext } from "../payments/view.ts";
import { refundView } from "../refunds/view.ts";
import { subscriptionView } from "../subscriptions/view.ts";
import { depositView } from "./event.ts";

export type StandardBodyContext = ViewContext & InvoiceViewContext & MandateViewContext;

/** The body of a webhook in the `standard` style: the payment, refund, invoice, deposit, subscription or mandate as `GET` would have answered it when the event was written. */
export function standardBody(
  context: StandardBodyContext,
  { type, subject, sequence, data, createdAt }: DomainEvent,
): string {
  const timestamp = createdAt.toISOString();
  if (subject.type === refundSubject) {
    return JSON.stringify({ type, timestamp, sequence, data: refundView((data as RefundEventData).refund) });
  }
  if (subject.type === invoiceSubject) {
    return JSON.stringify({
      type,
      timestamp,
      sequence,
      data: invoiceView(context, (data as InvoiceEventData).invoice),
    });
  }
  if (subject.type === depositSubject) {
    const view = standingDepositView((data as DepositEventData).deposit);
    return JSON.stringify({ type, timestamp, sequence, data: view });
  }
  if (subject.type === subscriptionSubject) {
    const view = subscriptionView(context, (data as SubscriptionEventData).subscription);
    return JSON.stringify({ type, timestamp, sequence, data: view });
  }
  if (subject.type === mandateSubject) {
    const { mandate, charge } = data as MandateEventData;
    const view = { ...mandateView(context, mandate), charge: charge && chargeView(mandate, charge) };
    return JSON.stringify({ type, timestamp, sequence, data: view });
  }
  // A test counts for no payment.
  if (subject.type !== "payment") return JSON.stringify({ type, timestamp, sequence: 0, data });
  const { payment, deposit } = data as PaymentEventData;
  const view = merchantView(context, payment);
  return JSON.stringify({ type, timestamp, sequence, data: view, deposit: deposit && depositView(deposit) });
}
