import type { Expression, Kysely, Selectable, SelectQueryBuilder, UpdateObject } from "kysely";
import type { Database, DatabaseTransaction } from "./database.ts";
import type { Schema } from "./schema.ts";

type Column<Table extends keyof Schema> = Extract<keyof Schema[Table], string>;

type Keys<Table extends keyof Schema, Key> = Pick<Selectable<Schema[Table]>, Key & keyof Selectable<Schema[Table]>>;

/** Rows of a table that one worker at a time may hold. */
export type LeasedTable<Table extends keyof Schema, Key extends Column<Table> = Column<Table>> = {
  readonly table: Table;
  /** The primary key. */
  readonly key: readonly Key[];
  /** When a row is due: a lease moves this ahead, so that the rows of a worker that died are due again when its lease is over. Never due while null. */
  readonly column: Column<Table>;
};

export type LeaseOptions<Table extends keyof Schema, Key extends Column<Table>> = {
  readonly now: Date;
  /** How long the rows are this worker's. Milliseconds. */
  readonly duration: number;
  /** Narrows the rows that are due, longest ago first: `where`, `limit`. It may also put them into a query of its own that answers their keys. */
  readonly choose: (due: SelectQueryBuilder<Schema, Table, Keys<Table, Key>>) => Expression<Keys<Table, Key>>;
  /** Changed together with the lease. */
  readonly set?: UpdateObject<Schema, Table>;
};

/**
 * Leases rows that are due to this worker: no two workers get the same row while its lease lasts, and nobody waits for another's locks. Answers the rows as
 * they are now, the lease's end in their due column; in no order.
 */
export async function leaseRows<Table extends keyof Schema, Key extends Column<Table>>(
  database: Database | DatabaseTransaction,
  { table, key, column }: LeasedTable<Table, Key>,
  { now, duration, choose, set }: LeaseOptions<Table, Key>,
): Promise<Selectable<Schema[Table]>[]> {
  // Which table it is the caller's types know; in here it is any.
  const untyped = database as unknown as Kysely<{ rows: Record<string, unknown> }>;
  const rows = table as "rows";
  const qualified = (name: string) => `${table}.${name}` as "rows.*";
  const due = untyped
    .selectFrom(rows)
    .select(key.map(qualified))
    .where(qualified(column), "<=", now)
    .orderBy(qualified(column))
    .forUpdate()
    .skipLocked();
  let update = untyped
    .with("leased", () => choose(due as never) as unknown as typeof due)
    .updateTable(rows)
    .from("leased")
    .set({ ...(set as object), [column]: new Date(now.getTime() + duration) });
  for (const name of key) update = update.whereRef(qualified(name), "=", `leased.${name}` as "leased.*");
  return (await update.returningAll(rows).execute()) as unknown as Selectable<Schema[Table]>[];
}
