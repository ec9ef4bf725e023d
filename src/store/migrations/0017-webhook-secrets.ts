import { type Kysely, sql } from "kysely";

/** Secrets of webhooks in a table of their own: each that was replaced within a day signs, however many there are. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("webhook_secrets")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("endpoint_id", "uuid", (column) => column.notNull().references("webhook_endpoints.id"))
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("expires_at", "timestamptz")
    .addColumn("run", "uuid")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("webhook_secrets_by_endpoint").on("webhook_secrets").column("endpoint_id").execute();
  // An endpoint's own id is that of the request that made it.
  await sql`insert into webhook_secrets (id, endpoint_id, secret, run, created_at)
    select gen_random_uuid(), id, secret, coalesce(secret_run, id), created_at from webhook_endpoints`.execute(
    database,
  );
  await sql`insert into webhook_secrets (id, endpoint_id, secret, expires_at, created_at)
    select gen_random_uuid(), id, previous_secret, previous_secret_expires_at, created_at from webhook_endpoints
    where previous_secret is not null and previous_secret_expires_at is not null`.execute(database);
  await schema
    .alterTable("webhook_endpoints")
    .dropColumn("secret")
    .dropColumn("previous_secret")
    .dropColumn("previous_secret_expires_at")
    .dropColumn("secret_run")
    .execute();
}
