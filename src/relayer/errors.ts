import { DomainError } from "../runtime/index.ts";
/** A lane answered that it will not have a call, whatever the chain says of it: nothing was sent. Another lane may take it. */
export class LaneRefusedError extends DomainError {
  override readonly name = "LaneRefusedError";
  override readonly code = "LANE_REFUSED";
  readonly reason: string;
  constructor(reason: string) {
    super(`The call was refused, so it was not sent: ${reason}`);
    this.reason = reason;
  }
}

/** The merchant takes no signature that is checked by a contract that nobody knows. */
export class ContractPayerError extends DomainError {
  override readonly name = "ContractPayerError";
  override readonly code = "CONTRACT_PAYER_REFUSED";
  constructor() {
    super(
      "The signature would be checked by the payer's own contract, whose code is not known here, so it is not submitted. Pay by a transaction of the account's own.",
    );
  }
}

/** This server submits no signatures: it has no relayer. */
export class RelayerMissingError extends DomainError {
  override readonly name = "RelayerMissingError";
  override readonly code = "RELAYER_MISSING";
  constructor() {
    super("Signatures are not submitted by this server. Pay with a wallet or by a user operation instead.");
  }
}
