import type { Database, LaneName } from "../../store/index.ts";

/** What is under way by a lane of a chain, whichever process sent it. */
export type LaneWork = {
  readonly chainId: number;
  readonly lane: LaneName;
  /** Submissions that are not included yet. */
  readonly open: number;
  /** Since when the oldest of them is under way; null where there is none. */
  readonly since: Date | null;
  /** Nonce sequences that wait until their key has native tokens again. */
  readonly paused: number;
};

/** Of every lane that has anything under way or waiting. */
export async function laneWork(database: Database, now: Date): Promise<readonly LaneWork[]> {
  const [submissions, sequences] = await Promise.all([
    database
      .selectFrom("relaySubmissions")
      .select(({ fn }) => ["chainId", "lane", fn.countAll<bigint>().as("open"), fn.min("createdAt").as("since")])
      .where("status", "=", "OPEN")
      .groupBy(["chainId", "lane"])
      .execute(),
    database
      .selectFrom("relaySequences")
      .select(({ fn }) => ["chainId", "lane", fn.countAll<bigint>().as("paused")])
      .where("pausedUntil", ">", now)
      .groupBy(["chainId", "lane"])
      .execute(),
  ]);
  const work = new Map<string, LaneWork>();
  const add = (chainId: number, lane: LaneName, found: Partial<LaneWork>) => {
    const key = `${chainId} ${lane}`;
    work.set(key, { chainId, lane, open: 0, since: null, paused: 0, ...work.get(key), ...found });
  };
  for (const { chainId, lane, open, since } of submissions) add(chainId, lane, { open: Number(open), since });
  for (const { chainId, lane, paused } of sequences) add(chainId, lane, { paused: Number(paused) });
  return [...work.values()];
}
