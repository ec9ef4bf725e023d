import type { ApiKey, Database, MemberRole, Mode, Organization } from "../store/index.ts";
import type { KeyMaker } from "./api-keys.ts";
import { hashOfBearerToken } from "./bearer-token.ts";
import type { AccessContext } from "./context.ts";
import { AddressNotAllowedError, UnauthorizedError } from "./errors.ts";
import { isAllowedAddress } from "./ip-ranges.ts";
import type { KeyLimits } from "./key-limits.ts";
import { isMistyped } from "./key-text.ts";
import { checkOrigin, type RequestOrigin } from "./origins.ts";
import { withinRole } from "./roles.ts";

/** Who is asking, and what the key or the role allows. */
export type Caller = KeyLimits & {
  readonly organization: Organization;
  readonly mode: Mode;
  readonly credential: KeyCredential | SessionCredential;
};

export type KeyCredential = {
  readonly kind: "key";
  readonly keyId: string;
  /** The person who made it; null for the operator. */
  readonly userId: string | null;
};

export type SessionCredential = {
  readonly kind: "session";
  readonly sessionId: string;
  readonly userId: string;
  readonly role: MemberRole;
  readonly signedInAt: Date;
  /** By a passkey that verified its user, or with a second factor. */
  readonly isStrong: boolean;
};

/** Who would be the maker of a key. */
export function keyMakerOf({ credential, ...limits }: Caller): KeyMaker {
  const { scopes, allowedAddresses, allowedOrigins, expiresAt } = limits;
  const { userId } = credential;
  return {
    scopes,
    allowedAddresses,
    allowedOrigins,
    expiresAt,
    userId,
    keyId: credential.kind === "key" ? credential.keyId : null,
  };
}

/** `lastUsedAt` is written at most this often, so that reading does not become writing. Milliseconds. */
const lastUsedPrecision = 60_000;

/** What was read of a key counts for this long: a key revoked in another process ends within it. Milliseconds. */
const freshness = 1_000;

/** Keys remembered at a time. */
const capacity = 10_000;

export type Authenticator = {
  /**
   * Who presents a key, from an IP address and an origin. Throws `UnauthorizedError` unless the key is known, not revoked and not expired, and
   * `AddressNotAllowedError` or `OriginNotAllowedError` where it may not be used from there.
   */
  authenticate(presented: string | undefined, address: string, origin?: RequestOrigin): Promise<Caller>;
  /** Ends a key that was revoked in this process at once. */
  forget(hash: string): void;
  /** Reads every key again: what an organization decides was changed in this process. */
  forgetAll(): void;
};

/** Reads each key from the database at most once a second, however many requests bear it. */
export function createAuthenticator(
  { database, clock }: AccessContext,
  { ownOrigin }: { readonly ownOrigin?: string } = {},
): Authenticator {
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
    async authenticate(presented, address, origin = {}) {
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
      checkOrigin(origin, known.allowedOrigins, ownOrigin);
      const { lastUsedAt } = known;
      if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= lastUsedPrecision) {
        known.lastUsedAt = now;
        const { keyId } = known.credential;
        await database.updateTable("apiKeys").set({ lastUsedAt: now }).where("id", "=", keyId).execute();
      }
      const { organization, mode, credential, scopes, allowedAddresses, allowedOrigins, expiresAt } = known;
      return { organization, mode, credential, scopes, allowedAddresses, allowedOrigins, expiresAt };
    },
  };
}

type KnownKey = Omit<Caller, "credential"> & { readonly credential: KeyCredential } & Pick<ApiKey, "revokedAt"> & {
    lastUsedAt: ApiKey["lastUsedAt"];
  };

/** Undefined also for a key whose maker is no member any more, or shut out. */
async function readKey(database: Database, hash: string): Promise<KnownKey | undefined> {
  const found = await database
    .selectFrom("apiKeys")
    .innerJoin("organizations", "organizations.id", "apiKeys.organizationId")
    .leftJoin("members", (join) =>
      join
        .onRef("members.organizationId", "=", "apiKeys.organizationId")
        .onRef("members.userId", "=", "apiKeys.userId")
        .on("members.disabledAt", "is", null),
    )
    .selectAll("organizations")
    .select(["apiKeys.id as keyId", "apiKeys.mode", "apiKeys.scopes", "apiKeys.userId"])
    .select([
      "apiKeys.allowedAddresses",
      "apiKeys.allowedOrigins",
      "apiKeys.lastUsedAt",
      "apiKeys.expiresAt",
      "apiKeys.revokedAt",
      "members.role",
    ])
    .where("apiKeys.hash", "=", hash)
    .executeTakeFirst();
  if (!found) return undefined;
  const {
    keyId,
    userId,
    role,
    mode,
    scopes,
    allowedAddresses,
    allowedOrigins,
    lastUsedAt,
    expiresAt,
    revokedAt,
    ...organization
  } = found;
  if (userId !== null && role === null) return undefined;
  const credential = { kind: "key", keyId, userId } as const;
  const allowed = role === null ? scopes : withinRole(scopes, role);
  return {
    organization,
    credential,
    mode,
    scopes: allowed,
    allowedAddresses,
    allowedOrigins,
    lastUsedAt,
    expiresAt,
    revokedAt,
  };
}
