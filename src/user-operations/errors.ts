import { DomainError } from "../runtime/index.ts";
/** The operation is not one that we sponsor or send: it does something other than pay this payment. */
export class OperationRefusedError extends DomainError {
  override readonly name = "OperationRefusedError";
  override readonly code = "OPERATION_REFUSED";
}

/** The operation was tried against the chain's current state and would fail: nothing was sent. */
export class OperationRevertsError extends DomainError {
  override readonly name = "OperationRevertsError";
  override readonly code = "AUTHORIZATION_REVERTS";
  readonly reason: string;
  constructor(reason: string) {
    super(`The operation would revert, so it was not sent: ${reason}`);
    this.reason = reason;
  }
}
