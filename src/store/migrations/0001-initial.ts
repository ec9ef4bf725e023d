import { type Kysely, sql } from "kysely";

/** Token base units and fiat minor units: whole numbers of up to 2^256. */
const money = sql`numeric(78,0)`;

// Names are snake_case here and camelCase in code: the store's CamelCasePlugin translates.
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;

  await schema
    .createTable("merchants")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("settlement_address", "text", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();

  await schema
    .createTable("api_keys")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("merchant_id", "uuid", (column) => column.notNull().references("merchants.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("expires_at", "timestamptz")
    .addColumn("revoked_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();

  await schema
    .createTable("payments")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("merchant_id", "uuid", (column) => column.notNull().references("merchants.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("amount", money, (column) => column.notNull())
    .addColumn("currency", "text", (column) => column.notNull())
    .addColumn("merchant_amount", money, (column) => column.notNull())
    .addColumn("merchant_address", "text", (column) => column.notNull())
    .addColumn("sellers", "jsonb", (column) => column.notNull())
    .addColumn("title", "text")
    .addColumn("description", "text")
    .addColumn("external_id", "text")
    .addColumn("metadata", "jsonb", (column) => column.notNull())
    .addColumn("accepted_chains", sql`integer[]`, (column) => column.notNull())
    .addColumn("accepted_tokens", sql`text[]`, (column) => column.notNull())
    .addColumn("success_url", "text")
    .addColumn("cancel_url", "text")
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("quote_id", "uuid")
    .addColumn("transaction_hash", "text")
    .addColumn("block_number", "int8")
    .addColumn("confirmations", "integer")
    .addColumn("received_amount", money)
    .addColumn("paid_at", "timestamptz")
    .addColumn("failure_reason", "text")
    .addColumn("event_sequence", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`create unique index payments_external_id on payments (merchant_id, mode, external_id)
    where external_id is not null and status in ('ACTIVE', 'PROCESSING', 'SUCCESSFUL')`.execute(database);
  await sql`create index payments_expiring on payments (expires_at) where status = 'ACTIVE'`.execute(database);
  await schema.createIndex("payments_by_merchant").on("payments").columns(["merchant_id", "mode", "id"]).execute();

  await schema
    .createTable("quotes")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("payment_id", "uuid", (column) => column.notNull().references("payments.id"))
    .addColumn("onchain_id", "text", (column) => column.notNull().unique())
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("amount_token", money, (column) => column.notNull())
    .addColumn("exchange_rate", "text", (column) => column.notNull())
    .addColumn("terms", "jsonb", (column) => column.notNull())
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("quotes_by_payment").on("quotes").column("payment_id").execute();

  await schema
    .createTable("checkout_tokens")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .execute();

  await schema
    .createTable("user_operations")
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("transaction_hash", "text")
    .addColumn("block_number", "int8")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("user_operations_pk", ["chain_id", "hash"])
    .execute();
  await sql`create index user_operations_open on user_operations (chain_id) where status in ('SENDING', 'ACCEPTED', 'REVERTED')`.execute(
    database,
  );

  await schema
    .createTable("settlements")
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("transaction_hash", "text", (column) => column.notNull())
    .addColumn("log_index", "integer", (column) => column.notNull())
    .addColumn("block_number", "int8", (column) => column.notNull())
    .addColumn("block_hash", "text", (column) => column.notNull())
    .addColumn("block_time", "timestamptz", (column) => column.notNull())
    .addColumn("onchain_id", "text", (column) => column.notNull())
    .addColumn("merchant_address", "text", (column) => column.notNull())
    .addColumn("token_address", "text", (column) => column.notNull())
    .addColumn("payer", "text", (column) => column.notNull())
    .addColumn("amount", money, (column) => column.notNull())
    .addColumn("fee", money, (column) => column.notNull())
    .addColumn("quote_id", "uuid", (column) => column.references("quotes.id"))
    .addColumn("final", "boolean", (column) => column.notNull().defaultTo(false))
    .addPrimaryKeyConstraint("settlements_pk", ["chain_id", "transaction_hash", "log_index"])
    .execute();
  await sql`create index settlements_not_final on settlements (chain_id, block_number) where not final`.execute(
    database,
  );

  await schema
    .createTable("chain_cursors")
    .addColumn("chain_id", "integer", (column) => column.primaryKey())
    .addColumn("block_number", "int8", (column) => column.notNull())
    .addColumn("block_hash", "text", (column) => column.notNull())
    .addColumn("block_time", "timestamptz", (column) => column.notNull())
    .execute();

  await schema
    .createTable("webhook_endpoints")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("merchant_id", "uuid", (column) => column.notNull().references("merchants.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("url", "text", (column) => column.notNull())
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("disabled_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addUniqueConstraint("webhook_endpoints_one_per_mode", ["merchant_id", "mode"])
    .execute();

  await schema
    .createTable("webhook_events")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("merchant_id", "uuid", (column) => column.notNull().references("merchants.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("payment_id", "uuid", (column) => column.notNull().references("payments.id"))
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addUniqueConstraint("webhook_events_sequence", ["payment_id", "sequence"])
    .execute();

  await schema
    .createTable("webhook_deliveries")
    .addColumn("event_id", "uuid", (column) => column.notNull().references("webhook_events.id"))
    .addColumn("endpoint_id", "uuid", (column) => column.notNull().references("webhook_endpoints.id"))
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "timestamptz", (column) => column.notNull())
    .addColumn("response_status", "integer")
    .addColumn("last_error", "text")
    .addColumn("delivered_at", "timestamptz")
    .addPrimaryKeyConstraint("webhook_deliveries_pk", ["event_id", "endpoint_id"])
    .execute();
  await sql`create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'PENDING'`.execute(
    database,
  );
}
