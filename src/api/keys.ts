import type { FastifyRequest } from "fastify";
import { v7 as uuidv7 } from "uuid";
import { hashOfBearerToken, newBearerToken } from "../bearer-token.ts";
import type { Clock } from "../clock.ts";
import type { Database, Merchant, Mode } from "../store/index.ts";
import { unauthorized } from "./errors.ts";

/** Who is asking. */
export type Caller = { readonly merchant: Merchant; readonly mode: Mode };

export type KeyContext = { readonly database: Database; readonly clock: Clock };

/** Issues a key. It can be read here only: its hash is all that is kept. */
export async function issueApiKey({ database, clock }: KeyContext, merchantId: string, mode: Mode): Promise<string> {
  const key = newBearerToken(`pk_${mode}_`);
  const createdAt = clock();
  await database
    .insertInto("apiKeys")
    .values({ id: uuidv7({ msecs: createdAt.getTime() }), merchantId, mode, hash: hashOfBearerToken(key), createdAt })
    .execute();
  return key;
}

/** The key in `Authorization: Bearer` or `X-API-Key`, if there is one. */
export function presentedKey(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  const header = request.headers["x-api-key"];
  if (authorization !== undefined) return /^Bearer (\S+)$/i.exec(authorization)?.[1];
  return typeof header === "string" ? header : undefined;
}

/** Throws a 401 unless the request bears a key that is known, not revoked and not expired. */
export async function authenticate({ database, clock }: KeyContext, request: FastifyRequest): Promise<Caller> {
  const key = presentedKey(request);
  if (key === undefined) throw unauthorized();
  const found = await database
    .selectFrom("apiKeys")
    .innerJoin("merchants", "merchants.id", "apiKeys.merchantId")
    .selectAll("merchants")
    .select("apiKeys.mode")
    .where("apiKeys.hash", "=", hashOfBearerToken(key))
    .where("apiKeys.revokedAt", "is", null)
    .where((row) => row.or([row("apiKeys.expiresAt", "is", null), row("apiKeys.expiresAt", ">", clock())]))
    .executeTakeFirst();
  if (!found) throw unauthorized();
  const { mode, ...merchant } = found;
  return { merchant, mode };
}
