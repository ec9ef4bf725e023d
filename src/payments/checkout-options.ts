import type { Chain } from "../protocol/index.ts";
import type { PaymentRow } from "../store/index.ts";
import type { PaymentsContext } from "./context.ts";
import { estimatedFee } from "./estimated-fee.ts";

/** Why an option cannot be used now: a payment on its chain would not be seen in time, or nothing says what it would cost. */
export const unavailableReasons = ["CHAIN_BEHIND", "RATE_UNAVAILABLE"] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

/** A chain of which the last block read is older than this is not offered. Milliseconds. */
const oldestBlock = ({ blockTime }: Chain) => 90_000 + 10 * blockTime;

/** Where and in what a payment can be paid, each with why it cannot be now. */
export async function checkoutOptions(context: PaymentsContext, payment: PaymentRow) {
  const upToDate = await chainsUpToDate(context);
  const reasonOf = (chainId: number, hasRate: boolean): UnavailableReason | null => {
    if (!upToDate.has(chainId)) return "CHAIN_BEHIND";
    return hasRate ? null : "RATE_UNAVAILABLE";
  };
  return context.chains
    .filter(({ id }) => payment.acceptedChains.includes(id))
    .flatMap((chain) =>
      chain.tokens
        .filter(({ symbol }) => payment.acceptedTokens.includes(symbol))
        .map(({ symbol, address, decimals }) => ({
          chainId: chain.id,
          chainName: chain.name,
          token: symbol,
          tokenAddress: address,
          decimals,
          estimatedFee: estimatedFee(context, chain, 1 + payment.sellers.length),
          unavailableReason: reasonOf(chain.id, context.rates.isKnown(payment.currency, symbol)),
        })),
    );
}

/** By what is in the database, since another process may be the one that watches. */
async function chainsUpToDate({ database, chains, clock }: PaymentsContext): Promise<ReadonlySet<number>> {
  const cursors = await database.selectFrom("chainCursors").select(["chainId", "blockTime"]).execute();
  const now = clock().getTime();
  const readAt = new Map(cursors.map(({ chainId, blockTime }) => [chainId, blockTime.getTime()]));
  return new Set(chains.filter((chain) => now - (readAt.get(chain.id) ?? 0) <= oldestBlock(chain)).map(({ id }) => id));
}
