import { type Kysely, sql } from "kysely";

/** What merchants need beside payments: keys with scopes, webhooks that can be rotated and replayed, idempotency, lists. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;

  await schema
    .alterTable("api_keys")
    .addColumn("name", "text", (column) => column.notNull().defaultTo(""))
    .addColumn("hint", "text", (column) => column.notNull().defaultTo(""))
    // Keys of before had no scopes, and keep what they could do.
    .addColumn("scopes", sql`text[]`, (column) => column.notNull().defaultTo(sql`'{*}'`))
    .addColumn("allowed_addresses", sql`text[]`, (column) => column.notNull().defaultTo(sql`'{}'`))
    .addColumn("last_used_at", "timestamptz")
    .execute();
  await schema.createIndex("api_keys_by_merchant").on("api_keys").columns(["merchant_id", "mode", "id"]).execute();

  await schema
    .createTable("idempotent_requests")
    .addColumn("api_key_id", "uuid", (column) => column.notNull().references("api_keys.id"))
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("request_hash", "text", (column) => column.notNull())
    .addColumn("resource_id", "uuid", (column) => column.notNull())
    .addColumn("status_code", "integer")
    .addColumn("response", "text")
    .addColumn("locked_until", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("idempotent_requests_pk", ["api_key_id", "key"])
    .execute();
  await schema.createIndex("idempotent_requests_by_age").on("idempotent_requests").column("created_at").execute();

  await schema
    .alterTable("webhook_endpoints")
    .addColumn("previous_secret", "text")
    .addColumn("previous_secret_expires_at", "timestamptz")
    .execute();
  // `webhook.test` is about no payment.
  await schema
    .alterTable("webhook_events")
    .alterColumn("payment_id", (column) => column.dropNotNull())
    .execute();
  await schema
    .createIndex("webhook_events_by_merchant")
    .on("webhook_events")
    .columns(["merchant_id", "mode", "created_at"])
    .execute();
  await schema
    .alterTable("webhook_deliveries")
    .addColumn("id", "uuid", (column) => column.notNull().unique().defaultTo(sql`gen_random_uuid()`))
    .execute();
  await schema
    .createIndex("webhook_deliveries_by_endpoint")
    .on("webhook_deliveries")
    .columns(["endpoint_id", "id"])
    .execute();

  await schema
    .alterTable("settlements")
    .addColumn("id", "uuid", (column) => column.notNull().unique().defaultTo(sql`gen_random_uuid()`))
    .addColumn("kind", "text", (column) => column.notNull().defaultTo("PAYMENT"))
    .execute();
  await schema.createIndex("settlements_by_quote").on("settlements").column("quote_id").execute();
  await sql`create index payments_by_day on payments (merchant_id, mode, paid_at) where status = 'SUCCESSFUL'`.execute(
    database,
  );
}
