import type { CreateInvoice, Invoice } from "../../../../clients/typescript/types.ts";
import type { Typed } from "../../components/form.tsx";
import { percentSellersOf } from "../../components/percent-sellers.tsx";

/** How many rows of each a form has, and whether the payer chooses the amount. */
export type Shape = {
  readonly lines: number;
  readonly taxes: number;
  readonly sellers: number;
  readonly isOpen: boolean;
};

/** What the API takes at most. */
export const mostLines = 100;
export const mostTaxes = 10;

const rows = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The lines that something was typed in. */
export function linesOf(typed: Typed, { lines, isOpen }: Shape) {
  if (isOpen) return [];
  return rows(lines)
    .map((index) => ({
      description: typed[`lines.${index}.description`] ?? "",
      quantity: typed[`lines.${index}.quantity`] ?? "1",
      unitPrice: typed[`lines.${index}.unitPrice`] ?? "",
    }))
    .filter(({ description, unitPrice }) => description !== "" || unitPrice !== "");
}

export function taxesOf(typed: Typed, { taxes, isOpen }: Shape) {
  if (isOpen) return [];
  return rows(taxes)
    .map((index) => ({
      name: typed[`taxes.${index}.name`] ?? "",
      rate: typed[`taxes.${index}.rate`] ?? "",
      lines: numbersOf(typed[`taxes.${index}.lines`]),
    }))
    .filter(({ name, rate }) => name !== "" || rate !== "");
}

/** "1, 3": the lines that a tax is on; nothing: all. What is no number the API refuses. */
function numbersOf(text: string | undefined): number[] | null {
  return text === undefined ? null : text.split(/[\s,;]+/).map(Number);
}

/** What a form asks the API for. What is wrong with it the API says, beside the field. */
export function invoiceOf(typed: Typed, shape: Shape): CreateInvoice {
  const { title = "", description, orderId, currency, dueDate, reminderPreset } = typed;
  return {
    title,
    description: description ?? null,
    orderId: orderId ?? null,
    currency: currency as CreateInvoice["currency"],
    ...(shape.isOpen ? { allowCustomAmount: true } : { lines: linesOf(typed, shape), taxes: taxesOf(typed, shape) }),
    allowPartialPayments: !shape.isOpen && typed.allowPartialPayments !== undefined,
    sellers: percentSellersOf(typed, shape.sellers),
    language: (typed.language ?? null) as CreateInvoice["language"],
    customer: {
      name: typed["customer.name"] ?? null,
      email: typed["customer.email"] ?? null,
      address: typed["customer.address"] ?? null,
    },
    dueDate: dueDate ?? null,
    reminderPreset: reminderPreset as NonNullable<CreateInvoice["reminderPreset"]>,
    notify: typed.notify !== undefined,
  };
}

/** A form that says what an invoice says: for another one like it. Its due date is past by then. */
export function formOf(invoice: Invoice): { readonly typed: Typed; readonly shape: Shape } {
  const { title, description, orderId, currency, customer, lines, taxes, sellers, reminderPreset, total } = invoice;
  const typed: Record<string, string | undefined> = {
    title,
    description: description ?? undefined,
    orderId: orderId ?? undefined,
    currency,
    language: invoice.language ?? undefined,
    reminderPreset,
    "customer.name": customer.name ?? undefined,
    "customer.email": customer.email ?? undefined,
    "customer.address": customer.address ?? undefined,
    allowPartialPayments: invoice.allowPartialPayments ? "on" : undefined,
  };
  for (const [index, line] of lines.entries()) {
    typed[`lines.${index}.description`] = line.description;
    typed[`lines.${index}.quantity`] = line.quantity;
    typed[`lines.${index}.unitPrice`] = line.unitPrice;
  }
  for (const [index, tax] of taxes.entries()) {
    typed[`taxes.${index}.name`] = tax.name;
    typed[`taxes.${index}.rate`] = tax.rate;
    typed[`taxes.${index}.lines`] = tax.lines?.join(", ");
  }
  for (const [index, seller] of sellers.entries()) {
    typed[`sellers.${index}.address`] = seller.address;
    typed[`sellers.${index}.percent`] = seller.percent;
  }
  const isOpen = total === null;
  const shape = { lines: Math.max(lines.length, 1), taxes: taxes.length, sellers: sellers.length, isOpen };
  return { typed, shape };
}
