import type { Kysely } from "kysely";

/** What routers take, as they say themselves. Until now it was one percent everywhere. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  for (const table of ["payments", "quotes"]) {
    await schema
      .alterTable(table)
      .addColumn("fee_basis_points", "bigint", (column) => column.notNull().defaultTo(100))
      .execute();
  }
  await schema
    .createTable("router_fees")
    .addColumn("router", "text", (column) => column.primaryKey())
    .addColumn("basis_points", "bigint", (column) => column.notNull())
    .execute();
}
