import type { Hex } from "viem";
import type { TokenSymbol } from "../protocol/index.ts";
import type { Attempt, AttemptKind } from "../store/index.ts";
import { outcomeOf } from "./attempts.ts";

/** An attempt to pay at one moment. It survives JSON: times are ISO 8601. */
export type AttemptSnapshot = {
  readonly kind: AttemptKind;
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly submittedAt: string;
  readonly leasedUntil: string;
  readonly outcome: ReturnType<typeof outcomeOf>;
  readonly reason: string | null;
  readonly transactionHash: Hex | null;
};

/** The attempt as it is now. */
export function attemptSnapshot(attempt: Attempt, now: Date): AttemptSnapshot {
  const { kind, chainId, token, submittedAt, leasedUntil, reason, transactionHash } = attempt;
  return {
    kind,
    chainId,
    token,
    submittedAt: submittedAt.toISOString(),
    leasedUntil: leasedUntil.toISOString(),
    outcome: outcomeOf(attempt, now),
    reason,
    transactionHash,
  };
}
