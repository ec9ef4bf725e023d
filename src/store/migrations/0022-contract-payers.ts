import type { Kysely } from "kysely";

/** Whose signatures a merchant has relayed where a contract checks them: those of known wallets, or any. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable("checkout_settings")
    .addColumn("contract_payers", "text", (column) => column.notNull().defaultTo("known"))
    .execute();
}
