import { v7 as uuidv7 } from "uuid";
import type { DatabaseTransaction } from "../store/index.ts";
import { type DomainEvent, eventFromRow } from "./event.ts";

/** An event to be written. Without an id it gets one. */
export type NewEvent<Data extends object = object> = Omit<DomainEvent<Data>, "id" | "sequence" | "createdAt"> & {
  readonly id?: string | undefined;
};

/**
 * Writes an event in the transaction of the change that it announces: there is never one without the other. The subject's sequence stays locked until
 * that transaction ends, so it has no gaps, and a subject's events become visible in its order.
 */
export async function appendEvent<Data extends object>(
  transaction: DatabaseTransaction,
  { id, organizationId, mode, subject, type, data }: NewEvent<Data>,
  now: Date,
): Promise<DomainEvent> {
  const { sequence } = await transaction
    .insertInto("eventSubjects")
    .values({ type: subject.type, id: subject.id, sequence: 1 })
    .onConflict((conflict) =>
      conflict.columns(["type", "id"]).doUpdateSet((row) => ({ sequence: row("eventSubjects.sequence", "+", 1) })),
    )
    .returning("sequence")
    .executeTakeFirstOrThrow();
  const row = await transaction
    .insertInto("events")
    .values({
      id: id ?? uuidv7({ msecs: now.getTime() }),
      organizationId,
      mode,
      subjectType: subject.type,
      subjectId: subject.id,
      type,
      sequence,
      data: JSON.stringify(data),
      createdAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return eventFromRow(row);
}
