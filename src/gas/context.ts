import type { GasPrices } from "../chain/index.ts";
import type { ExchangeRates } from "../rates/index.ts";

/** What is needed to say what gas costs in dollars, and who pays it up to where. */
export type GasContext = {
  readonly rates: ExchangeRates;
  /** The latest gas prices of a chain; null while they are not known. */
  readonly gasPrices: (chainId: number) => GasPrices | null;
  /** How many times its payment's fee sponsored gas may cost, in 10^-4; zero is any cost. */
  readonly sponsorshipLimit: bigint;
};
