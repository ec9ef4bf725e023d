/** How payments are submitted. */
export type RelaySettings = {
  /** Payments of one submission, at most. */
  readonly batchSize: number;
  /** Fees are raised up to so many times what is paid at the moment. */
  readonly feeCeiling: bigint;
  /** A submission that is not included within this time pays more, or goes by another lane. Milliseconds. */
  readonly patience: number;
};
