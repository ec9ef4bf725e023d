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

/** A signature is not valid from now on, or ends before its call is sure to be included. */
export class SignatureTooShortError extends DomainError {
  override readonly name = "SignatureTooShortError";
  override readonly code = "AUTHORIZATION_TOO_SHORT";
  /** `validUntil`: Unix seconds. */
  constructor(validUntil: bigint) {
    super(
      `The signature has to be valid from now until ${validUntil} (Unix seconds) at least, or it may end before it is included. Sign again with the quote's terms.deadline as validBefore or deadline, and 0 as validAfter.`,
      { details: { validUntil: validUntil.toString() } },
    );
  }
}

/** Other payments of the same account are being relayed: as many as may be at once, or as much as it has. */
export class PayerUnderWayError extends DomainError {
  override readonly name = "PayerUnderWayError";
  override readonly code = "PAYER_UNDER_WAY";
  constructor(unfinished: number, bound: "COUNT" | "BALANCE") {
    const why =
      bound === "COUNT"
        ? "as many as may be at once"
        : "and its balance does not pay this one beside them as it is now";
    super(
      `Signatures of this account for other payments are being submitted (${unfinished}): ${why}. Try again when they have ended, or pay by a transaction of your own wallet or by a transfer.`,
      { details: { unfinished, bound } },
    );
  }
}

/** Calls that reverted have cost what they may in an hour or a day. */
export class RelayingPausedError extends DomainError {
  override readonly name = "RelayingPausedError";
  override readonly code = "RELAYING_PAUSED";
  constructor(window: "hour" | "day") {
    super(
      `Too much gas of this ${window} was spent on signatures that did not pay, so none is submitted at the moment. Pay by a transaction of your own wallet, by a transfer, or later.`,
    );
  }
}
