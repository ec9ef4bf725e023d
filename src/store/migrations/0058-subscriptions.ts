import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** Packages, recurring plans, subscriptions, and the invoice of each of their periods. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await owned(schema.createTable("subscription_packages"))
    .addColumn("slug", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("description", "text")
    .addColumn("trial_days", "integer", (column) => column.notNull())
    .addColumn("grace_days", "integer", (column) => column.notNull())
    .addColumn("button_label", "text")
    .addColumn("metadata", "jsonb", (column) => column.notNull())
    .addColumn("active", "boolean", (column) => column.notNull())
    .addColumn("updated_at", "timestamptz", (column) => column.notNull())
    .execute();
  await owned(schema.createTable("recurring_plans"))
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("description", "text")
    .addColumn("customer_name", "text")
    .addColumn("customer_email", "text")
    .addColumn("anchor", "timestamptz", (column) => column.notNull())
    .addColumn("ends_at", "timestamptz")
    .addColumn("invoice_life", "bigint")
    .addColumn("due_days", "integer", (column) => column.notNull())
    .addColumn("reminder_preset", "text", (column) => column.notNull())
    .addColumn("metadata", "jsonb", (column) => column.notNull())
    .addColumn("active", "boolean", (column) => column.notNull())
    .addColumn("period", "integer", (column) => column.notNull())
    .addColumn("next_action_at", "timestamptz")
    .addColumn("updated_at", "timestamptz", (column) => column.notNull())
    .execute();
  await owned(schema.createTable("subscriptions"))
    .addColumn("package_id", "uuid", (column) => column.notNull().references("subscription_packages.id"))
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("grace_days", "integer", (column) => column.notNull())
    .addColumn("customer_name", "text")
    .addColumn("customer_email", "text", (column) => column.notNull())
    .addColumn("external_customer_ref", "text")
    .addColumn("metadata", "jsonb", (column) => column.notNull())
    .addColumn("anchor", "timestamptz", (column) => column.notNull())
    .addColumn("anchor_period", "integer", (column) => column.notNull())
    .addColumn("period", "integer", (column) => column.notNull())
    .addColumn("current_period_start", "timestamptz")
    .addColumn("current_period_end", "timestamptz")
    .addColumn("trial_ends_at", "timestamptz")
    .addColumn("activated_at", "timestamptz")
    .addColumn("pending_terms", "jsonb")
    .addColumn("cancels_at_period_end", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("paused_at", "timestamptz")
    .addColumn("cancelled_at", "timestamptz")
    .addColumn("cancel_reason", "text")
    .addColumn("reminders_sent", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_action_at", "timestamptz")
    .addColumn("updated_at", "timestamptz", (column) => column.notNull())
    .execute();
  for (const table of ["subscription_packages", "recurring_plans", "subscriptions"]) {
    await schema.createIndex(`${table}_by_owner`).on(table).columns(["organization_id", "mode", "id"]).execute();
  }
  for (const table of ["recurring_plans", "subscriptions"]) {
    const due = sql`create index ${sql.raw(`${table}_due`)} on ${sql.table(table)} (next_action_at) where next_action_at is not null`;
    await due.execute(database);
  }
  await schema.createIndex("subscriptions_by_customer").on("subscriptions").column("customer_email").execute();
  await createCycles(database);
  await schema
    .createTable("subscription_tokens")
    .addColumn("token_hash", "text", (column) => column.primaryKey())
    .addColumn("subscription_id", "uuid", (column) => column.notNull().references("subscriptions.id"))
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("subscription_tokens_by_expiry").on("subscription_tokens").column("expires_at").execute();
  await sql`insert into event_consumers select 'subscriptions', position from event_head`.execute(database);
}

/** An organization's, with what is charged each period. */
function owned(table: CreateTableBuilder<string, never>) {
  return table
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("currency", "text", (column) => column.notNull())
    .addColumn("amount", "numeric(78, 0)", (column) => column.notNull().check(sql`amount > 0`))
    .addColumn("accepted_chains", sql`integer[]`)
    .addColumn("accepted_tokens", sql`text[]`)
    .addColumn("interval", "text", (column) => column.notNull())
    .addColumn("time_zone", "text", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull());
}

async function createCycles(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("billing_cycles")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull())
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("plan_id", "uuid", (column) => column.references("recurring_plans.id"))
    .addColumn("subscription_id", "uuid", (column) => column.references("subscriptions.id"))
    .addColumn("period", "integer", (column) => column.notNull())
    .addColumn("starts_at", "timestamptz", (column) => column.notNull())
    .addColumn("ends_at", "timestamptz", (column) => column.notNull())
    .addColumn("due_at", "timestamptz", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("announced", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("invoice_id", "uuid", (column) => column.notNull().unique().references("invoices.id"))
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addUniqueConstraint("billing_cycles_of_plan", ["plan_id", "period"])
    .addUniqueConstraint("billing_cycles_of_subscription", ["subscription_id", "period"])
    .addCheckConstraint("billing_cycles_of_one", sql`(plan_id is null) <> (subscription_id is null)`)
    .execute();
}
