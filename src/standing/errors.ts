import { DomainError } from "../runtime/index.ts";

/** There is no such deposit, or it is another merchant's. */
export class DepositNotFoundError extends DomainError {
  override readonly name = "DepositNotFoundError";
  override readonly code = "DEPOSIT_NOT_FOUND";
  constructor(id: string) {
    super(`There is no deposit "${id}".`);
  }
}
