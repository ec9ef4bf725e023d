import { amountsOf, type Chain, termsFromJson, tokenBySymbol } from "../protocol/index.ts";
import type { Quote } from "../store/index.ts";
import type { GasContext } from "./context.ts";
import { SponsorshipUnprofitableError } from "./errors.ts";
import { dollarsOf, formatDollars, gasCost } from "./gas-cost.ts";

/** The limit is a ratio in 10^-4. */
export const sponsorshipLimitDecimals = 4;

/** What an operation may cost at most: all of its gas limits together, and its fees in wei. */
export type OperationGas = {
  readonly gas: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
};

/** Throws `SponsorshipUnprofitableError` where the gas of a payer's operation would cost more of us than its payment's fee allows. */
export function checkOperationCost(
  context: GasContext,
  chain: Chain,
  quote: Quote,
  { gas, maxFeePerGas, maxPriorityFeePerGas }: OperationGas,
): void {
  const prices = context.gasPrices(chain.id);
  const now = prices && prices.baseFee + maxPriorityFeePerGas;
  const perGas = now !== null && now < maxFeePerGas ? now : maxFeePerGas;
  // What it costs to publish the data is in `preVerificationGas`: the bundler puts it there.
  check(context, chain, quote, dollarsOf(context, chain, gas * perGas));
}

/** The same for a transaction of our own, by the node's estimate of its gas. */
export function checkRelayCost(
  context: GasContext,
  chain: Chain,
  quote: Quote,
  { gas, bytes }: { readonly gas: bigint; readonly bytes: number },
): void {
  check(context, chain, quote, gasCost(context, chain, { gas, bytes, estimated: true }));
}

/** An unknown price is no reason to refuse: a source of rates that is down must not stop payments. */
function check({ rates, sponsorshipLimit }: GasContext, chain: Chain, quote: Quote, cost: bigint | null): void {
  const fee = feeInDollars(rates, chain, quote);
  if (sponsorshipLimit === 0n || cost === null || fee === null) return;
  if (cost * 10n ** BigInt(sponsorshipLimitDecimals) <= fee * sponsorshipLimit) return;
  throw new SponsorshipUnprofitableError(formatDollars(cost), formatDollars(fee));
}

function feeInDollars(rates: GasContext["rates"], chain: Chain, quote: Quote): bigint | null {
  const price = rates.dollarsPer(quote.token);
  const decimals = tokenBySymbol(chain, quote.token)?.decimals;
  if (price === null || decimals === undefined) return null;
  return (amountsOf(termsFromJson(quote.terms).shares).fee * price) / 10n ** BigInt(decimals);
}
