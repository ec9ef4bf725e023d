import type { MailQueue } from "../mail/index.ts";
import type { PaymentsContext } from "../payments/index.ts";

/** What invoices need from outside. */
export type InvoicesContext = PaymentsContext &
  MailQueue & {
    /** Whether mails that are queued go out. */
    readonly sendsMail: boolean;
    /** Where this server is reached from outside, without a slash at the end. */
    readonly publicUrl: string;
  };
