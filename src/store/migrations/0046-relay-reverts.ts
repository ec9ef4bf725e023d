import { type Kysely, sql } from "kysely";

/** Relay requests name the account whose money they take, and what was included of theirs without paying is counted: by account, by organization and in all. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable("relays").addColumn("payer", "text").execute();
  await sql`create index relays_by_payer on relays (payer) where status in ('QUEUED', 'SENT')`.execute(database);
  await schema
    .createTable("relay_reverts")
    .addColumn("relay_id", "uuid", (column) => column.notNull().references("relays.id"))
    .addColumn("submission_id", "uuid", (column) => column.notNull().references("relay_submissions.id"))
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("payer", "text", (column) => column.notNull())
    .addColumn("dollars", sql`numeric(78,0)`, (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("relay_reverts_key", ["relay_id", "submission_id"])
    .execute();
  await schema.createIndex("relay_reverts_by_payer").on("relay_reverts").columns(["payer", "created_at"]).execute();
  await schema.createIndex("relay_reverts_by_time").on("relay_reverts").column("created_at").execute();
}
