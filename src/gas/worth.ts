import type { Chain, Token } from "../protocol/index.ts";
import { sponsorshipLimitDecimals } from "./check-sponsorship.ts";
import type { GasContext } from "./context.ts";
import { gasCost } from "./gas-cost.ts";

/** Emptying a box brings no fee: it costs at most this part of what is in it. */
const partOfBox = 2n;

/** Amounts in base units of the token. */
type Moved = {
  readonly token: Token;
  readonly amount: bigint;
  /** What moving it brings. */
  readonly fee: bigint;
  /** Whether it lies in a box, of which no fee is taken. */
  readonly isBox: boolean;
};

/**
 * Whether a sweep or a charge is worth its gas: never for less than a whole unit of the token, whatever gas costs; else as often as a payment's gas may cost its fee; and not while nobody
 * knows what gas or the token is worth.
 */
export function isWorthItsGas(
  context: Pick<GasContext, "rates" | "gasPrices" | "sponsorshipLimit">,
  chain: Chain,
  { token, amount, fee, isBox }: Moved,
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
