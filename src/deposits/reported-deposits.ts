import { sql } from "kysely";
import type { Address } from "viem";
import { chainById, type Token, tokenByAddress } from "../protocol/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";

// The only writer of `reported`: which deposits the merchant has been notified of.

/** As what an amount was reported. The same amount may come to be something else, and is reported again then. */
export type ReportedAs = "underpaid" | "waiting" | "left over";

/** A quote's deposit address on one chain. */
export type WatchKey = { readonly quoteId: string; readonly chainId: number };

const keyOf = ({ symbol }: Pick<Token, "symbol">, as: ReportedAs) => `${symbol} ${as}`;

/** Whether this amount has been reported as the same thing already. */
export function isReported(
  reported: Readonly<Record<string, string>>,
  token: Pick<Token, "symbol">,
  as: ReportedAs,
  amount: bigint,
): boolean {
  return reported[keyOf(token, as)] === amount.toString();
}

/** Records what is being reported. False where another worker has reported it meanwhile. Takes the watch's row. */
export async function markReported(
  transaction: DatabaseTransaction,
  { quoteId, chainId }: WatchKey,
  token: Pick<Token, "symbol">,
  as: ReportedAs,
  amount: bigint,
): Promise<boolean> {
  const { reported } = await transaction
    .selectFrom("depositWatches")
    .select("reported")
    .where("quoteId", "=", quoteId)
    .where("chainId", "=", chainId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (isReported(reported, token, as, amount)) return false;
  await transaction
    .updateTable("depositWatches")
    .set({ reported: JSON.stringify({ ...reported, [keyOf(token, as)]: amount.toString() }) })
    .where("quoteId", "=", quoteId)
    .where("chainId", "=", chainId)
    .execute();
  return true;
}

/** Forgets a surplus that was returned: the same amount may come again, and is reported again then. */
export async function forgetReturned(
  transaction: DatabaseTransaction,
  { chainId, quoteId, tokenAddress }: WatchKey & { readonly tokenAddress: Address },
): Promise<void> {
  const chain = chainById(chainId);
  const token = chain && tokenByAddress(chain, tokenAddress);
  if (!token) return;
  await transaction
    .updateTable("depositWatches")
    .set({ reported: sql`reported - ${keyOf(token, "left over")}::text` })
    .where("chainId", "=", chainId)
    .where("quoteId", "=", quoteId)
    .execute();
}
