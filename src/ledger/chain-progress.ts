import type { PaymentsContext } from "../payments/index.ts";
import type { Chain } from "../protocol/index.ts";

/** How far a chain has been read, by whoever watches it. */
export type ChainProgress = {
  /** When the last block that was read was made. */
  readonly blockTime: Date;
  /** The last block read. */
  readonly blockNumber: bigint;
  /** How long ago that block was made, in seconds. */
  readonly secondsOld: number;
  /** False: a payment on the chain would not be seen in time. */
  readonly isUpToDate: boolean;
};

/** A chain of which the last block read is older is behind. Milliseconds. */
const oldestBlock = ({ blockTime }: Chain) => 90_000 + 10 * blockTime;

/** By chain; by what is in the database, since another process may be the one that watches. A chain of which nothing was read yet is left out. */
export async function chainProgress({
  database,
  chains,
  clock,
}: Pick<PaymentsContext, "database" | "chains" | "clock">): Promise<ReadonlyMap<number, ChainProgress>> {
  const rows = await database.selectFrom("chainCursors").select(["chainId", "blockNumber", "blockTime"]).execute();
  const now = clock().getTime();
  const cursors = new Map(rows.map((row) => [row.chainId, row]));
  return new Map(
    chains.flatMap((chain) => {
      const cursor = cursors.get(chain.id);
      if (!cursor) return [];
      const age = Math.max(0, now - cursor.blockTime.getTime());
      const { blockNumber, blockTime } = cursor;
      const progress = {
        blockNumber,
        blockTime,
        secondsOld: Math.round(age / 1_000),
        isUpToDate: age <= oldestBlock(chain),
      };
      return [[chain.id, progress] as const];
    }),
  );
}
