import { type Kysely, sql } from "kysely";

/** Attempts name the account whose money they take, and what they may cost us. Earlier ones do not. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("attempts").addColumn("payer", "text").addColumn("dollars", sql`numeric(78,0)`).execute();
}
