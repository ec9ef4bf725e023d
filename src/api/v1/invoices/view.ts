import { type InvoiceSnapshot, invoiceUrl } from "../../../invoices/index.ts";
import { formatDecimal, formatPrice } from "../../../protocol/index.ts";

export type InvoiceViewContext = {
  /** Where this server is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
};

/** An invoice as its merchant sees it. Unknown is null, never absent. */
export function invoiceView(
  context: InvoiceViewContext,
  { allowsPartialPayments, sellers = [], language = null, ...invoice }: InvoiceSnapshot,
) {
  const price = (units: string) => formatPrice(BigInt(units), invoice.currency);
  const url = invoiceUrl(context, invoice.publicId);
  return {
    ...invoice,
    url,
    pdfUrl: `${url}/pdf`,
    lines: invoice.lines.map(({ unitPrice, amount, ...line }) => ({
      ...line,
      unitPrice: price(unitPrice),
      amount: price(amount),
    })),
    taxes: invoice.taxes.map(({ base, amount, ...tax }) => ({ ...tax, base: price(base), amount: price(amount) })),
    subtotal: invoice.subtotal === null ? null : price(invoice.subtotal),
    total: invoice.total === null ? null : price(invoice.total),
    creditedAmount: price(invoice.creditedAmount),
    receivedAmount: price(invoice.receivedAmount),
    amountDue: invoice.amountDue === null ? null : price(invoice.amountDue),
    allowPartialPayments: allowsPartialPayments,
    sellers: sellers.map(({ recipient, bps }) => ({ address: recipient, percent: formatDecimal(BigInt(bps), 2) })),
    language,
    // As an answer has them, which are the caller's to change.
    acceptedChains: invoice.acceptedChains && [...invoice.acceptedChains],
    acceptedTokens: invoice.acceptedTokens && [...invoice.acceptedTokens],
    creditNotes: invoice.creditNotes.map(({ amount, ...note }) => ({ ...note, amount: price(amount) })),
  };
}
