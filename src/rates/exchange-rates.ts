import type { Coin, Currency, TokenSymbol } from "../protocol/index.ts";
import { DomainError } from "../runtime/index.ts";

/** No rate can be given now. The payment stays payable: a quote can be asked for again later. */
export class RateUnavailableError extends DomainError {
  override readonly name = "RateUnavailableError";
  override readonly code = "RATE_UNAVAILABLE";
}

export type ExchangeRates = {
  /** Token units per one unit of the currency, as a decimal string of at most 18 decimals. Throws `RateUnavailableError`. */
  tokenPerUnit(currency: Currency, token: TokenSymbol): Promise<string>;
  /** Whether there is a rate at hand, without asking anybody. */
  isKnown(currency: Currency, token: TokenSymbol): boolean;
  /**
   * US dollars for one coin or one token, in 10^-18, as the sources said last; null where none did within five minutes, or where they do not
   * agree. It decides no amount that anybody pays, only what gas is worth: so one source is enough.
   */
  dollarsPer(asset: Coin | TokenSymbol): bigint | null;
};
