import { type CreatePaymentInput, checkPayment, InvalidPaymentError, type Issue } from "../payments/index.ts";
import { formatPrice, type PricingUnit, wholeBasisPoints } from "../protocol/index.ts";
import { normalMailAddress } from "../schemas/index.ts";
import type { Invoice, Language, Mode, Organization, ReminderPreset } from "../store/index.ts";
import type { InvoicesContext } from "./context.ts";
import { figuresOf, type InvoiceLineInput, type InvoiceTaxInput } from "./figures.ts";
import { invoiceSource, invoiceUrl } from "./invoice-id.ts";
import { numberText } from "./number.ts";
import { nextReminder } from "./reminder-schedule.ts";
import { type InvoiceSeller, readSellers, sharesOf } from "./sellers.ts";

/** What a merchant says of an invoice. Amounts are decimal strings of the currency. */
export type InvoiceInput = Pick<
  CreatePaymentInput,
  "description" | "acceptedChains" | "acceptedTokens" | "metadata"
> & {
  readonly title: string;
  readonly orderId?: string | null | undefined;
  readonly currency: PricingUnit;
  /** One of these three: what it comes to, of what it consists, or that the payer chooses. */
  readonly amount?: string | null | undefined;
  readonly lines?: readonly InvoiceLineInput[] | null | undefined;
  readonly allowCustomAmount?: boolean | undefined;
  readonly taxes?: readonly InvoiceTaxInput[] | null | undefined;
  readonly allowPartialPayments?: boolean | undefined;
  readonly sellers?: readonly InvoiceSeller[] | null | undefined;
  /** Left out: its reader's own. */
  readonly language?: Language | null | undefined;
  readonly customer?:
    | {
        readonly name?: string | null | undefined;
        readonly email?: string | null | undefined;
        readonly address?: string | null | undefined;
      }
    | null
    | undefined;
  readonly dueDate?: string | null | undefined;
  /** Left out: it never expires. */
  readonly expiresAt?: Date | null | undefined;
  /** Left out: nobody is reminded. */
  readonly reminderPreset?: ReminderPreset | undefined;
  /** Whether its customer is mailed the request to pay it. */
  readonly notify?: boolean | undefined;
};

/** What an invoice says, in columns of its table. */
export type InvoiceContent = Pick<
  Invoice,
  | "title"
  | "description"
  | "orderId"
  | "currency"
  | "lines"
  | "taxes"
  | "subtotal"
  | "total"
  | "allowsPartialPayments"
  | "sellers"
  | "language"
  | "customerName"
  | "customerEmail"
  | "customerAddress"
  | "acceptedChains"
  | "acceptedTokens"
  | "metadata"
  | "dueDate"
  | "expiresAt"
  | "reminderPreset"
  | "nextReminderAt"
>;

const second = 1_000;
const day = 24 * 60 * 60 * second;
/** How far a merchant's clock may be off. */
const clockTolerance = 5 * second;
/** Whoever says a time says one within ten years. */
const longestLife = 3_650 * day;

/** Reads what a merchant says of an invoice, and that it can be paid. Throws `ModeUnavailableError`, `InvalidPaymentError`. */
export async function readInvoice(
  context: InvoicesContext,
  merchant: Organization,
  mode: Mode,
  input: InvoiceInput,
  createdAt: Date,
): Promise<InvoiceContent> {
  const issues: Issue[] = [];
  checkKind(input, issues);
  const lines = linesOf(input);
  const figures = lines && figuresOf(lines, input.taxes ?? [], input.currency, issues);
  const sellers = readSellers(input.sellers ?? [], issues);
  checkMails(context, input, issues);
  checkExpiry(input.expiresAt, createdAt, issues);
  if (issues.length > 0) throw new InvalidPaymentError(input.amount == null ? issues : issues.map(ofAmount));
  const { customer } = input;
  const content: InvoiceContent = {
    title: input.title,
    description: input.description ?? null,
    orderId: input.orderId ?? null,
    currency: input.currency,
    lines: figures?.lines ?? [],
    taxes: figures?.taxes ?? [],
    subtotal: figures?.subtotal ?? null,
    total: figures?.total ?? null,
    allowsPartialPayments: input.allowPartialPayments ?? false,
    sellers,
    language: input.language ?? null,
    customerName: customer?.name ?? null,
    customerEmail: customer?.email == null ? null : (normalMailAddress(customer.email) ?? null),
    customerAddress: customer?.address ?? null,
    acceptedChains: input.acceptedChains ? [...input.acceptedChains] : null,
    acceptedTokens: input.acceptedTokens ? [...input.acceptedTokens] : null,
    metadata: { ...input.metadata },
    dueDate: input.dueDate ?? null,
    expiresAt: input.expiresAt ?? null,
    reminderPreset: input.reminderPreset ?? "NONE",
    nextReminderAt: nextReminder(input.dueDate ?? null, input.reminderPreset ?? "NONE", createdAt),
  };
  // Whatever it comes to, a payment of it can be made; where the payer chooses, of so much that each seller gets something, as well as of any.
  const example = content.total ?? BigInt(wholeBasisPoints);
  if (sharesOf(sellers, example).length < sellers.length) {
    throw new InvalidPaymentError([{ path: ["sellers"], message: "A part comes to nothing: leave out who gets it." }]);
  }
  await checkPayment(context, merchant, mode, commonOf(content, example));
  return content;
}

/** The payment of an amount of an invoice. */
export function paymentOf(
  context: { readonly publicUrl: string },
  invoice: Invoice,
  amount: bigint,
  expiresAt: Date,
): CreatePaymentInput {
  const page = invoiceUrl(context, invoice.publicId);
  return {
    ...commonOf(invoice, amount),
    title: invoice.title,
    description: `Invoice ${numberText("INVOICE", invoice)}`,
    expiresAt,
    successUrl: page,
    cancelUrl: page,
    source: invoiceSource(invoice.id),
  };
}

type Common = Pick<Invoice, "currency" | "sellers" | "acceptedChains" | "acceptedTokens" | "metadata">;

function commonOf({ currency, sellers, ...common }: Common, amount: bigint): CreatePaymentInput {
  const { acceptedChains, acceptedTokens, metadata } = common;
  return {
    amount: formatPrice(amount, currency),
    currency,
    sellers: sharesOf(sellers, amount).map((share) => ({ ...share, amount: formatPrice(share.amount, currency) })),
    acceptedChains,
    acceptedTokens,
    metadata,
  };
}

function checkKind({ amount, lines, allowCustomAmount = false, taxes, ...input }: InvoiceInput, issues: Issue[]): void {
  const given = [amount != null, (lines ?? []).length > 0, allowCustomAmount].filter(Boolean).length;
  const refuse = (field: string, message: string) => void issues.push({ path: [field], message });
  if (given === 0) refuse("amount", "Give an amount, lines, or allowCustomAmount where the payer is to choose.");
  if (given > 1) refuse("amount", "Give an amount, or lines, or allowCustomAmount: one of them.");
  if (!allowCustomAmount) return;
  if ((taxes ?? []).length > 0) refuse("taxes", "Where the payer chooses the amount there is nothing to tax.");
  if (input.allowPartialPayments) {
    refuse("allowPartialPayments", "Where the payer chooses the amount no payment is a part of it.");
  }
}

function linesOf({ title, amount, lines, allowCustomAmount = false }: InvoiceInput) {
  if (allowCustomAmount) return undefined;
  return amount == null ? (lines ?? []) : [{ description: title, unitPrice: amount }];
}

/** Where one amount was given, it is what is wrong with the one line that is made of it. */
function ofAmount(issue: Issue): Issue {
  return issue.path[0] === "lines" ? { ...issue, path: ["amount"] } : issue;
}

function checkMails({ sendsMail }: InvoicesContext, input: InvoiceInput, issues: Issue[]): void {
  const { customer, dueDate, notify = false, reminderPreset = "NONE" } = input;
  const asks = [...(notify ? ["notify"] : []), ...(reminderPreset === "NONE" ? [] : ["reminderPreset"])];
  for (const field of asks) {
    if (!sendsMail) issues.push({ path: [field], message: "This server sends no mail." });
    else if (customer?.email == null) issues.push({ path: [field], message: "This needs the customer's email." });
  }
  if (reminderPreset !== "NONE" && dueDate == null) {
    issues.push({ path: ["reminderPreset"], message: "Reminders go by the dueDate: give one." });
  }
}

function checkExpiry(expiresAt: Date | null | undefined, now: Date, issues: Issue[]): void {
  if (expiresAt == null) return;
  const life = expiresAt.getTime() - now.getTime();
  if (life <= -clockTolerance || life > longestLife) {
    issues.push({ path: ["expiresAt"], message: "expiresAt must be ahead, and within ten years." });
  }
}
