export { type DepegGuard, guardPeg } from "./depeg-guard.ts";
export { type ExchangeRates, RateUnavailableError } from "./exchange-rates.ts";
export { createMarketRates } from "./market-rates.ts";
export { coinbase } from "./sources/coinbase.ts";
export { openErApi } from "./sources/open-er-api.ts";
export { openExchangeRates } from "./sources/open-exchange-rates.ts";
export type { RateSource } from "./sources/rate-source.ts";
export { rateTasks } from "./tasks.ts";
