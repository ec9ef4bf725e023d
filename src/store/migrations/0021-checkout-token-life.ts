import { type Kysely, sql } from "kysely";

/** Checkout and paymaster tokens end. Those that are there get the time of a new one. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table checkout_tokens add column expires_at timestamptz not null default now() + interval '30 minutes'`.execute(
    database,
  );
  await sql`alter table checkout_tokens alter column expires_at drop default`.execute(database);
}
