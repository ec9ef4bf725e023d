import { DomainError } from "../../runtime/index.ts";

/** Another sponsorship of the payment was sent, or was given a moment ago. */
export class SponsorshipUnderWayError extends DomainError {
  override readonly name = "SponsorshipUnderWayError";
  override readonly code = "SPONSORSHIP_UNDER_WAY";
  constructor(secondsLeft: number) {
    super(
      `Another operation is sponsored for this payment at the moment. It has ${secondsLeft} seconds left: ask again then, or pay in another way.`,
      { details: { secondsLeft } },
    );
  }
}

/** A sponsored operation of the account was included without settling its payment: no other of its is sponsored. */
export class SponsorshipBarredError extends DomainError {
  override readonly name = "SponsorshipBarredError";
  override readonly code = "SPONSORSHIP_BARRED";
  constructor() {
    super(
      "A sponsored operation of this account was included and did not settle its payment, so no other of its is sponsored for now. Pay by a transaction of your own, by a transfer, or from another account.",
    );
  }
}
