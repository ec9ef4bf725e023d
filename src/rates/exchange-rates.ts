import type { NativeToken, PricingUnit, TokenSymbol } from "../protocol/index.ts";
import { DomainError } from "../runtime/index.ts";

/** No rate is available now. The payment stays payable: a quote can be asked for again later. */
export class RateUnavailableError extends DomainError {
  override readonly name = "RateUnavailableError";
  override readonly code = "RATE_UNAVAILABLE";
}

export type ExchangeRates = {
  /** Token units per one unit of the price, as a decimal string of at most 18 decimals. Throws `RateUnavailableError`. */
  tokenPerUnit(unit: PricingUnit, token: TokenSymbol): Promise<string>;
  /** Whether the token is what the price is in, one to one: no rate can move. */
  isFixed(unit: PricingUnit, token: TokenSymbol): boolean;
  /** Whether there is a cached rate; asks no source. */
  isKnown(unit: PricingUnit, token: TokenSymbol): boolean;
  /**
   * US dollars for one native token or one stablecoin, in 10^-18; null without an answer within five minutes, or where sources disagree. It prices
   * gas alone and never an amount that is paid, so one source is enough.
   */
  dollarsPer(asset: NativeToken | TokenSymbol): bigint | null;
};
