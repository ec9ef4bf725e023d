import { type Kysely, sql } from "kysely";

/** Mandates, the charge of each period, and what the ledger and the relayer know of them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const units = sql`numeric(78,0)`;
  await schema
    .createTable("mandates")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("public_id", "text", (column) => column.notNull().unique())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("source_type", "text")
    .addColumn("source_id", "text")
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("contract", "text", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("token_address", "text", (column) => column.notNull())
    .addColumn("ref", "text", (column) => column.notNull())
    .addColumn("max_amount", units, (column) => column.notNull())
    .addColumn("start", "timestamptz")
    .addColumn("unit", "integer", (column) => column.notNull())
    .addColumn("every", "integer", (column) => column.notNull())
    .addColumn("window", "integer", (column) => column.notNull())
    .addColumn("periods", "integer", (column) => column.notNull())
    .addColumn("collector", "text", (column) => column.notNull())
    .addColumn("parts", "jsonb", (column) => column.notNull())
    .addColumn("fee_basis_points", "int8", (column) => column.notNull())
    .addColumn("payer", "text")
    .addColumn("epoch", units)
    .addColumn("onchain_id", "text")
    .addColumn("signature", "text")
    .addColumn("contract_payer", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("cancelled_by", "text")
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("inspect_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("signed_at", "timestamptz")
    .addColumn("ended_at", "timestamptz")
    .execute();
  await schema.createIndex("mandates_by_owner").on("mandates").columns(["organization_id", "mode", "id"]).execute();
  await sql`create unique index mandates_onchain on mandates (chain_id, onchain_id) where onchain_id is not null`.execute(
    database,
  );
  await sql`create index mandates_by_payer on mandates (chain_id, token_address, payer)
    where status = 'ACTIVE'`.execute(database);
  await sql`create index mandates_inspected on mandates (chain_id, inspect_at)
    where inspect_at is not null`.execute(database);
  await sql`create index mandates_unsigned on mandates (expires_at) where status = 'PENDING'`.execute(database);

  await schema
    .createTable("mandate_charges")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("mandate_id", "uuid", (column) => column.notNull().references("mandates.id"))
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("period", "integer", (column) => column.notNull())
    .addColumn("amount", units, (column) => column.notNull())
    .addColumn("collector_signature", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("cause", "text")
    .addColumn("opens_at", "timestamptz", (column) => column.notNull())
    .addColumn("closes_at", "timestamptz", (column) => column.notNull())
    .addColumn("due_at", "timestamptz")
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("sent", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("funds_at", "timestamptz")
    .addColumn("balance", units)
    .addColumn("allowance", units)
    .addColumn("transaction_hash", "text")
    .addColumn("block_number", "int8")
    .addColumn("charged_at", "timestamptz")
    .addColumn("fee", units)
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("ended_at", "timestamptz")
    .execute();
  // The one of a period, whoever asks for it, and however often.
  await schema
    .createIndex("mandate_charges_once")
    .unique()
    .on("mandate_charges")
    .columns(["mandate_id", "period"])
    .execute();
  await sql`create index mandate_charges_due on mandate_charges (chain_id, due_at) where due_at is not null`.execute(
    database,
  );
  await sql`create index mandate_charges_waiting on mandate_charges (chain_id, funds_at)
    where funds_at is not null`.execute(database);

  await schema
    .alterTable("settlements")
    .addColumn("mandate_charge_id", "uuid", (column) => column.references("mandate_charges.id"))
    .execute();
  await sql`create index settlements_by_mandate_charge on settlements (mandate_charge_id)
    where mandate_charge_id is not null`.execute(database);
  await sql`create unique index relays_mandates_under_way on relays (chain_id, target, md5(call_data))
    where kind = 'MANDATE' and status in ('QUEUED', 'SENT', 'REVERTED')`.execute(database);
  // Which function, of whom, and what: the same cancellation by whatever signature.
  await sql`create index relays_mandates_by_call on relays (left(call_data, 138), created_at)
    where kind = 'MANDATE'`.execute(database);
}
