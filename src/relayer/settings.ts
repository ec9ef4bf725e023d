/** How the relayer submits requests. */
export type RelayerSettings = {
  /** Requests in one submission, at most. */
  readonly batchSize: number;
  /** Fees are raised up to so many times the present ones. */
  readonly feeCeiling: bigint;
  /** A submission that is not included within this time is replaced by one that pays more, or goes by another lane. Milliseconds. */
  readonly inclusionTimeout: number;
};
