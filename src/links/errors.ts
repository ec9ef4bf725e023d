import { DomainError } from "../runtime/index.ts";

/** There is no such link, it was deleted, or it is another organization's: from outside they look the same. */
export class LinkNotFoundError extends DomainError {
  override readonly name = "LinkNotFoundError";
  override readonly code = "LINK_NOT_FOUND";
  constructor(id: string) {
    super(`There is no payment link "${id}".`);
  }
}

/** A visit to a link that was deleted. */
export class LinkDeletedError extends DomainError {
  override readonly name = "LinkDeletedError";
  override readonly code = "LINK_DELETED";
  constructor() {
    super("This payment link is not in use any more. Ask whoever gave it to you for another.");
  }
}

/** A visit to a link that takes no payments at the moment. */
export class LinkInactiveError extends DomainError {
  override readonly name = "LinkInactiveError";
  override readonly code = "LINK_INACTIVE";
  constructor() {
    super("This payment link takes no payments at the moment. Ask whoever gave it to you.");
  }
}

/** A visit to a link that was paid as often as it can be. */
export class LinkExhaustedError extends DomainError {
  override readonly name = "LinkExhaustedError";
  override readonly code = "LINK_EXHAUSTED";
  constructor() {
    super("This payment link was paid as often as it can be.");
  }
}
