import { type Kysely, sql } from "kysely";

/** People: their accounts, how they sign in, and what they are in organizations. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("users")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("email_verified_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();

  await schema
    .createTable("members")
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("user_id", "uuid", (column) => column.notNull().references("users.id"))
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("disabled_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addPrimaryKeyConstraint("members_pk", ["organization_id", "user_id"])
    .execute();
  await schema.createIndex("members_by_user").on("members").column("user_id").execute();

  await schema
    .createTable("invitations")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("is_mailed", "boolean", (column) => column.notNull())
    .addColumn("invited_by", "uuid", (column) => column.references("users.id"))
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("accepted_at", "timestamptz")
    .addColumn("revoked_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("invitations_by_organization")
    .on("invitations")
    .columns(["organization_id", "id"])
    .execute();

  await schema
    .createTable("sign_ins")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("method", "text", (column) => column.notNull())
    .addColumn("email", "text")
    .addColumn("user_id", "uuid", (column) => column.references("users.id"))
    .addColumn("code_hash", "text")
    .addColumn("handled_at", "timestamptz")
    .addColumn("code_tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("passed_at", "timestamptz")
    .addColumn("second_tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("ended_at", "timestamptz")
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("sign_ins_by_user").on("sign_ins").columns(["user_id", "created_at"]).execute();
  await schema.createIndex("sign_ins_by_age").on("sign_ins").column("created_at").execute();
  await sql`create index sign_ins_to_handle on sign_ins (id) where handled_at is null`.execute(database);

  await schema
    .createTable("sessions")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("user_id", "uuid", (column) => column.notNull().references("users.id"))
    .addColumn("organization_id", "uuid", (column) => column.references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("method", "text", (column) => column.notNull())
    .addColumn("is_strong", "boolean", (column) => column.notNull())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("user_agent", "text", (column) => column.notNull())
    .addColumn("last_seen_at", "timestamptz", (column) => column.notNull())
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("revoked_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("sessions_by_user").on("sessions").columns(["user_id", "id"]).execute();

  await schema
    .createTable("passkeys")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("user_id", "uuid", (column) => column.notNull().references("users.id"))
    .addColumn("public_key", "text", (column) => column.notNull())
    .addColumn("counter", "bigint", (column) => column.notNull())
    .addColumn("transports", sql`text[]`, (column) => column.notNull())
    .addColumn("is_backed_up", "boolean", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("last_used_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("passkeys_by_user").on("passkeys").column("user_id").execute();

  await schema
    .createTable("passkey_challenges")
    .addColumn("token_hash", "text", (column) => column.primaryKey())
    .addColumn("challenge", "text", (column) => column.notNull())
    .addColumn("user_id", "uuid", (column) => column.references("users.id"))
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .execute();

  await schema
    .createTable("totp")
    .addColumn("user_id", "uuid", (column) => column.primaryKey().references("users.id"))
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("confirmed_at", "timestamptz")
    .addColumn("last_step", "bigint", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();

  await schema
    .createTable("recovery_codes")
    .addColumn("user_id", "uuid", (column) => column.notNull().references("users.id"))
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("used_at", "timestamptz")
    .addPrimaryKeyConstraint("recovery_codes_pk", ["user_id", "hash"])
    .execute();

  await schema
    .createTable("setup")
    .addColumn("token_hash", "text", (column) => column.primaryKey())
    .addColumn("used_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();

  // The person who made a key, or the key that made it: it may do no more than that person.
  await schema
    .alterTable("api_keys")
    .addColumn("user_id", "uuid", (column) => column.references("users.id"))
    .execute();

  // A session's requests have idempotency keys too.
  await sql`alter table idempotent_requests drop constraint idempotent_requests_api_key_id_fkey`.execute(database);
  await schema.alterTable("idempotent_requests").renameColumn("api_key_id", "caller_id").execute();
}
