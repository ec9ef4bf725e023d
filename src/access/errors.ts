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

export class TooManyKeysError extends DomainError {
  override readonly name = "TooManyKeysError";
  override readonly code = "TOO_MANY_KEYS";
  constructor(most: number) {
    super(`There are ${most} active keys already. Revoke one first.`);
  }
}

/** There is no such key, it is another merchant's, or it is revoked. */
export class KeyNotFoundError extends DomainError {
  override readonly name = "KeyNotFoundError";
  override readonly code = "KEY_NOT_FOUND";
  constructor(id: string) {
    super(`There is no active API key "${id}".`);
  }
}
