import { DomainError } from "../runtime/index.ts";

/** There is no such customer, or it is another merchant's. */
export class CustomerNotFoundError extends DomainError {
  override readonly name = "CustomerNotFoundError";
  override readonly code = "CUSTOMER_NOT_FOUND";
  constructor(id: string) {
    super(`There is no customer "${id}".`);
  }
}

/** Another customer of the merchant has this external id. */
export class CustomerExistsError extends DomainError {
  override readonly name = "CustomerExistsError";
  override readonly code = "CUSTOMER_EXISTS";
  constructor(customerId: string) {
    super(`The customer ${customerId} has this externalId already.`, { details: { customerId } });
  }
}

/** There is no such reference, it was unbound, or it is another merchant's. */
export class DepositReferenceNotFoundError extends DomainError {
  override readonly name = "DepositReferenceNotFoundError";
  override readonly code = "DEPOSIT_REFERENCE_NOT_FOUND";
  constructor(id: string) {
    super(`There is no deposit reference "${id}".`);
  }
}

/** The reference is bound to another customer. */
export class DepositReferenceInUseError extends DomainError {
  override readonly name = "DepositReferenceInUseError";
  override readonly code = "DEPOSIT_REFERENCE_IN_USE";
  constructor(reference: string, customerId: string) {
    super(`"${reference}" is bound to the customer ${customerId}. Unbind it first, or name that customer.`, {
      details: { customerId },
    });
  }
}

/** The server has no contract of standing addresses, or no relayer that moves what comes there. */
export class DepositsUnavailableError extends DomainError {
  override readonly name = "DepositsUnavailableError";
  override readonly code = "DEPOSITS_UNAVAILABLE";
  constructor() {
    super(
      "This server gives out no deposit addresses: its operator has to set STANDING_DEPOSITS_ADDRESS and a relayer's key.",
    );
  }
}

/** A recipient is a contract on other chains and not on any on which money could come. */
export class NoSafeChainError extends DomainError {
  override readonly name = "NoSafeChainError";
  override readonly code = "NO_SAFE_CHAIN";
  constructor() {
    super(
      "A recipient is a contract on one chain and not there on another, so that no address is safe. Name a settlement address for each chain.",
    );
  }
}
