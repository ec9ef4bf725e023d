import { type Kysely, sql } from "kysely";

/** The hashes of blocks that can still be reorganised away, and how far each chain has been read a second time. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("chain_blocks")
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("block_number", "int8", (column) => column.notNull())
    .addColumn("block_hash", "text", (column) => column.notNull())
    .addColumn("block_time", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("chain_blocks_pk", ["chain_id", "block_number"])
    .execute();
  // A second reading begins where the first one is, or where a new cursor does.
  await database.schema.alterTable("chain_cursors").addColumn("read_twice_to", "int8").execute();
  await sql`update chain_cursors set read_twice_to = block_number`.execute(database);
  await database.schema
    .alterTable("chain_cursors")
    .alterColumn("read_twice_to", (column) => column.setNotNull())
    .execute();
}
