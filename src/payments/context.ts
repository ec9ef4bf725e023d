import type { Address } from "viem";
import type { GasPrices } from "../chain/gas-prices.ts";
import type { Clock } from "../clock.ts";
import type { Chain } from "../protocol/index.ts";
import type { ExchangeRates } from "../rates/exchange-rates.ts";
import type { Database } from "../store/index.ts";

/** What the payments domain needs from outside. */
export type PaymentsContext = {
  readonly database: Database;
  readonly clock: Clock;
  readonly rates: ExchangeRates;
  /** What a chain charges, as it was read last; null where that is not known. */
  readonly gasPrices: (chainId: number) => GasPrices | null;
  /** How many times its payment's fee sponsored gas may cost, in 10^-4; zero is any cost. */
  readonly sponsorshipLimit: bigint;
  /** The chains this server settles on, with the tokens it offers there. */
  readonly chains: readonly Chain[];
  /** The router, at the same address on every chain. */
  readonly router: Address;
  /** Where the hosted checkout lives: `paymentUrl` is `<checkoutUrl>/<payment id>`. */
  readonly checkoutUrl: string;
};
