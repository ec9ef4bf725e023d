import type { GasContext } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";

/** What deposits need from outside. */
export type DepositsContext = GasContext & PaymentsContext;
