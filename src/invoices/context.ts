import type { PaymentsContext } from "../payments/index.ts";

/** What invoices need from outside. */
export type InvoicesContext = PaymentsContext & {
  /** Where this server is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
};
