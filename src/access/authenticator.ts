import type { ApiKey, Database, Mode, Organization } from "../store/index.ts";
import { hashOfBearerToken } from "./bearer-token.ts";
import type { AccessContext } from "./context.ts";
import { AddressNotAllowedError, UnauthorizedError } from "./errors.ts";
import { isAllowedAddress } from "./ip-ranges.ts";
import type { KeyLimits } from "./key-limits.ts";
import { isMistyped } from "./key-text.ts";

/** Who is asking, and what the key allows. */
export type Caller = {
  readonly organization: Organization;
  readonly mode: Mode;
  readonly keyId: string;
} & KeyLimits;

/** `lastUsedAt` is written at most this often, so that reading does not become writing. Milliseconds. */
const lastUsedPrecision = 60_000;

/** What was read of a key counts for this long: a key revoked in another process ends within it. Milliseconds. */
const freshness = 1_000;

/** Keys remembered at a time. */
const capacity = 10_000;

export type Authenticator = {
  /**
   * Who presents a key, from an IP address. Throws `UnauthorizedError` unless the key is known, not revoked and not expired, and
   * `AddressNotAllowedError` where it may not be used from that address.
   */
  authenticate(presented: string | undefined, address: string): Promise<Caller>;
  /** Ends a key that was revoked in this process at once. */
  forget(hash: string): void;
  /** Reads every key again: what an organization decides was changed in this process. */
  forgetAll(): void;
};

/** Reads each key from the database at most once a second, however many requests bear it. */
export function createAuthenticator({ database, clock }: AccessContext): Authenticator {
  const remembered = new Map<string, { readonly key: Promise<KnownKey | undefined>; readonly readAt: number }>();

  const recall = (hash: string, now: number): Promise<KnownKey | undefined> => {
    const known = remembered.get(hash);
    if (known !== undefined && now >= known.readAt && now - known.readAt < freshness) return known.key;
    if (remembered.size >= capacity) remembered.clear();
    const key = readKey(database, hash);
    remembered.set(hash, { key, readAt: now });
    key.catch(() => remembered.delete(hash));
    return key;
  };

  return {
    forget: (hash) => void remembered.delete(hash),
    forgetAll: () => remembered.clear(),
    async authenticate(presented, address) {
      if (presented === undefined || isMistyped(presented)) throw new UnauthorizedError();
      const now = clock();
      const hash = hashOfBearerToken(presented);
      const known = await recall(hash, now.getTime());
      if (!known || known.revokedAt !== null || (known.expiresAt !== null && known.expiresAt <= now)) {
        throw new UnauthorizedError();
      }
      if (!isAllowedAddress(address, known.allowedAddresses)) {
        throw new AddressNotAllowedError(address);
      }
      const { lastUsedAt } = known;
      if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= lastUsedPrecision) {
        known.lastUsedAt = now;
        await database.updateTable("apiKeys").set({ lastUsedAt: now }).where("id", "=", known.keyId).execute();
      }
      const { organization, mode, keyId, scopes, allowedAddresses, expiresAt } = known;
      return { organization, mode, keyId, scopes, allowedAddresses, expiresAt };
    },
  };
}

type KnownKey = Caller & Pick<ApiKey, "revokedAt"> & { lastUsedAt: ApiKey["lastUsedAt"] };

async function readKey(database: Database, hash: string): Promise<KnownKey | undefined> {
  const found = await database
    .selectFrom("apiKeys")
    .innerJoin("organizations", "organizations.id", "apiKeys.organizationId")
    .selectAll("organizations")
    .select(["apiKeys.id as keyId", "apiKeys.mode", "apiKeys.scopes", "apiKeys.allowedAddresses"])
    .select(["apiKeys.lastUsedAt", "apiKeys.expiresAt", "apiKeys.revokedAt"])
    .where("apiKeys.hash", "=", hash)
    .executeTakeFirst();
  if (!found) return undefined;
  const { keyId, mode, scopes, allowedAddresses, lastUsedAt, expiresAt, revokedAt, ...organization } = found;
  return { organization, keyId, mode, scopes, allowedAddresses, lastUsedAt, expiresAt, revokedAt };
}
