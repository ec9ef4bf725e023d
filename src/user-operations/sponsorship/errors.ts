import { DomainError } from "../../runtime/index.ts";

/** Another sponsorship of the payment, or of the account's nonce, may still be used. */
export class SponsorshipUnderWayError extends DomainError {
  override readonly name = "SponsorshipUnderWayError";
  override readonly code = "SPONSORSHIP_UNDER_WAY";
  constructor(secondsLeft: number) {
    super(
      `Another operation is sponsored for this payment or this nonce at the moment. It ends in ${secondsLeft} seconds: ask again then, or pay in another way.`,
      { details: { secondsLeft } },
    );
  }
}

/** A sponsored operation was included without settling the payment: no other is sponsored. */
export class SponsorshipBarredError extends DomainError {
  override readonly name = "SponsorshipBarredError";
  override readonly code = "SPONSORSHIP_BARRED";
  constructor() {
    super(
      "A sponsored operation of this payment was included and did not settle it, so no other is sponsored. Pay by a transaction of your own, or by a transfer.",
    );
  }
}
