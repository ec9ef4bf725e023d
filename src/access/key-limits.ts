import { isWithinRanges } from "./ip-ranges.ts";
import { everything } from "./scopes.ts";

/** What bounds a key: what it may do, from where, and until when. */
export type KeyLimits = {
  readonly scopes: readonly string[];
  /** Addresses and CIDR ranges; empty is anywhere. */
  readonly allowedAddresses: readonly string[];
  /** Web origins; empty is for servers, whatever they say of themselves. */
  readonly allowedOrigins: readonly string[];
  readonly expiresAt: Date | null;
};

/** In what a key exceeds another; empty where it is not the stronger one in anything. */
export function excessOver(
  limits: KeyLimits,
  key: KeyLimits,
): { readonly scopes: string[]; readonly addresses: string[]; readonly origins: string[]; readonly expires: boolean } {
  const scopes = limits.scopes.includes(everything) ? [] : key.scopes.filter((scope) => !limits.scopes.includes(scope));
  const anywhere = key.allowedAddresses.length === 0 ? ["0.0.0.0/0", "::/0"] : key.allowedAddresses;
  const isBound = limits.allowedAddresses.length > 0;
  const addresses = isBound ? anywhere.filter((range) => !isWithinRanges(range, limits.allowedAddresses)) : [];
  const expires = limits.expiresAt !== null && (key.expiresAt === null || key.expiresAt > limits.expiresAt);
  return { scopes, addresses, origins: originsBeyond(limits, key), expires };
}

/** Whether a key may do nothing that the other may not, from nowhere else, and no longer. */
export function isWithin(limits: KeyLimits, key: KeyLimits): boolean {
  const { scopes, addresses, origins, expires } = excessOver(limits, key);
  return scopes.length === 0 && addresses.length === 0 && origins.length === 0 && !expires;
}

/** A key without origins says of itself what it likes, so it lies within no key that has some. */
function originsBeyond({ allowedOrigins: own }: KeyLimits, { allowedOrigins }: KeyLimits): string[] {
  if (own.length === 0) return [];
  if (allowedOrigins.length === 0) return ["any server"];
  return allowedOrigins.filter((origin) => !own.includes(origin));
}
