import { v7 as uuidv7 } from "uuid";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import type { ApiKey, Database, Owner } from "../store/index.ts";
import { hashOfBearerToken, newBearerToken } from "./bearer-token.ts";
import type { AccessContext } from "./context.ts";
import { KeyNotFoundError, TooManyKeysError } from "./errors.ts";
import { everything } from "./scopes.ts";

/** Keys of one merchant and mode that can be in use at the same time. */
export const mostActiveKeys = 10;

/** How long a key lives. A year has 365 days. */
const daysOfLife = { "30d": 30, "90d": 90, "180d": 180, "1y": 365, never: null } as const;
export type KeyLife = keyof typeof daysOfLife;
export const keyLives = Object.keys(daysOfLife) as [KeyLife, ...KeyLife[]];

export type NewKey = {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly allowedAddresses?: readonly string[];
  readonly life?: KeyLife;
  /** Of a request that may be run again: the first run's key is then replaced by one that can be shown. */
  readonly id?: string;
};

/** The row with the key itself, which can be read here only: its hash is all that is kept. */
export type IssuedKey = { readonly row: ApiKey; readonly key: string };

const day = 24 * 60 * 60_000;

/** Issues a key. Throws `TOO_MANY_KEYS` when ten are active. */
export async function issueApiKey(
  { database, clock }: AccessContext,
  { merchantId, mode }: Owner,
  { name = "", scopes = [everything], allowedAddresses = [], life = "never", id }: NewKey = {},
): Promise<IssuedKey> {
  const key = newBearerToken(`pk_${mode}_`);
  const createdAt = clock();
  const days = daysOfLife[life];
  const values = {
    id: id ?? uuidv7({ msecs: createdAt.getTime() }),
    merchantId,
    mode,
    hash: hashOfBearerToken(key),
    name,
    hint: key.slice(-4),
    scopes: [...scopes],
    allowedAddresses: [...allowedAddresses],
    expiresAt: days === null ? null : new Date(createdAt.getTime() + days * day),
    createdAt,
  };
  const row = await database.transaction().execute(async (transaction) => {
    // Two creations at once would both count nine.
    await transaction.selectFrom("merchants").select("id").where("id", "=", merchantId).forUpdate().execute();
    const { active } = await activeKeys(transaction, { merchantId, mode }, createdAt)
      .where("id", "!=", values.id)
      .select(({ fn }) => fn.countAll<bigint>().as("active"))
      .executeTakeFirstOrThrow();
    if (active >= BigInt(mostActiveKeys)) {
      throw new TooManyKeysError(mostActiveKeys);
    }
    return transaction
      .insertInto("apiKeys")
      .values(values)
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ hash: values.hash, hint: values.hint }))
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  return { row, key };
}

/** Active keys, the newest first. */
export async function listApiKeys({ database, clock }: AccessContext, owner: Owner): Promise<ApiKey[]> {
  return activeKeys(database, owner, clock()).selectAll().orderBy("id", "desc").execute();
}

/**
 * Revokes a key at once. Throws a 404 for one that is not there, not the owner's or revoked already. Run again, it answers a key that is revoked
 * already.
 */
export async function revokeApiKey(
  { database, clock }: AccessContext,
  owner: Owner,
  id: string,
  run?: IdempotentRun,
): Promise<ApiKey> {
  const revoked = await database
    .updateTable("apiKeys")
    .set(({ fn, val, ref }) => ({ revokedAt: fn.coalesce(ref("revokedAt"), val(clock())) }))
    .where("id", "=", id)
    .where("merchantId", "=", owner.merchantId)
    .where("mode", "=", owner.mode)
    .$if(!run?.isAgain, (query) => query.where("revokedAt", "is", null))
    .returningAll()
    .executeTakeFirst();
  if (!revoked) throw new KeyNotFoundError(id);
  return revoked;
}

function activeKeys(database: Database, { merchantId, mode }: Owner, now: ReturnType<Clock>) {
  return database
    .selectFrom("apiKeys")
    .where("merchantId", "=", merchantId)
    .where("mode", "=", mode)
    .where("revokedAt", "is", null)
    .where((row) => row.or([row("expiresAt", "is", null), row("expiresAt", ">", now)]));
}
