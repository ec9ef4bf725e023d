import type { SweepLog } from "../chain/index.ts";
import type { Database, DatabaseTransaction } from "../store/index.ts";
import { ofListedTokens } from "./listed-tokens.ts";

/** Ids of one query. */
const batchSize = 1_000;

/** A sweep of one of our standing addresses. */
export type OwnSweep = { readonly sweep: SweepLog; readonly termsId: string };

/**
 * Sweeps of our own standing addresses, of listed tokens. Anybody can have the contract emit others, of terms and tokens of their own making: those are nobody's here and leave
 * no row.
 */
export async function ownSweeps(
  database: Database | DatabaseTransaction,
  sweeps: readonly SweepLog[],
): Promise<OwnSweep[]> {
  const listed = ofListedTokens(sweeps);
  const ids = [...new Set(listed.map(({ onchainId }) => onchainId))];
  const termsIds = new Map<string, string>();
  for (let start = 0; start < ids.length; start += batchSize) {
    const rows = await database
      .selectFrom("standingTerms")
      .select(["id", "standingId"])
      .where("standingId", "in", ids.slice(start, start + batchSize))
      .execute();
    for (const { id, standingId } of rows) termsIds.set(standingId, id);
  }
  return listed.flatMap((sweep) => {
    const termsId = termsIds.get(sweep.onchainId);
    return termsId === undefined ? [] : [{ sweep, termsId }];
  });
}
