import type { Logger } from "pino";
import { coinbase, createMarketRates, openErApi, openExchangeRates } from "../rates/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Configuration } from "./configuration/index.ts";

/** Exchange rates by the configured sources. */
export function createRates({ rates }: Pick<Configuration, "rates">, clock: Clock, log: Logger) {
  const { coinbaseUrl, openErApiUrl, openExchangeRates: keyed } = rates;
  const sources = [coinbase(coinbaseUrl), openErApi(openErApiUrl)];
  if (keyed) sources.push(openExchangeRates(keyed.appId, keyed.url));
  return createMarketRates({ sources, clock, log });
}
