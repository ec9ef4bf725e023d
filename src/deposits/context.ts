import type { GasContext } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";

/** What deposits need from outside. */
export type DepositsContext = GasContext &
  Pick<PaymentsContext, "database" | "clock" | "chains" | "checkoutUrl" | "router">;
