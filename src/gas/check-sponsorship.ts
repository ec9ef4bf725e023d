import { amountsOf, type Chain, termsFromJson, tokenBySymbol } from "../protocol/index.ts";
import type { Quote } from "../store/index.ts";
import type { GasContext } from "./context.ts";
import { SponsorshipUnavailableError, SponsorshipUnprofitableError } from "./errors.ts";
import { formatDollars, gasCost } from "./gas-cost.ts";

/** The limit is a ratio in 10^-4. */
export const sponsorshipLimitDecimals = 4;

/**
 * Throws `SponsorshipUnprofitableError` where what sponsored operations of a payment may cost (10^-18 US dollars) is more than its fee allows, and
 * `SponsorshipUnavailableError` where nobody knows what the fee is worth.
 */
export function checkSponsoredCost(
  { rates, sponsorshipLimit }: Pick<GasContext, "rates" | "sponsorshipLimit">,
  chain: Chain,
  quote: Quote,
  cost: bigint,
): void {
  if (sponsorshipLimit === 0n) return;
  const fee = feeInDollars(rates, chain, quote);
  if (fee === null) throw new SponsorshipUnavailableError(`The price of ${quote.token} is not known`);
  checkAgainstFee(cost, fee, sponsorshipLimit);
}

/** Throws `SponsorshipUnprofitableError` where a transaction of our own costs more than its payment's fee allows, by the node's estimate of its gas. */
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
  checkAgainstFee(cost, fee, sponsorshipLimit);
}

function checkAgainstFee(cost: bigint, fee: bigint, limit: bigint): void {
  if (cost * 10n ** BigInt(sponsorshipLimitDecimals) <= fee * limit) return;
  throw new SponsorshipUnprofitableError(formatDollars(cost), formatDollars(fee));
}

/**
 * What a payment's fee allows gas to cost, in 10^-18 US dollars: as often as sponsored gas may cost it, once where that may cost anything. Null while the token has no
 * price.
 */
export function gasBudget(
  { rates, sponsorshipLimit }: Pick<GasContext, "rates" | "sponsorshipLimit">,
  chain: Chain,
  quote: Quote,
): bigint | null {
  const fee = feeInDollars(rates, chain, quote);
  if (fee === null || sponsorshipLimit === 0n) return fee;
  return (fee * sponsorshipLimit) / 10n ** BigInt(sponsorshipLimitDecimals);
}

function feeInDollars(rates: GasContext["rates"], chain: Chain, quote: Quote): bigint | null {
  const price = rates.dollarsPer(quote.token);
  const decimals = tokenBySymbol(chain, quote.token)?.decimals;
  if (price === null || decimals === undefined) return null;
  return (amountsOf(termsFromJson(quote.terms).shares, quote.feeBasisPoints).fee * price) / 10n ** BigInt(decimals);
}
