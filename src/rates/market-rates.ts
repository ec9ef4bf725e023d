import type { Logger } from "pino";
import {
  type Currency,
  formatDecimal,
  type NativeToken,
  type PricingUnit,
  parseDecimal,
  type TokenSymbol,
} from "../protocol/index.ts";
import type { Clock } from "../runtime/index.ts";
import { type ExchangeRates, RateUnavailableError } from "./exchange-rates.ts";
import type { DollarRates, DollarToken, RateSource } from "./sources/rate-source.ts";

export type MarketRates = ExchangeRates & {
  /** Asks all sources. Never throws: a failing source keeps its last answer until that is too old. */
  refresh(): Promise<void>;
  /** Asks the sources whose turn it is: each a minute after it answered, and sooner after it did not. Never throws. */
  refreshDue(): Promise<void>;
  /** What a dollar stablecoin trades at, in 10^-18 US dollars; null without an answer within five minutes, or where sources disagree. */
  marketPrice(token: DollarToken): bigint | null;
};

export type MarketRatesOptions = {
  readonly sources: readonly RateSource[];
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn">;
};

/** Sources that must agree on a rate. */
const minSources = 2;

/** A source's answer is valid for this long. Milliseconds. */
export const maxRateAge = 5 * 60_000;

/**
 * Between two requests to a source by itself: after it answered, and after it did not, doubled from one failure to the next up to the first. Without a price of the
 * native token nothing is sponsored, and at a server's start there is no earlier one. Milliseconds.
 */
const pauses = { answered: 60_000, failed: 5_000 };
const pauseAfter = (failures: number) =>
  failures === 0 ? pauses.answered : Math.min(pauses.failed * 2 ** (failures - 1), pauses.answered);

/** Between two requests to the sources that a quote causes: strangers ask for quotes as often as they like. Milliseconds. */
const minRefreshInterval = 5_000;

/** Sources further apart than this disagree: one of them is wrong. Percent of the median. */
const maxSpread = 5n;

const decimals = 18;
const one = 10n ** BigInt(decimals);

type Answer = { readonly rates: DollarRates; readonly at: Date };

/** The median of several independent sources. A dollar stablecoin is a dollar, EURC is a euro: so USD against USDC is exactly 1, without a source. */
export function createMarketRates({ sources, clock, log }: MarketRatesOptions): MarketRates {
  const answers = new Map<string, Answer>();
  let refreshing: Promise<void> | undefined;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  /** When each source was asked last, and how often in a row it has failed. */
  const attempts = new Map<string, { readonly at: number; readonly failures: number }>();

  const asking = new Map<string, Promise<void>>();

  const attempt = async (source: RateSource) => {
    const { name } = source;
    let failures = 0;
    try {
      answers.set(name, { rates: await source.fetchRates(), at: clock() });
    } catch (error) {
      failures = (attempts.get(name)?.failures ?? 0) + 1;
      log.warn({ err: error, source: name }, "a source of exchange rates does not answer as expected");
    }
    attempts.set(name, { at: clock().getTime(), failures });
  };
  /** A clock that was put back makes it a source's turn too, and does not make its answer new. */
  const isDue = ({ name }: RateSource) => {
    const last = attempts.get(name);
    return last === undefined || Math.abs(clock().getTime() - last.at) >= pauseAfter(last.failures);
  };
  /** Whoever asks a source while it is being asked hears of the same answer. */
  const ask = (source: RateSource): Promise<void> => {
    const { name } = source;
    const asked = asking.get(name) ?? attempt(source).finally(() => asking.delete(name));
    asking.set(name, asked);
    return asked;
  };
  const refresh = () => {
    if (!refreshing) refreshedAt = clock().getTime();
    refreshing ??= Promise.all(sources.map(ask)).then(() => {
      refreshing = undefined;
    });
    return refreshing;
  };
  const current = (currency: Currency | NativeToken | DollarToken): bigint[] => {
    const oldest = clock().getTime() - maxRateAge;
    return [...answers.values()]
      .filter(({ at }) => at.getTime() > oldest)
      .flatMap(({ rates }) => rates.get(currency) ?? [])
      .map((rate) => parseDecimal(truncate(rate), decimals));
  };
  /** Units of the currency per dollar, in 10^-18. */
  const perDollar = async (currency: Currency): Promise<bigint> => {
    if (currency === "USD") return one;
    const mayRefresh = refreshing !== undefined || clock().getTime() - refreshedAt >= minRefreshInterval;
    if (current(currency).length < minSources && mayRefresh) await refresh();
    return agreed(currency, current(currency));
  };
  /** Dollars for one, in 10^-18. */
  const priceOf = (asset: Currency | NativeToken | DollarToken): bigint | null => {
    const rates = inOrder(current(asset).filter((rate) => rate > 0n));
    return rates.length === 0 || isTooWide(rates) ? null : (one * one) / median(rates);
  };

  return {
    refresh,
    async refreshDue() {
      await Promise.all(sources.filter(isDue).map(ask));
    },
    async tokenPerUnit(unit, token) {
      const base = currencyOf[token];
      const currency = currencyOfUnit(unit);
      if (base === currency) return "1";
      const price = await perDollar(currency);
      // Rounded up, like every step of the amount that is paid.
      const rate = ((await perDollar(base)) * one + price - 1n) / price;
      return formatDecimal(rate, decimals).replace(/\.?0+$/, "");
    },
    isFixed: (unit, token) => currencyOf[token] === currencyOfUnit(unit),
    isKnown(unit, token) {
      const base = currencyOf[token];
      const currency = currencyOfUnit(unit);
      return base === currency || [base, currency].every((one) => one === "USD" || isAgreed(current(one)));
    },
    dollarsPer(asset) {
      const code = isToken(asset) ? currencyOf[asset] : asset;
      return code === "USD" ? one : priceOf(code);
    },
    marketPrice: (token) => priceOf(token),
  };
}

/** The currency of each stablecoin, one to one. */
const currencyOf: Readonly<Record<TokenSymbol, Currency>> = { USDC: "USD", USDT: "USD", EURC: "EUR" };

function isAgreed(rates: readonly bigint[]): boolean {
  const sorted = inOrder(rates);
  return sorted.length >= minSources && !isTooWide(sorted);
}

function inOrder(rates: readonly bigint[]): bigint[] {
  return rates.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function isTooWide(sorted: readonly bigint[]): boolean {
  const spread = (sorted.at(-1) ?? 0n) - (sorted[0] ?? 0n);
  return spread * 100n > median(sorted) * maxSpread;
}

function currencyOfUnit(unit: PricingUnit): Currency {
  return isToken(unit) ? currencyOf[unit] : unit;
}

function isToken(asset: NativeToken | PricingUnit): asset is TokenSymbol {
  return asset in currencyOf;
}

function agreed(currency: Currency, rates: readonly bigint[]): bigint {
  if (rates.length < minSources) {
    throw new RateUnavailableError(
      `There is no exchange rate for ${currency} at the moment: fewer than ${minSources} sources answer. Try again in a minute; the payment stays payable.`,
    );
  }
  const sorted = inOrder(rates);
  if (isTooWide(sorted)) {
    throw new RateUnavailableError(
      `There is no exchange rate for ${currency} at the moment: the sources do not agree. Try again in a minute; the payment stays payable.`,
    );
  }
  return median(sorted);
}

function median(sorted: readonly bigint[]): bigint {
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0n;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? 0n)) / 2n;
}

/** Eighteen decimals are kept. */
function truncate(rate: string): string {
  const [whole = "0", fraction = ""] = rate.split(".");
  return fraction === "" ? whole : `${whole}.${fraction.slice(0, decimals)}`;
}
