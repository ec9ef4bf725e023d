import type { Chain } from "../protocol/index.ts";
import type { GasContext } from "./context.ts";
import { formatDollars, gasCost } from "./gas-cost.ts";

/** Gas of paying by an allowance, measured on Circle's USDC by `npm run bench -- gas`, and of giving the allowance first. */
const measured = { approve: 56_000n, pay: 100_000n, perSeller: 13_000n };

/** Bytes of both transactions: their signatures and fields, the call data of `approve`, and that of `pay` with so many shares. */
const bytesOf = (shares: number) => 2 * 110 + 68 + 260 + 64 * shares;

/** What paying by a transaction of one's own costs in gas now: US dollars as a decimal string, or null where that is not known. Reads nothing. */
export function estimatedFee(
  context: Pick<GasContext, "rates" | "gasPrices">,
  chain: Chain,
  shares: number,
): string | null {
  const gas = measured.approve + measured.pay + measured.perSeller * BigInt(shares - 1);
  const cost = gasCost(context, chain, { gas, bytes: bytesOf(shares), estimated: false });
  return cost === null ? null : formatDollars(cost);
}
