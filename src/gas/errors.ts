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
