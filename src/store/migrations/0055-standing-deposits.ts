import { type Kysely, sql } from "kysely";

/** Customers, the references that standing addresses are bound to, what came there, and what is to be moved from there. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const units = sql`numeric(78,0)`;
  await schema
    .createTable("customers")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("external_id", "text")
    .addColumn("name", "text")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("customers_by_owner").on("customers").columns(["organization_id", "mode", "id"]).execute();
  await sql`create unique index customers_external on customers (organization_id, mode, external_id)
    where external_id is not null`.execute(database);

  await schema
    .createTable("deposit_references")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("customer_id", "uuid", (column) => column.notNull().references("customers.id"))
    .addColumn("reference", "text", (column) => column.notNull())
    .addColumn("salted", "text", (column) => column.notNull())
    .addColumn("sellers", "jsonb", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("unbound_at", "timestamptz")
    .execute();
  await schema
    .createIndex("deposit_references_by_owner")
    .on("deposit_references")
    .columns(["organization_id", "mode", "id"])
    .execute();
  await schema
    .createIndex("deposit_references_by_customer")
    .on("deposit_references")
    .columns(["customer_id", "id"])
    .execute();
  await sql`create unique index deposit_references_bound on deposit_references (organization_id, mode, reference)
    where unbound_at is null`.execute(database);

  await schema
    .createTable("standing_terms")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("reference_id", "uuid", (column) => column.notNull().references("deposit_references.id"))
    .addColumn("address", "text", (column) => column.notNull().unique())
    .addColumn("standing_id", "text", (column) => column.notNull().unique())
    .addColumn("swept_on", "integer", (column) => column.notNull())
    .addColumn("parts", "jsonb", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("replaced_at", "timestamptz")
    .execute();
  await schema.createIndex("standing_terms_by_reference").on("standing_terms").column("reference_id").execute();
  await schema
    .createTable("standing_watches")
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("terms_id", "uuid", (column) => column.notNull().references("standing_terms.id"))
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("standing_watches_pk", ["chain_id", "address"])
    .execute();
  await schema.createIndex("standing_watches_by_terms").on("standing_watches").column("terms_id").execute();
  await schema
    .createIndex("standing_watches_by_time")
    .on("standing_watches")
    .columns(["chain_id", "created_at"])
    .execute();

  await schema
    .createTable("standing_cursors")
    .addColumn("chain_id", "integer", (column) => column.primaryKey())
    .addColumn("seen_to", "int8", (column) => column.notNull())
    .addColumn("final_to", "int8", (column) => column.notNull())
    .execute();
  await schema
    .createTable("standing_deposits")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("terms_id", "uuid", (column) => column.notNull().references("standing_terms.id"))
    .addColumn("reference_id", "uuid", (column) => column.notNull().references("deposit_references.id"))
    .addColumn("customer_id", "uuid", (column) => column.notNull().references("customers.id"))
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("token_address", "text", (column) => column.notNull())
    .addColumn("amount", units, (column) => column.notNull())
    .addColumn("sender", "text", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("transaction_hash", "text", (column) => column.notNull())
    .addColumn("log_index", "integer", (column) => column.notNull())
    .addColumn("block_number", "int8", (column) => column.notNull())
    .addColumn("block_hash", "text", (column) => column.notNull())
    .addColumn("block_time", "timestamptz", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("confirmed_at", "timestamptz")
    .addColumn("recheck_at", "timestamptz")
    .addColumn("ledger_id", "uuid", (column) => column.references("settlements.id"))
    .execute();
  await sql`create unique index standing_deposits_once on standing_deposits (chain_id, transaction_hash, log_index)
    where status <> 'REVERSED'`.execute(database);
  await sql`create index standing_deposits_waiting on standing_deposits (chain_id, block_number)
    where status = 'PENDING'`.execute(database);
  await sql`create index standing_deposits_watched on standing_deposits (chain_id, recheck_at)
    where recheck_at is not null`.execute(database);
  await schema
    .createIndex("standing_deposits_by_owner")
    .on("standing_deposits")
    .columns(["organization_id", "mode", "id"])
    .execute();
  await schema
    .createIndex("standing_deposits_by_reference")
    .on("standing_deposits")
    .columns(["reference_id", "id"])
    .execute();
  await schema
    .createIndex("standing_deposits_by_terms")
    .on("standing_deposits")
    .columns(["terms_id", "chain_id", "created_at"])
    .execute();
  await schema
    .createTable("standing_balances")
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("token_address", "text", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("terms_id", "uuid", (column) => column.references("standing_terms.id"))
    .addColumn("recipient", "text")
    .addColumn("due_at", "timestamptz")
    .addColumn("tries", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("standing_balances_pk", ["chain_id", "token_address", "address"])
    .execute();
  await sql`create index standing_balances_due on standing_balances (chain_id, due_at)
    where due_at is not null`.execute(database);

  // A sweep is a call of the relayer for no quote, of a contract that it names.
  await sql`alter table relays alter column quote_id drop not null`.execute(database);
  await schema.alterTable("relays").addColumn("target", "text").execute();
  await sql`alter table relays add constraint relays_target check ((quote_id is null) = (target is not null))`.execute(
    database,
  );
  await sql`create unique index relays_sweeps_under_way on relays (chain_id, target, md5(call_data))
    where kind = 'SWEEP' and status in ('QUEUED', 'SENT', 'REVERTED')`.execute(database);

  await schema
    .alterTable("settlements")
    .addColumn("standing_terms_id", "uuid", (column) => column.references("standing_terms.id"))
    .execute();
  await sql`create index settlements_by_standing_terms on settlements (standing_terms_id)
    where standing_terms_id is not null`.execute(database);
}
