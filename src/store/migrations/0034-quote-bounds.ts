import { type Kysely, sql } from "kysely";

/** What bounds the quotes that strangers make: whom a quote gives money back to, and from where that was asked for. Tokens that are over are deleted. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("quotes")
    .addColumn("refund_to", "text")
    .addColumn("requested_from", "text")
    .execute();
  await sql`update quotes set refund_to = terms->>'refundTo'
    where terms->>'refundTo' <> '0x0000000000000000000000000000000000000000'`.execute(database);
  await sql`create index quotes_requested_from on quotes (requested_from, expires_at) where requested_from is not null`.execute(
    database,
  );
  await sql`create index checkout_tokens_over on checkout_tokens (expires_at)`.execute(database);
}
