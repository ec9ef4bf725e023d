import type { Logger } from "pino";
import type { Configuration } from "../configuration/index.ts";
import { coinbase, createMarketRates, guardPeg, openErApi, openExchangeRates } from "../rates/index.ts";
import type { Clock } from "../runtime/index.ts";

/** Exchange rates by the configured sources. */
export function createRates({ rates }: Pick<Configuration, "rates">, clock: Clock, log: Logger) {
  const { coinbaseUrl, openErApiUrl, openExchangeRates: keyed, depeg } = rates;
  const sources = [coinbase(coinbaseUrl), openErApi(openErApiUrl)];
  if (keyed) sources.push(openExchangeRates(keyed.appId, keyed.url));
  const market = createMarketRates({ sources, clock, log });
  return depeg ? guardPeg(market, depeg) : market;
}
