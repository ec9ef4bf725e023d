import type { Kysely } from "kysely";
import { sql } from "kysely";

/**
 * Deposit addresses, and when each is looked at next, on every chain: money sent on a wrong one stands at the same address there. And
 * settlements that a deep reorganisation took back.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("deposit_watches")
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("seen", "jsonb", (column) => column.notNull().defaultTo(sql`'{}'`))
    .addColumn("next_look_at", "timestamptz")
    .addPrimaryKeyConstraint("deposit_watches_pk", ["quote_id", "chain_id"])
    .execute();
  await sql`create index deposit_watches_due on deposit_watches (chain_id, next_look_at) where next_look_at is not null`.execute(
    database,
  );

  // Final by the policy of its amount, and gone with a reorganisation that went deeper.
  await schema
    .alterTable("settlements")
    .addColumn("missing", "boolean", (column) => column.notNull().defaultTo(false))
    .execute();
  await sql`create index settlements_missing on settlements (chain_id) where missing`.execute(database);
}
