import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { Caller } from "../../../access/index.ts";
import type { RequestLimits } from "./limiter.ts";

/**
 * Whose requests are counted: a network address, the same as it loads pages, a key that was checked, a person who signed in, a payment whose token was, from one address; and of payments that visits
 * to links make, the visitor's address and the organization.
 */
export type Subject = {
  readonly kind: "address" | "page" | "key" | "person" | "payment" | "visitor" | "visited";
  readonly id: string;
  /** Its own, where it has not the same as all others of its kind. */
  readonly limits?: RequestLimits | undefined;
};

/** A key that was checked, or a person in all of that person's sessions, with the limits of the organization. */
export function callerSubject({ credential, organization }: Caller): Subject {
  const limits = organization.limits ?? undefined;
  return credential.kind === "key"
    ? { kind: "key", id: credential.keyId, limits }
    : { kind: "person", id: credential.userId, limits };
}

/** An IPv4 address, or the /64 of an IPv6 address: one subscriber has at least as much, and can change within it at will. */
export function addressSubject(address: string): Subject {
  if (!ipaddr.isValid(address)) return { kind: "address", id: address };
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return { kind: "address", id: parsed.toString() };
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((group) => group.toString(16));
  return { kind: "address", id: `${groups.join(":")}::/64` };
}

/** The payers of one payment at one address: nobody at another one uses up what is theirs. */
export function payerSubject(paymentId: string, address: string): Subject {
  return { kind: "payment", id: `${paymentId} ${addressSubject(address).id}` };
}

/** The same address, where it loads pages and their files. */
export function pageSubject(address: string): Subject {
  return { kind: "page", id: addressSubject(address).id };
}

/** The same address, where its visits to links make payments. */
export function visitorSubject(address: string): Subject {
  return { kind: "visitor", id: addressSubject(address).id };
}

/** An organization whose links are visited. */
export function visitedSubject(organizationId: string): Subject {
  return { kind: "visited", id: organizationId };
}

/** As what a subject is stored. */
export function hashOfSubject({ kind, id }: Subject): string {
  return createHash("sha256").update(`${kind} ${id}`).digest("base64url").slice(0, 22);
}
