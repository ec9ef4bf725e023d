import type { Kysely } from "kysely";

/** The relayer's columns take the names that they have in the code. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("relays").renameColumn("alone", "unbatchable").execute();
  await schema.alterTable("relay_sequences").renameColumn("rests_until", "paused_until").execute();
  await schema.alterTable("relay_sequences").renameColumn("next_look_at", "next_poll_at").execute();
}
