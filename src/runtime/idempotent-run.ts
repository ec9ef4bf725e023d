/** One time that a request with an `Idempotency-Key` is carried out. Usually the only one. */
export type IdempotentRun = {
  /** What the request creates has this id, so that another run of it finds that. */
  readonly id: string;
  /** An earlier run died or failed before it could answer: what the request asks for may be done already. */
  readonly isAgain: boolean;
};
