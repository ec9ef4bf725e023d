import { type InvoiceSnapshot, invoiceSnapshot, invoiceUrl, type LoadedInvoice } from "../../../invoices/index.ts";
import { readableTime } from "../../../mail/index.ts";
import type { LoadedPayment } from "../../../payments/index.ts";
import { chainById, formatDecimal, tokenBySymbol } from "../../../protocol/index.ts";
import type { Invoice, InvoiceStatus, Language, Organization } from "../../../store/index.ts";
import { dayText } from "../day.ts";
import { type Say, sayIn } from "../messages/index.ts";
import { money } from "../money.ts";

/** All that is read on an invoice, as text. Its page and its PDF write the same one, so their figures are the same. */
export type InvoiceDocument = {
  readonly language: Language;
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

const tones: Readonly<Record<InvoiceStatus, InvoiceDocument["status"]["tone"]>> = {
  OPEN: "open",
  PROCESSING: "open",
  PARTIALLY_PAID: "open",
  PAID: "good",
  CREDITED: "over",
  EXPIRED: "over",
  VOID: "over",
};

/** Writes an invoice down as of `now`, in its own language or else in the reader's. */
export function invoiceDocument(
  context: { readonly publicUrl: string },
  { organization, payments, ...loaded }: Written,
  now: Date,
  reader: Language,
): InvoiceDocument {
  const invoice = invoiceSnapshot(loaded);
  const language = invoice.language ?? reader;
  const written: Writing = {
    say: sayIn(language),
    price: (units) => money(BigInt(units), invoice.currency, language),
    day: (time) => dayText(time, language),
  };
  const { say, price, day } = written;
  return {
    language,
    heading: say("invoice.heading", { number: invoice.number }),
    title: invoice.title,
    description: invoice.description,
    isTest: loaded.invoice.mode === "test",
    status: isOverdue(invoice, now)
      ? { label: say("invoice.overdue"), tone: "late" }
      : { label: say(`invoice.status.${invoice.status}`), tone: tones[invoice.status] },
    from: [organization.name, organization.supportContact].filter((line) => line !== null),
    to: recipientOf(invoice.customer),
    facts: factsOf(invoice, written),
    lines: invoice.lines.map(({ description, quantity, unitPrice, amount }) => ({
      description,
      quantity,
      unitPrice: price(unitPrice),
      amount: price(amount),
    })),
    totals: totalsOf(invoice, written),
    creditNotes: invoice.creditNotes.map(({ number, amount, reason, createdAt }) =>
      say("invoice.creditNote", { number, day: day(createdAt), amount: price(amount), reason }),
    ),
    payments: [
      ...payments.toReversed().map(({ payment, quote }) => ({
        amount: money(payment.amount, payment.currency, language),
        paidBy: quote ? tokensOf(quote, say) : "",
        paidAt: payment.paidAt ? readableTime(payment.paidAt) : "",
        transactionHash: payment.transactionHash,
      })),
      ...collectedOf(loaded.invoice, written),
    ],
    url: invoiceUrl(context, invoice.publicId),
  };
}

/** How things are written in the invoice's language. */
type Writing = {
  readonly say: Say;
  readonly price: (units: string) => string;
  readonly day: (time: string) => string;
};

/** What its customer did not pay by hand. */
function collectedOf({ collectedAmount, paidAt }: Invoice, { say, price }: Writing): InvoiceDocument["payments"] {
  if (collectedAmount === 0n) return [];
  const time = paidAt ? readableTime(paidAt) : "";
  const amount = price(collectedAmount.toString());
  return [{ amount, paidBy: say("invoice.byMandate"), paidAt: time, transactionHash: null }];
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

function factsOf(invoice: InvoiceSnapshot, { say, day }: Writing): [string, string][] {
  const { createdAt, dueDate, orderId, paidAt, expiresAt, status } = invoice;
  const facts: [string, string | null][] = [
    [say("invoice.issued"), day(createdAt)],
    [say("invoice.due"), dueDate && day(dueDate)],
    [say("invoice.openUntil"), expiresAt && status !== "PAID" ? readableTime(new Date(expiresAt)) : null],
    [say("invoice.paid"), paidAt && day(paidAt)],
    [say("invoice.reference"), orderId],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

function totalsOf(invoice: InvoiceSnapshot, { say, price }: Writing): [string, string][] {
  const { subtotal, total, taxes, creditedAmount, receivedAmount, amountDue, settledAt } = invoice;
  const isPositive = (units: string) => BigInt(units) > 0n;
  return [
    ...(subtotal !== null && taxes.length > 0 ? [[say("invoice.subtotal"), price(subtotal)] as [string, string]] : []),
    ...taxes.map(({ name, rate, base, amount, lines }): [string, string] => [
      lines === null ? say("invoice.tax", { name, rate }) : say("invoice.taxOn", { name, rate, base: price(base) }),
      price(amount),
    ]),
    ...(total === null ? [] : [[say("invoice.total"), price(total)] as [string, string]]),
    ...(isPositive(creditedAmount) ? [[say("invoice.credited"), `−${price(creditedAmount)}`] as [string, string]] : []),
    ...(isPositive(receivedAmount) ? [[say("invoice.paid"), `−${price(receivedAmount)}`] as [string, string]] : []),
    ...(settledAt === null || total === null
      ? []
      : [
          [
            say("invoice.waived"),
            `−${price(`${BigInt(total) - BigInt(creditedAmount) - BigInt(receivedAmount)}`)}`,
          ] as [string, string],
        ]),
    [say("invoice.amountDue"), amountDue === null ? say("invoice.youChoose") : price(amountDue)],
  ];
}

function tokensOf({ chainId, token, amountToken }: NonNullable<LoadedPayment["quote"]>, say: Say): string {
  const chain = chainById(chainId);
  const decimals = (chain && tokenBySymbol(chain, token)?.decimals) ?? 0;
  const short = formatDecimal(amountToken, decimals).replace(/(\.\d\d\d*?)0+$/, "$1");
  return say("invoice.onChain", { amount: `${short} ${token}`, chain: chain?.name ?? `${chainId}` });
}
