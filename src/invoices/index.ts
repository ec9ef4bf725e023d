export { reminderPresets } from "../store/index.ts";
export { askCustomer } from "./ask-customer.ts";
export { type Collected, collectInvoice, mailUncollected } from "./collect-invoice.ts";
export type { InvoicesContext } from "./context.ts";
export { createInvoice, insertInvoice } from "./create-invoice.ts";
export { type CreditInput, creditInvoice } from "./credit-invoice.ts";
export { endInvoice, type InvoiceEnding } from "./end-invoice.ts";
export {
  CreditExceedsTotalError,
  InvoiceMailedError,
  InvoiceNotFoundError,
  InvoiceStateError,
  InvoiceUnderWayError,
  InvoiceWithoutMailError,
  NoMailServerError,
} from "./errors.ts";
export { invoiceId, invoiceUrl, uuidOfInvoice } from "./invoice-id.ts";
export { type InvoiceSnapshot, invoiceSnapshot } from "./invoice-snapshot.ts";
export {
  findInvoiceByPublicId,
  type InvoiceFilter,
  invoicesOfCustomer,
  type LoadedInvoice,
  listInvoices,
  loadInvoice,
  searchInvoices,
} from "./load-invoice.ts";
export { numberText } from "./number.ts";
export { openPaymentIds, paidPaymentsOf } from "./payments-of.ts";
export { type InvoiceContent, type InvoiceInput, readInvoice } from "./read-invoice.ts";
export { type InvoiceEventData, invoiceSubject } from "./record-event.ts";
export { remindOfInvoice } from "./send-reminders.ts";
export { isOpen } from "./state.ts";
export { invoiceTasks } from "./tasks.ts";
export { checkPayable, openPayment, priceOfVisit, processingPayment, visitInvoice } from "./visit-invoice.ts";
