import { sql } from "kysely";
import { validate as isUuid } from "uuid";
import { DomainError } from "../runtime/index.ts";
import type { Database, EventRow, Owner } from "../store/index.ts";
import { type DomainEvent, eventFromRow } from "./event.ts";

/** There is no such event, it is another organization's or mode's, or it was deleted. */
export class EventNotFoundError extends DomainError {
  override readonly name = "EventNotFoundError";
  override readonly code = "EVENT_NOT_FOUND";
  constructor(id: string) {
    super(`There is no event "${id}".`);
  }
}

export type EventsRequest = {
  /** The id of the last event that the reader knows; left out: from the oldest that is kept. */
  readonly after?: string | undefined;
  /** Left out: all types. */
  readonly types?: readonly string[] | undefined;
  readonly limit: number;
  /** True: the newest first, and `after` is the one before which it goes on. */
  readonly isNewestFirst?: boolean;
};

/**
 * An owner's events in the order in which consumers hear of them: whoever reads on after the last one misses none and gets none twice. An event is there
 * shortly after its commit, once it has its place in that order. Throws `EventNotFoundError` for `after`.
 */
export async function listEvents(
  database: Database,
  owner: Owner,
  { after, types, limit, isNewestFirst = false }: EventsRequest,
): Promise<DomainEvent[]> {
  const start = after === undefined ? undefined : (await findRow(database, owner, after)).position;
  const rows = await ofOwner(database, owner)
    .where("position", "is not", null)
    .$if(start != null, (query) => query.where("position", isNewestFirst ? "<" : ">", start ?? 0n))
    .$if(types !== undefined, (query) => query.where("type", "in", [...(types ?? [])]))
    .orderBy("position", isNewestFirst ? "desc" : "asc")
    .limit(limit)
    .execute();
  return rows.map(eventFromRow);
}

/** Which events are looked for: of payments that something asked for, and of other subjects. */
export type EventSearch = {
  readonly types: readonly string[];
  /** The type of what asked for the payment. */
  readonly sourceType: string;
  /** Of this type too, whatever asked for it. */
  readonly subjectType: string;
};

/** A page of what is looked for, by when it was written, and how many there are. */
export async function searchEvents(
  database: Database,
  owner: Owner,
  { types, sourceType, subjectType }: EventSearch,
  { offset, limit, ascending }: { readonly offset: number; readonly limit: number; readonly ascending: boolean },
): Promise<{ readonly events: DomainEvent[]; readonly total: number }> {
  const found = ofOwner(database, owner)
    .where("type", "in", [...types])
    .where((row) =>
      row.or([
        row(sql<string>`data #>> '{payment,source,type}'`, "=", sourceType),
        row("subjectType", "=", subjectType),
      ]),
    );
  const [rows, { total }] = await Promise.all([
    found
      .orderBy("serial", ascending ? "asc" : "desc")
      .offset(offset)
      .limit(limit)
      .execute(),
    found
      .clearSelect()
      .select((query) => query.fn.countAll<bigint>().as("total"))
      .executeTakeFirstOrThrow(),
  ]);
  return { events: rows.map(eventFromRow), total: Number(total) };
}

/** Throws `EventNotFoundError`. */
export async function findEvent(database: Database, owner: Owner, id: string): Promise<DomainEvent> {
  return eventFromRow(await findRow(database, owner, id));
}

/** The newest event that has its place; undefined where there is none. */
export async function lastEvent(database: Database, owner: Owner): Promise<DomainEvent | undefined> {
  const row = await ofOwner(database, owner)
    .where("position", "is not", null)
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && eventFromRow(row);
}

async function findRow(database: Database, owner: Owner, id: string): Promise<EventRow> {
  const row = isUuid(id) ? await ofOwner(database, owner).where("id", "=", id).executeTakeFirst() : undefined;
  if (!row) throw new EventNotFoundError(id);
  return row;
}

function ofOwner(database: Database, { organizationId, mode }: Owner) {
  return database
    .selectFrom("events")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode);
}
