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

/** This server submits no signatures: it has no relayer. */
export class RelayerMissingError extends DomainError {
  override readonly name = "RelayerMissingError";
  override readonly code = "RELAYER_MISSING";
  constructor() {
    super("Signatures are not submitted by this server. Pay with a wallet or by a user operation instead.");
  }
}
