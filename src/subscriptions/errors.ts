import { DomainError } from "../runtime/index.ts";
import type { SubscriptionStatus } from "../store/index.ts";

/** There is no such package, or it is another organization's: from outside they look the same. So it is with plans and subscriptions. */
export class PackageNotFoundError extends DomainError {
  override readonly name = "PackageNotFoundError";
  override readonly code = "SUBSCRIPTION_PACKAGE_NOT_FOUND";
  constructor(id: string) {
    super(`There is no subscription package "${id}".`);
  }
}

export class PlanNotFoundError extends DomainError {
  override readonly name = "PlanNotFoundError";
  override readonly code = "RECURRING_PLAN_NOT_FOUND";
  constructor(id: string) {
    super(`There is no recurring plan "${id}".`);
  }
}

export class SubscriptionNotFoundError extends DomainError {
  override readonly name = "SubscriptionNotFoundError";
  override readonly code = "SUBSCRIPTION_NOT_FOUND";
  constructor(id: string) {
    super(`There is no subscription "${id}".`);
  }
}

/** Another package has it, of whichever organization: it is in a URL. */
export class SlugTakenError extends DomainError {
  override readonly name = "SlugTakenError";
  override readonly code = "SLUG_TAKEN";
  constructor(slug: string) {
    super(`The slug "${slug}" is taken. Choose another, or leave it out.`);
  }
}

/** Nobody can subscribe to it any more. */
export class PackageInactiveError extends DomainError {
  override readonly name = "PackageInactiveError";
  override readonly code = "SUBSCRIPTION_PACKAGE_INACTIVE";
  constructor() {
    super("This package takes no new subscriptions.");
  }
}

/** The link to a subscription is unknown or too old. */
export class PortalLinkError extends DomainError {
  override readonly name = "PortalLinkError";
  override readonly code = "SUBSCRIPTION_LINK_INVALID";
  constructor() {
    super("This link opens nothing any more. The page where you subscribed sends you another.");
  }
}

/** The subscription's state does not allow what was asked. */
export class SubscriptionStateError extends DomainError {
  override readonly name = "SubscriptionStateError";
  override readonly code = "SUBSCRIPTION_STATE";
  constructor(status: SubscriptionStatus, message: string) {
    super(message, { details: { status } });
  }
}
