import { type Kysely, sql } from "kysely";

/**
 * What we submit for payers: `relays` are the calls, one per payment; `relay_sequences` the nonce sequences of our keys, each leased by one worker at
 * a time; `relay_submissions` what was sent under a nonce; `relay_attempts` the signed envelopes of a submission, written before they are sent.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("relay_sequences")
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("nonce_key", "int8", (column) => column.notNull())
    .addColumn("next_nonce", "int8", (column) => column.notNull().defaultTo(0))
    .addColumn("leased_until", "timestamptz", (column) => column.notNull())
    .addColumn("rests_until", "timestamptz")
    .addColumn("next_look_at", "timestamptz")
    .addPrimaryKeyConstraint("relay_sequences_pk", ["chain_id", "lane", "address", "nonce_key"])
    .execute();

  await schema
    .createTable("relay_submissions")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("nonce_key", "int8", (column) => column.notNull())
    .addColumn("nonce", "int8", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("call_target", "text", (column) => column.notNull())
    .addColumn("call_data", "text", (column) => column.notNull())
    .addColumn("gas", "int8", (column) => column.notNull())
    .addColumn("valid_until", "timestamptz", (column) => column.notNull())
    .addColumn("landed_at_block", "int8")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await sql`create unique index relay_submissions_open on relay_submissions (chain_id, lane, address, nonce_key, nonce)
    where status in ('OPEN', 'LANDED')`.execute(database);

  await schema
    .createTable("relay_attempts")
    .addColumn("submission_id", "uuid", (column) => column.notNull().references("relay_submissions.id"))
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("envelope", "text", (column) => column.notNull())
    .addColumn("max_fee_per_gas", "int8", (column) => column.notNull())
    .addColumn("max_priority_fee_per_gas", "int8", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("sent_at", "timestamptz")
    .addPrimaryKeyConstraint("relay_attempts_pk", ["submission_id", "number"])
    .execute();

  await schema
    .createTable("relays")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("token_address", "text", (column) => column.notNull())
    .addColumn("call_data", "text", (column) => column.notNull())
    .addColumn("gas", "int8", (column) => column.notNull())
    .addColumn("alone", "boolean", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("submission_id", "uuid", (column) => column.references("relay_submissions.id"))
    .addColumn("avoid_lane", "text")
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("failure_reason", "text")
    .addColumn("valid_until", "timestamptz", (column) => column.notNull())
    .addColumn("simulated_at", "timestamptz", (column) => column.notNull())
    .addColumn("due_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await sql`create unique index relays_under_way on relays (quote_id, kind, token_address)
    where status in ('QUEUED', 'SENT', 'REVERTED')`.execute(database);
  await sql`create index relays_due on relays (chain_id, due_at) where status = 'QUEUED'`.execute(database);
  await schema.createIndex("relays_by_submission").on("relays").column("submission_id").execute();
}
