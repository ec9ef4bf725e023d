import { type Kysely, sql } from "kysely";

/** When customers are mailed about invoices. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("invoices")
    .addColumn("reminder_preset", "text", (column) => column.notNull().defaultTo("NONE"))
    .addColumn("next_reminder_at", "timestamptz")
    .addColumn("last_mailed_at", "timestamptz")
    .addColumn("mail_count", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`create index invoices_to_remind on invoices (next_reminder_at) where next_reminder_at is not null`.execute(
    database,
  );
}
