/** The operation is not one that we sponsor or send: it does something other than pay this payment. */
export class OperationRefusedError extends Error {
  override readonly name = "OperationRefusedError";
}

/** The operation was tried against the chain's current state and would fail: nothing was sent. */
export class OperationRevertsError extends Error {
  override readonly name = "OperationRevertsError";
  readonly reason: string;
  constructor(reason: string) {
    super(`The operation would revert, so it was not sent: ${reason}`);
    this.reason = reason;
  }
}

/** The bundler could not be reached or did not answer. Whether it took the operation is unknown until the chain says. */
export class BundlerUnavailableError extends Error {
  override readonly name = "BundlerUnavailableError";
  constructor(cause: unknown) {
    super(
      "The bundler does not answer. The payment stays payable: try again in a moment, or pay from a wallet directly.",
      {
        cause,
      },
    );
  }
}

/** A lane answered that it will not have a call, whatever the chain says of it: nothing was sent. Another lane may take it. */
export class LaneRefusedError extends Error {
  override readonly name = "LaneRefusedError";
  readonly reason: string;
  constructor(reason: string) {
    super(`The call was refused, so it was not sent: ${reason}`);
    this.reason = reason;
  }
}

/** This server submits no signatures: it has no relayer. */
export class RelayerMissingError extends Error {
  override readonly name = "RelayerMissingError";
  constructor() {
    super("Signatures are not submitted by this server. Pay with a wallet or by a user operation instead.");
  }
}

/** The chain's node could not be asked: nothing was sent. */
export class ChainUnavailableError extends Error {
  override readonly name = "ChainUnavailableError";
  constructor(cause: unknown) {
    super("The chain cannot be asked at the moment, so nothing was sent. Try again in a moment.", { cause });
  }
}
