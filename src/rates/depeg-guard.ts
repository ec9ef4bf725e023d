import { formatDecimal, type PricingUnit, parseDecimal, type TokenSymbol, tokenSymbols } from "../protocol/index.ts";
import { RateUnavailableError } from "./exchange-rates.ts";
import type { MarketRates } from "./market-rates.ts";
import { type DollarToken, dollarTokens } from "./sources/rate-source.ts";

/** What an operator sets for the day that a stablecoin is no dollar. */
export type DepegGuard = {
  /** How far from a dollar a token may trade, in 10^-18 dollars. */
  readonly distance: bigint;
  /** Beyond: no quote in it, or at what it trades at. */
  readonly beyond: "refuse" | "market";
};

const decimals = 18;
const one = 10n ** BigInt(decimals);

/**
 * Rates by which a dollar stablecoin is a dollar only as long as it trades near one. While nobody says what it trades at there is no rate in it. A price in the
 * token itself promises no dollars and stays one to one.
 */
export function guardPeg(rates: MarketRates, { distance, beyond }: DepegGuard): MarketRates {
  const isNear = (price: bigint) => price >= one - distance && price <= one + distance;
  return {
    ...rates,
    async tokenPerUnit(unit, token) {
      const rate = await rates.tokenPerUnit(unit, token);
      if (!isGuarded(unit, token)) return rate;
      const price = rates.marketPrice(token);
      if (price === null) {
        throw new RateUnavailableError(`Nobody says at the moment what ${token} trades at. Try again in a minute.`);
      }
      if (isNear(price)) return rate;
      if (beyond === "refuse") {
        const dollars = formatDecimal(price, decimals).replace(/\.?0+$/, "");
        throw new RateUnavailableError(`${token} trades at ${dollars} US dollars: nothing is quoted in it meanwhile.`);
      }
      // Rounded up, like every step of the amount that is paid.
      const scaled = (parseDecimal(rate, decimals) * one + price - 1n) / price;
      return formatDecimal(scaled, decimals).replace(/\.?0+$/, "");
    },
    isFixed: (unit, token) => !isGuarded(unit, token) && rates.isFixed(unit, token),
    isKnown(unit, token) {
      if (!rates.isKnown(unit, token)) return false;
      if (!isGuarded(unit, token)) return true;
      const price = rates.marketPrice(token);
      return price !== null && (beyond === "market" || isNear(price));
    },
  };
}

function isGuarded(unit: PricingUnit, token: TokenSymbol): token is DollarToken {
  const isPricedInToken = tokenSymbols.some((symbol) => symbol === unit);
  return !isPricedInToken && dollarTokens.some((symbol) => symbol === token);
}
