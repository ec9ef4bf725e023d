import { action, facts, text } from "../content.ts";
import type { Say } from "../messages/index.ts";
import { life, type Template } from "./template.ts";

/** What every mail about an invoice says of it. */
export type InvoiceFacts = {
  readonly organization: string;
  readonly number: string;
  readonly title: string;
  /** With its currency; null: the payer chooses. */
  readonly amountDue: string | null;
  /** A day; null: none was set. */
  readonly dueDate: string | null;
  /** Of its page. */
  readonly url: string;
};

/** Asks a customer to pay an invoice. Whoever makes invoices names the receiver, so it can be unsubscribed from. */
export const invoice: Template<InvoiceFacts> = {
  category: "invoices",
  life: life.usual,
  write: (data, say) => ({
    subject: say("invoice.subject", { organization: data.organization, number: data.number }),
    blocks: [text(data.title), factsOf(data, say), action(say("invoice.open"), data.url), text(say("invoice.unknown"))],
  }),
  example: {
    organization: "Example Shop",
    number: "2026-0042",
    title: "Consulting in November",
    amountDue: "250.00 EUR",
    dueDate: "2026-12-31",
    url: "https://pay.example/i/0123456789abcdef",
  },
};

export function factsOf({ organization, number, amountDue, dueDate }: InvoiceFacts, say: Say) {
  return facts(
    [say("invoice.from"), organization],
    [say("invoice.number"), number],
    [say("invoice.amountDue"), amountDue ?? say("invoice.youChoose")],
    ...(dueDate === null ? [] : ([[say("invoice.due"), dueDate]] as const)),
  );
}
