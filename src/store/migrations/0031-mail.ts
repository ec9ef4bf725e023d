import { type Kysely, sql } from "kysely";

/** The outbox of mails, and who ended which kind of them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("mail_outbox")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.references("organizations.id"))
    .addColumn("recipient", "text", (column) => column.notNull())
    .addColumn("template", "text", (column) => column.notNull())
    .addColumn("data", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_attempt_at", "timestamptz")
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("last_error", "text")
    .addColumn("ended_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    // What is not on its way any more says nothing.
    .addCheckConstraint("mail_outbox_forgets", sql`(status = 'PENDING') = (data is not null)`)
    .execute();
  await sql`create index mail_outbox_due on mail_outbox (next_attempt_at) where next_attempt_at is not null`.execute(
    database,
  );
  await schema.createIndex("mail_outbox_by_end").on("mail_outbox").column("ended_at").execute();
  await schema
    .createTable("mail_subscriptions")
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("category", "text", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull().unique())
    .addColumn("ended_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("mail_subscriptions_pk", ["address", "category"])
    .execute();
}
