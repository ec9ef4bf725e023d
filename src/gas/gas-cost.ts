import { type GasPrices, transactionCost } from "../chain/index.ts";
import { type Chain, formatDecimal } from "../protocol/index.ts";
import type { GasContext } from "./context.ts";

/** Sums of dollars are counted in 10^-18. */
const dollarDecimals = 18;

/** Places that are shown: gas on some chains costs less than a cent. */
const shownDecimals = 4;

/** The value of wei of a chain's native token, in 10^-18 US dollars; null while the token has no price. A testnet's is worth nothing. */
export function dollarsOf({ rates }: Pick<GasContext, "rates">, chain: Chain, wei: bigint): bigint | null {
  if (chain.testnet) return 0n;
  const price = rates.dollarsPer(chain.nativeCurrency);
  return price === null ? null : (wei * price) / 10n ** 18n;
}

/** What a transaction costs now, in 10^-18 US dollars. Null while the chain's gas prices or its native token's price are unknown. */
export function gasCost(
  context: Pick<GasContext, "rates" | "gasPrices">,
  chain: Chain,
  transaction: Parameters<typeof transactionCost>[1],
): bigint | null {
  const prices: GasPrices | null = context.gasPrices(chain.id);
  if (prices === null) return chain.testnet ? 0n : null;
  return dollarsOf(context, chain, transactionCost(prices, transaction));
}

/** Dollars (10^-18) as a decimal string, rounded up at the fourth place. */
export function formatDollars(amount: bigint): string {
  const unit = 10n ** BigInt(dollarDecimals - shownDecimals);
  return formatDecimal((amount + unit - 1n) / unit, shownDecimals);
}
