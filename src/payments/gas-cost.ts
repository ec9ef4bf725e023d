import { type GasPrices, transactionCost } from "../chain/gas-prices.ts";
import { type Chain, formatDecimal } from "../protocol/index.ts";
import type { PaymentsContext } from "./context.ts";

/** Sums of dollars are counted in 10^-18. */
const dollarDecimals = 18;

/** Places that are shown: gas on some chains costs less than a cent. */
const shownDecimals = 4;

/**
 * What a transaction costs now, in 10^-18 US dollars. Null where the chain's gas prices or its coin's price are not known at the moment. The coin
 * of a testnet is worth nothing.
 */
export function gasCost(
  { rates, gasPrices }: Pick<PaymentsContext, "rates" | "gasPrices">,
  chain: Chain,
  transaction: Parameters<typeof transactionCost>[1],
  prices: GasPrices | null = gasPrices(chain.id),
): bigint | null {
  if (chain.testnet) return 0n;
  const price = rates.dollarsPer(chain.nativeCurrency);
  if (prices === null || price === null) return null;
  return (transactionCost(prices, transaction) * price) / 10n ** 18n;
}

/** Dollars (10^-18) as a decimal string, rounded up at the fourth place. */
export function formatDollars(amount: bigint): string {
  const unit = 10n ** BigInt(dollarDecimals - shownDecimals);
  return formatDecimal((amount + unit - 1n) / unit, shownDecimals);
}
