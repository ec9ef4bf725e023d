import type { Kysely } from "kysely";

/** Deposit addresses' columns take the names that they have in the code. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("deposit_watches").renameColumn("next_look_at", "next_scan_at").execute();
  await schema.alterTable("deposit_watches").renameColumn("seen", "reported").execute();
  await schema.alterTable("deposit_watches").renameColumn("claim_requested", "recovery_requested").execute();
}
