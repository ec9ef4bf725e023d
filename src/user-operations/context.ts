import type { GasContext } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";

/** What payers' operations and their sponsorship need from outside. */
export type UserOperationsContext = PaymentsContext & GasContext;
