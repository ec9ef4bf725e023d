import type { Currency, TokenSymbol } from "../protocol/index.ts";

/** No rate can be given now. The payment stays payable: a quote can be asked for again later. */
export class RateUnavailableError extends Error {
  override readonly name = "RateUnavailableError";
}

export type ExchangeRates = {
  /** Token units per one unit of the currency, as a decimal string of at most 18 decimals. Throws `RateUnavailableError`. */
  tokenPerUnit(currency: Currency, token: TokenSymbol): Promise<string>;
  /** Whether there is a rate at hand, without asking anybody. */
  isKnown(currency: Currency, token: TokenSymbol): boolean;
};
