import { sql } from "kysely";
import type { Database, DatabaseTransaction } from "../store/index.ts";
import { type DomainEvent, eventFromRow } from "./event.ts";

/** Somebody who hears of every event once, in the order of their positions. */
export type Consumer = {
  /** Its row in `event_consumers` holds its cursor. A migration adds the row, so that no event falls between two releases. */
  readonly name: string;
  /** Events handled in one transaction. */
  readonly batchSize: number;
  /** Runs in the transaction that moves the cursor: what it writes there happens once for each event. Where it throws, the events come again. */
  handle(transaction: DatabaseTransaction, events: readonly DomainEvent[]): Promise<void>;
};

/** Events that get a position in one transaction. */
const positionBatch = 5_000;

/**
 * Hands a consumer the next events. Answers how many; zero also where another process hands it some at the moment.
 *
 * Ids and sequences are drawn before a transaction commits, so a cursor over them would pass events of transactions that commit later. An event gets its
 * position after its commit instead, from one process at a time: what has a position above the cursor is all that is to come.
 */
export async function consume(database: Database, { name, batchSize, handle }: Consumer): Promise<number> {
  const state = await database
    .selectFrom("eventConsumers")
    .select(({ exists, selectFrom }) => [
      exists(selectFrom("events").select("id").where("position", "is", null)).as("isUnplaced"),
      exists(selectFrom("events").select("id").whereRef("events.position", ">", "eventConsumers.position")).as(
        "isBehind",
      ),
    ])
    .where("name", "=", name)
    .executeTakeFirst();
  if (!state) throw new Error(`There is no consumer "${name}" in event_consumers: a migration has to add it.`);
  if (state.isUnplaced) await placeEvents(database);
  else if (!state.isBehind) return 0;
  return database.transaction().execute(async (transaction) => {
    const cursor = await transaction
      .selectFrom("eventConsumers")
      .select("position")
      .where("name", "=", name)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!cursor) return 0;
    const rows = await transaction
      .selectFrom("events")
      .selectAll()
      .where("position", ">", cursor.position)
      .orderBy("position")
      .limit(batchSize)
      .execute();
    const position = rows.at(-1)?.position;
    if (position == null) return 0;
    await handle(transaction, rows.map(eventFromRow));
    await transaction.updateTable("eventConsumers").set({ position }).where("name", "=", name).execute();
    return rows.length;
  });
}

/** Gives committed events their positions, in the order in which they were written. */
async function placeEvents(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // Locked until this commits, and the events are read after the lock was had: positions become visible in order, and none is given twice.
    const { position } = await transaction
      .selectFrom("eventHead")
      .select("position")
      .forUpdate()
      .executeTakeFirstOrThrow();
    const { numUpdatedRows } = await transaction
      .with("unplaced", (build) =>
        build
          .selectFrom("events")
          .select([
            "id",
            ({ fn }) =>
              fn
                .agg<bigint>("row_number")
                .over((over) => over.orderBy("serial"))
                .as("nth"),
          ])
          .where("position", "is", null)
          .orderBy("serial")
          .limit(positionBatch),
      )
      .updateTable("events")
      .from("unplaced")
      .set({ position: sql<bigint>`${position}::bigint + unplaced.nth` })
      .whereRef("events.id", "=", "unplaced.id")
      .executeTakeFirstOrThrow();
    await transaction
      .updateTable("eventHead")
      .set({ position: position + numUpdatedRows })
      .execute();
  });
}
