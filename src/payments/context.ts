import type { Address } from "viem";
import type { GasContext } from "../gas/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import type { OfferedChain } from "./offered-chains.ts";

/** What the payments domain needs from outside. */
export type PaymentsContext = GasContext & {
  readonly database: Database;
  readonly clock: Clock;
  /** The chains this server settles on, with the tokens it offers there. */
  readonly chains: readonly OfferedChain[];
  /** The router, at the same address on every chain. */
  readonly router: Address;
  /** Where the hosted checkout lives: `paymentUrl` is `<checkoutUrl>/<payment id>`. */
  readonly checkoutUrl: string;
};
