import { type Kysely, sql } from "kysely";

/** By what people look for payments. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createIndex("payments_by_status")
    .on("payments")
    .columns(["organization_id", "mode", "status", "id"])
    .execute();
  await schema
    .createIndex("payments_by_amount")
    .on("payments")
    .columns(["organization_id", "mode", "amount", "id"])
    .execute();
  await sql`create index payments_by_external_id on payments (organization_id, mode, external_id, id)
    where external_id is not null`.execute(database);
  await sql`create index payments_by_transaction on payments (transaction_hash) where transaction_hash is not null`.execute(
    database,
  );
  await schema.createIndex("settlements_by_transaction").on("settlements").column("transaction_hash").execute();
  await schema.createIndex("settlements_by_payer").on("settlements").column("payer").execute();
  await sql`create index attempts_by_payer on attempts (payer) where payer is not null`.execute(database);
}
