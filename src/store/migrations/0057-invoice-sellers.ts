import { type Kysely, sql } from "kysely";

/** Who gets a part of what an invoice brings, in which language its customer reads it, and a customer's invoices found by the mail address. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("invoices")
    .addColumn("sellers", "jsonb", (column) => column.notNull().defaultTo(sql`'[]'::jsonb`))
    .addColumn("language", "text")
    .execute();
  await sql`create index invoices_by_customer on invoices (organization_id, mode, customer_email) where customer_email is not null`.execute(
    database,
  );
}
