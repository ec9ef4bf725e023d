import type { GasContext } from "../gas/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { ChainServices } from "../relayer/index.ts";

/** What the checkout's view needs from outside. */
export type CheckoutContext = Pick<PaymentsContext, "database" | "clock" | "chains" | "settlesDeposits"> &
  Pick<GasContext, "gasPrices" | "rates"> & {
    /** Per chain: what submits signatures and sponsors operations. */
    readonly services: ReadonlyMap<
      number,
      Pick<ChainServices, "chain" | "client" | "reads" | "lanes" | "isBundlerUp" | "sponsorship" | "relayLimits">
    >;
  };
