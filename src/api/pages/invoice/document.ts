import { type InvoiceSnapshot, invoiceSnapshot, invoiceUrl, type LoadedInvoice } from "../../../invoices/index.ts";
import { readableTime } from "../../../mail/index.ts";
import type { LoadedPayment } from "../../../payments/index.ts";
import { chainById, formatDecimal, tokenBySymbol } from "../../../protocol/index.ts";
import type { InvoiceStatus, Organization } from "../../../store/index.ts";
import { money } from "../money.ts";

/** All that is read on an invoice, as text. Its page and its PDF write the same one, so their figures are the same. */
export type InvoiceDocument = {
  /** "Invoice 2026-0042" */
  readonly heading: string;
  readonly title: string;
  readonly description: string | null;
  /** No money is meant by it. */
  readonly isTest: boolean;
  readonly status: { readonly label: string; readonly tone: "open" | "late" | "good" | "over" };
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly lines: readonly {
    readonly description: string;
    readonly quantity: string;
    readonly unitPrice: string;
    readonly amount: string;
  }[];
  /** The last one is what is due, or was. */
  readonly totals: readonly (readonly [name: string, amount: string])[];
  readonly creditNotes: readonly string[];
  /** What was paid, how and when: the receipt. */
  readonly payments: readonly {
    readonly amount: string;
    readonly paidBy: string;
    readonly paidAt: string;
    readonly transactionHash: string | null;
  }[];
  readonly url: string;
};

type Written = LoadedInvoice & {
  readonly organization: Pick<Organization, "name" | "supportContact">;
  /** What has paid it. */
  readonly payments: readonly LoadedPayment[];
};

const labels: Readonly<Record<InvoiceStatus, InvoiceDocument["status"]>> = {
  OPEN: { label: "To be paid", tone: "open" },
  PROCESSING: { label: "Payment under way", tone: "open" },
  PARTIALLY_PAID: { label: "Paid in part", tone: "open" },
  PAID: { label: "Paid", tone: "good" },
  CREDITED: { label: "Credited", tone: "over" },
  EXPIRED: { label: "Expired", tone: "over" },
  VOID: { label: "Void", tone: "over" },
};

/** Writes an invoice down as of `now`. */
export function invoiceDocument(
  context: { readonly publicUrl: string },
  { organization, payments, ...loaded }: Written,
  now: Date,
): InvoiceDocument {
  const invoice = invoiceSnapshot(loaded);
  const price = (units: string) => money(BigInt(units), invoice.currency);
  return {
    heading: `Invoice ${invoice.number}`,
    title: invoice.title,
    description: invoice.description,
    isTest: loaded.invoice.mode === "test",
    status: isOverdue(invoice, now) ? { label: "Overdue", tone: "late" } : labels[invoice.status],
    from: [organization.name, organization.supportContact].filter((line) => line !== null),
    to: recipientOf(invoice.customer),
    facts: factsOf(invoice),
    lines: invoice.lines.map(({ description, quantity, unitPrice, amount }) => ({
      description,
      quantity,
      unitPrice: price(unitPrice),
      amount: price(amount),
    })),
    totals: totalsOf(invoice, price),
    creditNotes: invoice.creditNotes.map(
      ({ number, amount, reason, createdAt }) =>
        `Credit note ${number} of ${dayOf(new Date(createdAt))}: ${price(amount)}, ${reason}`,
    ),
    payments: payments.toReversed().map(({ payment, quote }) => ({
      amount: money(payment.amount, payment.currency),
      paidBy: quote ? tokensOf(quote) : "",
      paidAt: payment.paidAt ? readableTime(payment.paidAt) : "",
      transactionHash: payment.transactionHash,
    })),
    url: invoiceUrl(context, invoice.publicId),
  };
}

/** From the day after it was due. */
function isOverdue({ status, dueDate }: InvoiceSnapshot, now: Date): boolean {
  const isDue = status === "OPEN" || status === "PARTIALLY_PAID";
  return isDue && dueDate !== null && now.toISOString().slice(0, 10) > dueDate;
}

/** Its mail address is nobody else's business where there is a name. */
function recipientOf({ name, email, address }: InvoiceSnapshot["customer"]): string[] {
  const named = name ?? email;
  return [...(named === null ? [] : [named]), ...(address ?? "").split("\n").filter((line) => line.trim() !== "")];
}

function factsOf({ createdAt, dueDate, orderId, paidAt, expiresAt, status }: InvoiceSnapshot): [string, string][] {
  const facts: [string, string | null][] = [
    ["Issued", dayOf(new Date(createdAt))],
    ["Due", dueDate && dayOf(new Date(dueDate))],
    ["Open until", expiresAt && status !== "PAID" ? readableTime(new Date(expiresAt)) : null],
    ["Paid", paidAt && dayOf(new Date(paidAt))],
    ["Reference", orderId],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

function totalsOf(invoice: InvoiceSnapshot, price: (units: string) => string): [string, string][] {
  const { subtotal, total, taxes, creditedAmount, receivedAmount, amountDue, settledAt } = invoice;
  const isPositive = (units: string) => BigInt(units) > 0n;
  return [
    ...(subtotal !== null && taxes.length > 0 ? [["Subtotal", price(subtotal)] as [string, string]] : []),
    ...taxes.map(({ name, rate, base, amount, lines }): [string, string] => [
      lines === null ? `${name} ${rate}%` : `${name} ${rate}% on ${price(base)}`,
      price(amount),
    ]),
    ...(total === null ? [] : [["Total", price(total)] as [string, string]]),
    ...(isPositive(creditedAmount) ? [["Credited", `−${price(creditedAmount)}`] as [string, string]] : []),
    ...(isPositive(receivedAmount) ? [["Paid", `−${price(receivedAmount)}`] as [string, string]] : []),
    ...(settledAt === null || total === null
      ? []
      : [
          ["Waived", `−${price(`${BigInt(total) - BigInt(creditedAmount) - BigInt(receivedAmount)}`)}`] as [
            string,
            string,
          ],
        ]),
    ["Amount due", amountDue === null ? "You choose the amount" : price(amountDue)],
  ];
}

function tokensOf({ chainId, token, amountToken }: NonNullable<LoadedPayment["quote"]>): string {
  const chain = chainById(chainId);
  const decimals = (chain && tokenBySymbol(chain, token)?.decimals) ?? 0;
  const short = formatDecimal(amountToken, decimals).replace(/(\.\d\d\d*?)0+$/, "$1");
  return `${short} ${token} on ${chain?.name ?? `chain ${chainId}`}`;
}

/** "26 November 2026", in UTC. */
function dayOf(time: Date): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(time);
}
