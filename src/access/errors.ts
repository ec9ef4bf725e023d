import { DomainError } from "../runtime/index.ts";

/** The same for a missing, malformed, unknown, revoked or expired key: nobody learns which it was. */
export class UnauthorizedError extends DomainError {
  override readonly name = "UnauthorizedError";
  override readonly code = "UNAUTHORIZED";
  constructor() {
    super("A valid API key or checkout token is required.");
  }
}

/** The key is known, and not to be used from there. */
export class AddressNotAllowedError extends DomainError {
  override readonly name = "AddressNotAllowedError";
  override readonly code = "ADDRESS_NOT_ALLOWED";
  constructor(address: string) {
    super(`This key is not allowed to be used from ${address}.`);
  }
}

/** The key is known, and not to be used by that page or service. */
export class OriginNotAllowedError extends DomainError {
  override readonly name = "OriginNotAllowedError";
  override readonly code = "ORIGIN_NOT_ALLOWED";
}

/** A key that is asked to give what it does not have. */
export class ScopeMissingError extends DomainError {
  override readonly name = "ScopeMissingError";
  override readonly code = "SCOPE_MISSING";
  constructor(scopes: readonly string[]) {
    super(`This key cannot give ${scopes.join(", ")}, which it does not have itself.`);
  }
}

export class TooManyKeysError extends DomainError {
  override readonly name = "TooManyKeysError";
  override readonly code = "TOO_MANY_KEYS";
  constructor(most: number) {
    super(`There are ${most} active keys already. Revoke one first.`);
  }
}

/** A key would be made that may do more than the one that makes it. */
export class KeyBeyondParentError extends DomainError {
  override readonly name = "KeyBeyondParentError";
  override readonly code = "KEY_BEYOND_PARENT";
  constructor({ addresses, origins }: { readonly addresses: readonly string[]; readonly origins: readonly string[] }) {
    const beyond = [...addresses, ...origins].join(", ");
    const field = addresses.length > 0 ? "allowedAddresses" : "allowedOrigins";
    super(
      `This key cannot make one for ${beyond}: it may not be used from there itself. Choose ${field} within its own.`,
    );
  }
}

/** Money sent to the address would be lost for ever. */
export class RecipientLostError extends DomainError {
  override readonly name = "RecipientLostError";
  override readonly code = "RECIPIENT_LOST";
  constructor(address: string, reason: string) {
    super(`Money sent to ${address} would be lost: ${reason}.`);
  }
}

/** There is no such key, it is another organization's, it is revoked, or it is stronger than the one that asks. */
export class KeyNotFoundError extends DomainError {
  override readonly name = "KeyNotFoundError";
  override readonly code = "KEY_NOT_FOUND";
  constructor(id: string) {
    super(`There is no active API key "${id}" that this key may see.`);
  }
}

export class OrganizationNotFoundError extends DomainError {
  override readonly name = "OrganizationNotFoundError";
  override readonly code = "ORGANIZATION_NOT_FOUND";
  constructor(id: string) {
    super(`There is no organization "${id}".`);
  }
}

/** A person whose role does not go so far. */
export class RoleInsufficientError extends DomainError {
  override readonly name = "RoleInsufficientError";
  override readonly code = "ROLE_INSUFFICIENT";
  constructor(role: string, needed: string) {
    super(`Your role, ${role}, does not allow this: it needs ${needed}.`, { details: { role } });
  }
}

export class MemberNotFoundError extends DomainError {
  override readonly name = "MemberNotFoundError";
  override readonly code = "MEMBER_NOT_FOUND";
  constructor(id: string) {
    super(`There is no member "${id}" in this organization.`);
  }
}

export class AlreadyMemberError extends DomainError {
  override readonly name = "AlreadyMemberError";
  override readonly code = "ALREADY_MEMBER";
  constructor() {
    super("This person is a member of the organization already: change the role instead.");
  }
}

/** An organization always has an owner. */
export class LastOwnerError extends DomainError {
  override readonly name = "LastOwnerError";
  override readonly code = "LAST_OWNER";
  constructor() {
    super("This is the organization's only owner. Transfer the ownership first.");
  }
}
