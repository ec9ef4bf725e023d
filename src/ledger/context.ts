import type { PaymentsContext } from "../payments/index.ts";

/** What the ledger needs from outside. */
export type LedgerContext = Pick<PaymentsContext, "database" | "clock" | "chains" | "checkoutUrl" | "router">;
