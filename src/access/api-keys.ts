import { v7 as uuidv7 } from "uuid";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import type { ApiKey, Database, DatabaseTransaction, Owner } from "../store/index.ts";
import { type Actor, operator, recordChange } from "./audit-log.ts";
import { hashOfBearerToken } from "./bearer-token.ts";
import type { AccessContext } from "./context.ts";
import {
  KeyBeyondParentError,
  KeyNotFoundError,
  ScopeMissingError,
  TooManyKeysError,
  UnauthorizedError,
} from "./errors.ts";
import { excessOver, isWithin, type KeyLimits } from "./key-limits.ts";
import { newKeyText } from "./key-text.ts";
import { everything } from "./scopes.ts";

/** Keys of one organization and mode that can be in use at the same time. */
export const mostActiveKeys = 10;

/** How long a key lives. A year has 365 days. */
const daysOfLife = { "30d": 30, "90d": 90, "180d": 180, "1y": 365, never: null } as const;
export type KeyLife = keyof typeof daysOfLife;
export const keyLives = Object.keys(daysOfLife) as [KeyLife, ...KeyLife[]];

export type NewKey = {
  readonly name?: string;
  /** Those of the key that makes it where left out; everything where the operator makes it. */
  readonly scopes?: readonly string[] | undefined;
  readonly allowedAddresses?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly life?: KeyLife;
  /** The key or the person who makes it, which it stays within. Left out: the operator makes it. */
  readonly parent?: KeyMaker;
  /** Who makes it, for the audit log; the operator where left out. */
  readonly actor?: Actor;
  /** Of a request that may be run again: the first run's key is then replaced by one that can be shown. */
  readonly id?: string;
};

/** Limits of whoever makes a key: another key, or a person by the role. */
export type KeyMaker = KeyLimits & {
  readonly keyId: string | null;
  /** The person, also behind the key; null for the operator's keys. */
  readonly userId: string | null;
};

/** The row with the key itself, which can be read here only: its hash is all that is kept. */
export type IssuedKey = { readonly row: ApiKey; readonly key: string };

const day = 24 * 60 * 60_000;

/**
 * Issues a key within the limits of the one that makes it: without addresses or origins of its own it has the other's, and it never outlives it. Throws
 * `ScopeMissingError`, `KeyBeyondParentError`, `TooManyKeysError`, and `UnauthorizedError` where the other was revoked meanwhile.
 */
export async function issueApiKey(
  { database, clock }: AccessContext,
  { organizationId, mode }: Owner,
  {
    name = "",
    scopes,
    allowedAddresses = [],
    allowedOrigins = [],
    life = "never",
    parent,
    actor = operator,
    id,
  }: NewKey = {},
): Promise<IssuedKey> {
  const key = newKeyText(mode);
  const createdAt = clock();
  const granted = scopes ?? parent?.scopes ?? [everything];
  const own = [...new Set(allowedOrigins)];
  const wanted = { scopes: granted, allowedAddresses, allowedOrigins: own, expiresAt: expiryOf(life, createdAt) };
  const limits = withinParent(wanted, parent);
  const values = {
    id: id ?? uuidv7({ msecs: createdAt.getTime() }),
    organizationId,
    mode,
    hash: hashOfBearerToken(key),
    name,
    hint: key.slice(-4),
    scopes: [...limits.scopes],
    allowedAddresses: [...limits.allowedAddresses],
    allowedOrigins: [...limits.allowedOrigins],
    expiresAt: limits.expiresAt,
    parentId: parent?.keyId ?? null,
    userId: parent?.userId ?? null,
    createdAt,
  };
  const row = await database.transaction().execute(async (transaction) => {
    // Two creations at once would both count nine; and a key that is being revoked would leave a child behind.
    await lockKeys(transaction, organizationId);
    if (parent !== undefined) await requireMaker(transaction, { organizationId, mode }, parent, createdAt);
    const { active } = await activeKeys(transaction, { organizationId, mode }, createdAt)
      .where("id", "!=", values.id)
      .select(({ fn }) => fn.countAll<bigint>().as("active"))
      .executeTakeFirstOrThrow();
    if (active >= BigInt(mostActiveKeys)) {
      throw new TooManyKeysError(mostActiveKeys);
    }
    const issued = await transaction
      .insertInto("apiKeys")
      .values(values)
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ hash: values.hash, hint: values.hint }))
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordChange(
      transaction,
      { ...keyChange("key.created", issued), after: shownFields(issued) },
      actor,
      createdAt,
    );
    return issued;
  });
  return { row, key };
}

/** Active keys that are within a reader's limits, the newest first. A stronger key is not shown. */
export async function listApiKeys(
  { database, clock }: AccessContext,
  owner: Owner,
  reader: KeyLimits,
): Promise<ApiKey[]> {
  const keys = await activeKeys(database, owner, clock()).selectAll().orderBy("id", "desc").execute();
  return keys.filter((key) => isWithin(reader, key));
}

/**
 * Revokes a key and all that were made with it, at once; answers it first. Throws `KeyNotFoundError` for one that is not there, not the owner's,
 * stronger than the one that revokes, or revoked already. Run again, it answers a key that is revoked already.
 */
export async function revokeApiKey(
  { database, clock }: AccessContext,
  owner: Owner,
  id: string,
  revoker: KeyLimits,
  run?: IdempotentRun,
  actor: Actor = operator,
): Promise<[ApiKey, ...ApiKey[]]> {
  return database.transaction().execute(async (transaction) => {
    await lockKeys(transaction, owner.organizationId);
    const key = await transaction
      .selectFrom("apiKeys")
      .selectAll()
      .where("id", "=", id)
      .where("organizationId", "=", owner.organizationId)
      .where("mode", "=", owner.mode)
      .executeTakeFirst();
    if (!key || !isWithin(revoker, key) || (key.revokedAt !== null && !run?.isAgain)) throw new KeyNotFoundError(id);
    const before = await activeKeys(transaction, owner, clock()).select("id").execute();
    const revoked = await transaction
      .withRecursive("family(id)", (query) =>
        query
          .selectFrom("apiKeys")
          .select("id")
          .where("id", "=", id)
          .unionAll(
            query.selectFrom("apiKeys").innerJoin("family", "family.id", "apiKeys.parentId").select("apiKeys.id"),
          ),
      )
      .updateTable("apiKeys")
      .set(({ fn, val, ref }) => ({ revokedAt: fn.coalesce(ref("revokedAt"), val(clock())) }))
      .where("id", "in", (query) => query.selectFrom("family").select("family.id"))
      .returningAll()
      .execute();
    for (const one of revoked) {
      if (!before.some((active) => active.id === one.id)) continue;
      const change = { ...keyChange("key.revoked", one), before: shownFields(one) };
      await recordChange(transaction, change, actor, clock());
    }
    const itself = revoked.find((one) => one.id === id) ?? key;
    return [itself, ...revoked.filter((one) => one.id !== id)];
  });
}

const keyChange = <Action extends "key.created" | "key.revoked">(action: Action, { id, organizationId }: ApiKey) => ({
  organizationId,
  action,
  target: { type: "key", id },
});

/** What the audit log says of a key. */
function shownFields({ name, mode, scopes, allowedAddresses, allowedOrigins, expiresAt, parentId }: ApiKey) {
  return { name, mode, scopes, allowedAddresses, allowedOrigins, expiresAt, parentId };
}

function expiryOf(life: KeyLife, now: Date): Date | null {
  const days = daysOfLife[life];
  return days === null ? null : new Date(now.getTime() + days * day);
}

/** A new key's limits where another makes it. */
function withinParent(key: KeyLimits, parent: KeyLimits | undefined): KeyLimits {
  if (parent === undefined) return key;
  const allowedAddresses = key.allowedAddresses.length > 0 ? key.allowedAddresses : parent.allowedAddresses;
  const allowedOrigins = key.allowedOrigins.length > 0 ? key.allowedOrigins : parent.allowedOrigins;
  const wanted = { ...key, allowedAddresses, allowedOrigins };
  const { scopes, addresses, origins, expires } = excessOver(parent, wanted);
  if (scopes.length > 0) throw new ScopeMissingError(scopes);
  if (addresses.length > 0 || origins.length > 0) throw new KeyBeyondParentError({ addresses, origins });
  return { ...wanted, expiresAt: expires ? parent.expiresAt : key.expiresAt };
}

/** Keys of an organization are made and revoked one at a time. */
async function lockKeys(transaction: DatabaseTransaction, organizationId: string): Promise<void> {
  await transaction.selectFrom("organizations").select("id").where("id", "=", organizationId).forUpdate().execute();
}

/** Revokes the keys that a person made in an organization, and those that were made with them. Answers the hashes of those that were active. */
export async function revokeKeysOf(
  transaction: DatabaseTransaction,
  { organizationId, userId }: { readonly organizationId: string; readonly userId: string },
  actor: Actor,
  now: Date,
): Promise<string[]> {
  const revoked = await transaction
    .updateTable("apiKeys")
    .set({ revokedAt: now })
    .where("organizationId", "=", organizationId)
    .where("userId", "=", userId)
    .where("revokedAt", "is", null)
    .returningAll()
    .execute();
  for (const key of revoked) {
    await recordChange(transaction, { ...keyChange("key.revoked", key), before: shownFields(key) }, actor, now);
  }
  return revoked.map(({ hash }) => hash);
}

/** Whoever makes a key has to be there still. Throws `UnauthorizedError`. */
async function requireMaker(
  transaction: DatabaseTransaction,
  owner: Owner,
  { keyId, userId }: KeyMaker,
  now: Date,
): Promise<void> {
  const key =
    keyId === null ||
    (await activeKeys(transaction, owner, now).select("id").where("id", "=", keyId).executeTakeFirst());
  const person =
    userId === null ||
    (await transaction
      .selectFrom("members")
      .select("userId")
      .where("organizationId", "=", owner.organizationId)
      .where("userId", "=", userId)
      .where("disabledAt", "is", null)
      .executeTakeFirst());
  if (!key || !person) throw new UnauthorizedError();
}

function activeKeys(database: Database, { organizationId, mode }: Owner, now: ReturnType<Clock>) {
  return database
    .selectFrom("apiKeys")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .where("revokedAt", "is", null)
    .where((row) => row.or([row("expiresAt", "is", null), row("expiresAt", ">", now)]));
}
