import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { type Actor, type Change, organizationsOf, recordChange } from "../access/index.ts";
import { normalMailAddress } from "../schemas/index.ts";
import type { Database, DatabaseTransaction, Language, User } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";

// The only writer of `users`.

/** By what an account is found: two spellings of one mailbox are one account. Undefined for what is no mail address. */
export function accountAddress(text: string): string | undefined {
  return normalMailAddress(text.trim())?.toLowerCase();
}

export async function findUserByEmail(
  database: Database | DatabaseTransaction,
  email: string,
): Promise<User | undefined> {
  return database.selectFrom("users").selectAll().where("email", "=", email).executeTakeFirst();
}

export async function findUser(database: Database | DatabaseTransaction, id: string): Promise<User> {
  return database.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

/** An account for an address that has none. */
export async function createUser(
  transaction: DatabaseTransaction,
  { email, name, isVerified }: { readonly email: string; readonly name: string; readonly isVerified: boolean },
  now: Date,
): Promise<User> {
  return transaction
    .insertInto("users")
    .values({
      id: uuidv7({ msecs: now.getTime() }),
      email,
      name,
      emailVerifiedAt: isVerified ? now : null,
      createdAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What a person is spoken to in by mail from now on. Nothing about access changes by it. */
export async function speakTo(database: Database, { id }: Pick<User, "id">, language: Language): Promise<User> {
  return database.updateTable("users").set({ language }).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

export async function renameUser(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  { id, name: before }: Pick<User, "id" | "name">,
  name: string,
  address: string,
): Promise<User> {
  return database.transaction().execute(async (transaction) => {
    const renamed = await transaction
      .updateTable("users")
      .set({ name })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (name === before) return renamed;
    const change = { action: "account.renamed", before: { name: before }, after: { name } } as const;
    await recordOfUser(transaction, id, change, address, clock());
    return renamed;
  });
}

/** Puts an account under another address, whose mailbox is proven. False where another account has it. */
export async function moveUser(
  transaction: DatabaseTransaction,
  { id, email }: Pick<User, "id" | "email">,
  now: Date,
): Promise<boolean> {
  // Two accounts at once would both find it free: the second waits here for the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`users/${email}`}, 0))`.execute(transaction);
  if ((await findUserByEmail(transaction, email)) !== undefined) return false;
  await transaction.updateTable("users").set({ email, emailVerifiedAt: now }).where("id", "=", id).execute();
  return true;
}

/** Whether this is the first proof of whose mailbox it is. */
export async function verifyEmail(transaction: DatabaseTransaction, id: string, now: Date): Promise<boolean> {
  const verified = await transaction
    .updateTable("users")
    .set({ emailVerifiedAt: now })
    .where("id", "=", id)
    .where("emailVerifiedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return verified !== undefined;
}

/** A change of how somebody signs in is one of the access to every organization that the person works in. */
export async function recordOfUser(
  transaction: DatabaseTransaction,
  userId: string,
  change: Pick<Change, "action" | "before" | "after">,
  address: string,
  now: Date,
): Promise<void> {
  const actor: Actor = { kind: "user", id: userId, address };
  for (const { organization } of await organizationsOf(transaction, userId)) {
    const target = { type: "user", id: userId };
    await recordChange(transaction, { ...change, organizationId: organization.id, target }, actor, now);
  }
}
