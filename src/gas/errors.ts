import { DomainError } from "../runtime/index.ts";
/** Nothing was sent: its gas would cost more than the fee allows. Both are US dollars as decimal strings. */
export class SponsorshipUnprofitableError extends DomainError {
  override readonly name = "SponsorshipUnprofitableError";
  override readonly code = "SPONSORSHIP_UNPROFITABLE";
  readonly estimatedCost: string;
  readonly fee: string;
  constructor(estimatedCost: string, fee: string) {
    super(
      `The gas of this payment costs ${estimatedCost} USD at the moment and its fee is ${fee} USD, so it is not sponsored. Pay by a transaction of your own, on another chain, or later.`,
      { details: { estimatedCost, fee } },
    );
    this.estimatedCost = estimatedCost;
    this.fee = fee;
  }
}

/** The sums of an hour or a day are spent, or a price is not known: nothing was signed. */
export class SponsorshipUnavailableError extends DomainError {
  override readonly name = "SponsorshipUnavailableError";
  override readonly code = "SPONSORSHIP_UNAVAILABLE";
  constructor(reason: string) {
    super(`${reason}, so no gas is sponsored at the moment. Pay by a transaction of your own, or later.`);
  }
}
