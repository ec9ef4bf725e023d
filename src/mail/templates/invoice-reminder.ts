import { action, text } from "../content.ts";
import { factsOf, type InvoiceFacts, invoice } from "./invoice.ts";
import { life, type Template } from "./template.ts";

export type InvoiceReminder = InvoiceFacts & {
  /** Against its due date, as of the mail. */
  readonly timing: "before" | "on" | "after" | "none";
};

/** Reminds a customer of an invoice. */
export const invoiceReminder: Template<InvoiceReminder> = {
  category: "invoices",
  life: life.usual,
  write: (data, say) => ({
    subject: say("invoice.reminderSubject", { organization: data.organization, number: data.number }),
    blocks: [
      text(say(`invoice.${data.timing}`)),
      text(data.title),
      factsOf(data, say),
      action(say("invoice.open"), data.url),
      text(say("invoice.crossed")),
    ],
  }),
  example: { ...invoice.example, timing: "after" },
};
