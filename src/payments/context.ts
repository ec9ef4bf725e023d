import type { Address } from "viem";
import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import type { OfferedChain } from "./offered-chains.ts";

/** What checking a payment needs, which is less than creating one: nothing of a chain. */
export type PaymentChecksContext = Omit<PaymentsContext, "feeBasisPoints">;

/** What payments need from outside. */
export type PaymentsContext = {
  readonly database: Database;
  readonly clock: Clock;
  /** The chains this server settles on, with the tokens it offers there. */
  readonly chains: readonly OfferedChain[];
  /** The router, at the same address on every chain. */
  readonly router: Address;
  /** What it takes, as it says itself. */
  readonly feeBasisPoints: bigint;
  /** The router and whatever else belongs to this server: nobody can be paid there. */
  readonly reserved: readonly Address[];
  /** Whether this server has a relayer, which settles what is at deposit addresses. Without one it shows no deposit address. */
  readonly settlesDeposits: boolean;
  /** Where the hosted checkout lives: `paymentUrl` is `<checkoutUrl>/<payment id>`. */
  readonly checkoutUrl: string;
};
