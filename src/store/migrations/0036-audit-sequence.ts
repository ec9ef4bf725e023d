import { type Kysely, sql } from "kysely";

/** Ids order changes by their millisecond, and those of one millisecond at random: a sequence has the order in which they were written. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  // The rows that are there get theirs in the order in which they stand, which is that of their writing: none was ever changed.
  await schema
    .alterTable("audit_log")
    .addColumn("sequence", sql`bigserial`, (column) => column.notNull())
    .execute();
  await schema.createIndex("audit_log_by_sequence").on("audit_log").columns(["organization_id", "sequence"]).execute();
  await schema.dropIndex("audit_log_by_organization").execute();
}
