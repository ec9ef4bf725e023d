import { action, facts, text } from "../content.ts";
import { type InvoiceFacts, invoice } from "./invoice.ts";
import { life, type Template } from "./template.ts";

export type InvoiceReceipt = Pick<InvoiceFacts, "organization" | "number" | "title" | "url"> & {
  /** With its currency. */
  readonly received: string;
  /** As `readableTime` writes it. */
  readonly paidAt: string;
};

const { organization, number, title, url } = invoice.example;

/** Tells a customer that an invoice is paid. */
export const invoiceReceipt: Template<InvoiceReceipt> = {
  category: null,
  life: life.usual,
  write: (data, say) => ({
    subject: say("invoice.receiptSubject", { organization: data.organization, number: data.number }),
    blocks: [
      text(data.title),
      facts(
        [say("invoice.from"), data.organization],
        [say("invoice.number"), data.number],
        [say("invoice.paid"), data.received],
        [say("invoice.paidAt"), data.paidAt],
      ),
      action(say("invoice.receipt"), data.url),
    ],
  }),
  example: { organization, number, title, url, received: "250.00 EUR", paidAt: "2026-11-26 12:00 UTC" },
};
