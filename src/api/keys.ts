import type { FastifyRequest } from "fastify";
import { hashOfBearerToken } from "../bearer-token.ts";
import type { Clock } from "../clock.ts";
import type { Database, Merchant, Mode } from "../store/index.ts";
import { isAllowedAddress } from "./allowed-addresses.ts";
import { ApiError, unauthorized } from "./errors.ts";

/** Who is asking, and what the key allows. */
export type Caller = {
  readonly merchant: Merchant;
  readonly mode: Mode;
  readonly keyId: string;
  readonly scopes: readonly string[];
};

export type KeyContext = { readonly database: Database; readonly clock: Clock };

/** `lastUsedAt` is written at most this often, so that reading does not become writing. Milliseconds. */
const lastUsedPrecision = 60_000;

/** The key in `Authorization: Bearer` or `X-API-Key`, if there is one. */
export function presentedKey(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  const header = request.headers["x-api-key"];
  if (authorization !== undefined) return /^Bearer (\S+)$/i.exec(authorization)?.[1];
  return typeof header === "string" ? header : undefined;
}

/**
 * Throws a 401 unless the request bears a key that is known, not revoked and not expired, and a 403 where the key is not allowed from its
 * address.
 */
export async function authenticate({ database, clock }: KeyContext, request: FastifyRequest): Promise<Caller> {
  const key = presentedKey(request);
  if (key === undefined) throw unauthorized();
  const now = clock();
  const found = await database
    .selectFrom("apiKeys")
    .innerJoin("merchants", "merchants.id", "apiKeys.merchantId")
    .selectAll("merchants")
    .select(["apiKeys.id as keyId", "apiKeys.mode", "apiKeys.scopes", "apiKeys.allowedAddresses", "apiKeys.lastUsedAt"])
    .where("apiKeys.hash", "=", hashOfBearerToken(key))
    .where("apiKeys.revokedAt", "is", null)
    .where((row) => row.or([row("apiKeys.expiresAt", "is", null), row("apiKeys.expiresAt", ">", now)]))
    .executeTakeFirst();
  if (!found) throw unauthorized();
  const { keyId, mode, scopes, allowedAddresses, lastUsedAt, ...merchant } = found;
  if (!isAllowedAddress(request.ip, allowedAddresses)) {
    throw new ApiError(403, "ADDRESS_NOT_ALLOWED", `This key is not allowed to be used from ${request.ip}.`);
  }
  if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= lastUsedPrecision) {
    await database.updateTable("apiKeys").set({ lastUsedAt: now }).where("id", "=", keyId).execute();
  }
  return { merchant, mode, keyId, scopes };
}
