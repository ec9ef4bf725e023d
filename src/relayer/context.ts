import type { GasContext } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";

/** What the relayer's queue and submissions work on. */
export type QueueContext = Pick<PaymentsContext, "database" | "clock">;

/** What the relayer needs from outside. */
export type RelayerContext = PaymentsContext & GasContext;
