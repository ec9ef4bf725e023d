import { generateRegistrationOptions, type RegistrationResponseJSON } from "@simplewebauthn/server";
import { isoBase64URL } from "@simplewebauthn/server/helpers";
import type { Database, DatabaseTransaction, Passkey } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { PasskeyNotFoundError, PasskeyRefusedError, TooManyPasskeysError } from "./errors.ts";
import { notify } from "./notify.ts";
import { type Asked, issueChallenge, takeChallenge } from "./passkey-challenges.ts";
import { findUser, recordOfUser } from "./users.ts";
import { algorithms, handleOf, siteOf, verifyNew } from "./verify-passkey.ts";

// The only writer of `passkeys`, but for `passkey-sign-in.ts`, which counts on.

export const mostPasskeys = 20;

export async function listPasskeys(database: Database | DatabaseTransaction, userId: string): Promise<Passkey[]> {
  return database
    .selectFrom("passkeys")
    .selectAll()
    .where("userId", "=", userId)
    .orderBy("createdAt", "desc")
    .orderBy("id")
    .execute();
}

/** Asks for a passkey that finds its account by itself, so that signing in needs no name. Throws `TooManyPasskeysError`. */
export async function askForNewPasskey(
  context: PeopleContext,
  userId: string,
): Promise<Asked<Awaited<ReturnType<typeof generateRegistrationOptions>>>> {
  const { email, name } = await findUser(context.database, userId);
  const known = await listPasskeys(context.database, userId);
  if (known.length >= mostPasskeys) throw new TooManyPasskeysError(mostPasskeys);
  const options = await generateRegistrationOptions({
    rpName: "Railsplit",
    rpID: siteOf(context).rpId,
    userID: handleOf(userId),
    userName: email,
    userDisplayName: name,
    attestationType: "none",
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
  });
  return { options, token: await issueChallenge(context, { challenge: options.challenge, userId }) };
}

/** Adds the passkey that an authenticator made for it. Throws `PasskeyRefusedError`. */
export async function addPasskey(
  context: PeopleContext,
  userId: string,
  {
    token,
    name,
    response,
  }: { readonly token: string; readonly name: string; readonly response: RegistrationResponseJSON },
  address: string,
): Promise<Passkey> {
  const asked = await takeChallenge(context, token);
  if (asked?.userId !== userId) throw new PasskeyRefusedError();
  const { credential, isBackedUp } = await verifyNew(context, asked.challenge, response);
  const createdAt = context.clock();
  return context.database.transaction().execute(async (transaction) => {
    await transaction.selectFrom("users").select("id").where("id", "=", userId).forUpdate().execute();
    if ((await listPasskeys(transaction, userId)).length >= mostPasskeys) throw new TooManyPasskeysError(mostPasskeys);
    const added = await transaction
      .insertInto("passkeys")
      .values({
        id: credential.id,
        userId,
        publicKey: isoBase64URL.fromBuffer(credential.publicKey),
        counter: BigInt(credential.counter),
        transports: [...(response.response.transports ?? [])],
        isBackedUp,
        name,
        createdAt,
      })
      // Somebody's already: an authenticator makes no id twice.
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!added) throw new PasskeyRefusedError();
    await recordOfUser(transaction, userId, { action: "passkey.added", after: { name } }, address, createdAt);
    await notify(context, transaction, { userId }, { change: "passkey_added", detail: name, address });
    return added;
  });
}

/** Throws `PasskeyNotFoundError`. */
export async function removePasskey(
  context: PeopleContext,
  userId: string,
  id: string,
  address: string,
): Promise<void> {
  await context.database.transaction().execute(async (transaction) => {
    const removed = await transaction
      .deleteFrom("passkeys")
      .where("id", "=", id)
      .where("userId", "=", userId)
      .returning("name")
      .executeTakeFirst();
    if (!removed) throw new PasskeyNotFoundError(id);
    const change = { action: "passkey.removed", before: removed } as const;
    await recordOfUser(transaction, userId, change, address, context.clock());
    await notify(context, transaction, { userId }, { change: "passkey_removed", detail: removed.name, address });
  });
}

/** Removes all of somebody's passkeys. Answers their names. */
export async function dropPasskeys(transaction: DatabaseTransaction, userId: string): Promise<string[]> {
  const dropped = await transaction.deleteFrom("passkeys").where("userId", "=", userId).returning("name").execute();
  return dropped.map(({ name }) => name);
}
