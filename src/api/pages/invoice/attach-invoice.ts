import { z } from "zod";
import { findInvoiceByPublicId, invoiceUrl, paidPaymentsOf } from "../../../invoices/index.ts";
import type { MailContext } from "../../../mail/index.ts";
import { invoiceDocument } from "./document.ts";
import { invoiceFileName, invoicePdf } from "./pdf.ts";

const templates: ReadonlySet<string> = new Set(["invoice", "invoice-reminder", "invoice-receipt"]);

const withUrl = z.object({ url: z.string() });

type AttachContext = Pick<MailContext, "database" | "publicUrl" | "clock">;

/** Puts an invoice's PDF into the mails about it, as it is when they are sent: a receipt has what was paid. */
export function attachInvoice(context: AttachContext): MailContext["attach"] {
  return async (template, data, language) => {
    const read = withUrl.safeParse(data);
    if (!templates.has(template) || !read.success) return [];
    const publicId = read.data.url.slice(invoiceUrl(context, "").length);
    const found = await findInvoiceByPublicId(context, publicId);
    if (!found) return [];
    const payments = await paidPaymentsOf(context.database, found.invoice);
    const document = invoiceDocument(context, { ...found, payments }, context.clock(), language);
    const content = await invoicePdf(document, found.invoice.createdAt);
    return [{ name: invoiceFileName(found.invoice), type: "application/pdf", content }];
  };
}
