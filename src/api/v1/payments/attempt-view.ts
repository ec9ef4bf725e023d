import type { AttemptSnapshot } from "../../../payments/index.ts";

/** An attempt to pay as merchants and payers see it. The fields are named one by one: JSON of the database keeps no order. */
export function attemptView({ transactionHash, ...attempt }: AttemptSnapshot) {
  const { kind, chainId, token, submittedAt, leasedUntil, outcome, reason } = attempt;
  return { kind, chainId, token, submittedAt, leasedUntil, outcome, reason, txHash: transactionHash };
}
