import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";

export type ConsumerLag = {
  readonly name: string;
  /** Events it has not heard of yet. */
  readonly waiting: number;
  /** How long the oldest of them has been waiting; zero where none is. */
  readonly secondsOld: number;
};

/** How far each consumer is behind. */
export async function consumerLag({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<ConsumerLag[]> {
  const rows = await database
    .selectFrom("eventConsumers")
    .leftJoin("events", (join) =>
      join.on((row) =>
        row.or([row("events.position", "is", null), row("events.position", ">", row.ref("eventConsumers.position"))]),
      ),
    )
    .select("eventConsumers.name")
    .select(({ fn }) => [fn.count<bigint>("events.id").as("waiting"), fn.min("events.createdAt").as("oldest")])
    .groupBy("eventConsumers.name")
    .execute();
  const now = clock().getTime();
  return rows.map(({ name, waiting, oldest }) => ({
    name,
    waiting: Number(waiting),
    secondsOld: oldest === null ? 0 : Math.max(0, (now - (oldest as Date).getTime()) / 1_000),
  }));
}
