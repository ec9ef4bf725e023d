import type { Kysely } from "kysely";
import { sql } from "kysely";

/** The ledger keeps what it said: a reversal is a row of its own, and what is taken from deposit addresses is in it too. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable("settlements").renameColumn("merchant_address", "recipient").execute();
  await schema.alterTable("settlements").dropConstraint("settlements_pk").execute();
  await schema
    .alterTable("settlements")
    .addColumn("reverses", "uuid", (column) => column.references("settlements.id"))
    .addColumn("reversed_by", "uuid", (column) => column.references("settlements.id"))
    .execute();
  // Until now a reversal changed the row that it reversed.
  await sql`insert into settlements (chain_id, transaction_hash, log_index, block_number, block_hash, block_time, onchain_id,
      recipient, token_address, payer, amount, fee, quote_id, final, kind, reverses)
    select chain_id, transaction_hash, log_index, block_number, block_hash, block_time, onchain_id,
      recipient, token_address, payer, amount, fee, quote_id, true, 'REVERSED', id
    from settlements where kind = 'REVERSED'`.execute(database);
  await sql`update settlements set kind = 'PAYMENT', reversed_by = reversal.id
    from settlements as reversal where reversal.reverses = settlements.id`.execute(database);
  // An event stands in the ledger once. One that was reversed may land again.
  await sql`create unique index settlements_once on settlements (chain_id, transaction_hash, log_index)
    where kind <> 'REVERSED' and reversed_by is null`.execute(database);
  await sql`create index settlements_by_onchain_id on settlements (onchain_id)`.execute(database);
  await sql`create index settlements_unknown on settlements (lower(recipient), id) where quote_id is null`.execute(
    database,
  );
}
