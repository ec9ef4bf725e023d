import { randomBytes } from "node:crypto";
import type { PaymentSource } from "../payments/index.ts";
import { prefixedId, uuidOf } from "../schemas/index.ts";

const prefix = "inv";

/** What payments of invoices have as the type of their source. */
export const invoiceSourceType = "invoice";

/** An invoice's id as every API shows it. */
export function invoiceId(uuid: string): string {
  return prefixedId(prefix, uuid);
}

/** The UUID in an invoice's id; undefined for any other text. */
export function uuidOfInvoice(id: string): string | undefined {
  return uuidOf(prefix, id);
}

/** What payments of an invoice have as their source. */
export function invoiceSource(uuid: string): PaymentSource {
  return { type: invoiceSourceType, id: invoiceId(uuid) };
}

/** For the URL of an invoice's page: nobody guesses it. */
export function newPublicId(): string {
  return randomBytes(8).toString("hex");
}

export function isPublicId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** Where a customer sees an invoice, and pays it. */
export function invoiceUrl({ publicUrl }: { readonly publicUrl: string }, publicId: string): string {
  return `${publicUrl}/i/${publicId}`;
}

/** A credit note's id as every API shows it. */
export function creditNoteId(uuid: string): string {
  return prefixedId("cn", uuid);
}
