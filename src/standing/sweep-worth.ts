import { gasCost, sponsorshipLimitDecimals } from "../gas/index.ts";
import type { Chain, Token } from "../protocol/index.ts";
import type { StandingContext } from "./context.ts";

/** Emptying a box brings no fee: it costs at most this part of what is in it. */
const partOfBox = 2n;

/** Amounts in base units of the token. */
type Held = {
  readonly token: Token;
  readonly amount: bigint;
  /** What a sweep of it brings. */
  readonly fee: bigint;
  /** Whether it lies in a box, of which no fee is taken. */
  readonly isBox: boolean;
};

/**
 * Whether moving a balance is worth its gas: never for less than a whole unit of the token, whatever gas costs; for a sweep, as often as a payment's gas may cost its fee; and not while nobody
 * knows what gas or the token is worth.
 */
export function isWorthItsGas(
  context: Pick<StandingContext, "rates" | "gasPrices" | "sponsorshipLimit">,
  chain: Chain,
  { token, amount, fee, isBox }: Held,
  transaction: { readonly gas: bigint; readonly bytes: number },
): boolean {
  const whole = 10n ** BigInt(token.decimals);
  if (amount < whole) return false;
  if (context.sponsorshipLimit === 0n) return true;
  const cost = gasCost(context, chain, { ...transaction, estimated: true });
  const price = context.rates.dollarsPer(token.symbol);
  if (cost === null || price === null) return false;
  const dollarsOf = (units: bigint) => (units * price) / whole;
  if (isBox) return cost * partOfBox <= dollarsOf(amount);
  return cost * 10n ** BigInt(sponsorshipLimitDecimals) <= dollarsOf(fee) * context.sponsorshipLimit;
}
