import { type InvoiceEventData, invoiceSubject } from "../../../../invoices/index.ts";
import type { SubscriptionEventData } from "../../../../subscriptions/index.ts";
import type { ToldEvent, WebhookStyle } from "../../../../webhooks/index.ts";
import { payLinkrInvoiceFields } from "../invoices/translate.ts";
import { payLinkrSubscriptionView } from "../subscriptions/translate.ts";

/** Of this API's destinations; the name of its folder. */
export const style = "paylinkr";

/** Webhooks about invoices and subscriptions, by our names, with what its GET answers. A test is about neither. */
export function webhookStyle(context: { readonly publicUrl: string }): WebhookStyle {
  return {
    nameOf: (event) => (invoiceOf(event) || subscriptionOf(event) || event.type === "webhook.test" ? event.type : null),
    render(event) {
      const invoice = invoiceOf(event);
      const subscription = subscriptionOf(event);
      const data = invoice
        ? payLinkrInvoiceFields(context, invoice)
        : subscription && payLinkrSubscriptionView(context, subscription);
      const { id, type, createdAt } = event;
      return JSON.stringify({ id, event: type, createdAt: createdAt.toISOString(), data: data ?? {} });
    },
  };
}

function invoiceOf({ type, data }: ToldEvent) {
  return type.startsWith(`${invoiceSubject}.`) ? (data as InvoiceEventData).invoice : undefined;
}

function subscriptionOf({ type, data }: ToldEvent) {
  return type.startsWith("subscription.") ? (data as SubscriptionEventData).subscription : undefined;
}
