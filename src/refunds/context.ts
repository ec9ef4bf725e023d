import type { PaymentsContext } from "../payments/index.ts";
import type { QuotesContext } from "../quotes/index.ts";

/** What refunds need from outside. */
export type RefundsContext = Pick<PaymentsContext, "database" | "clock" | "chains" | "reserved"> &
  Pick<QuotesContext, "findDenied">;
