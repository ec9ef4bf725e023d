import type { Analytics } from "../../../../clients/typescript/types.ts";
import { formatDecimal, parseDecimal } from "../../../../src/protocol/decimal.ts";

/** Of all payments that came to an end, how many were paid. Those that are still open say nothing yet. */
export function successOf({ summary }: Analytics): { readonly paid: number; readonly ended: number } {
  const { SUCCESSFUL, FAILED, EXPIRED, CANCELLED } = summary.payments;
  return { paid: SUCCESSFUL, ended: SUCCESSFUL + FAILED + EXPIRED + CANCELLED };
}

export function createdOf({ summary }: Analytics): number {
  return Object.values(summary.payments).reduce((sum, count) => sum + count, 0);
}

/** What was taken as fees, by token, what was reversed taken off: exactly. */
export function feesOf({ ledger }: Analytics): { readonly token: string; readonly amount: string }[] {
  const sums = new Map<string, bigint>();
  for (const { type, token, fee } of ledger) {
    if (token === null || type === "RECLAIMED" || type === "REFUND" || type === "UNKNOWN") continue;
    const units = unitsOf(fee);
    sums.set(token, (sums.get(token) ?? 0n) + (type === "REVERSED" ? -units : units));
  }
  return [...sums]
    .filter(([, sum]) => sum !== 0n)
    .map(([token, sum]) => ({ token, amount: formatDecimal(sum, decimals) }));
}

/** As many as any token has. */
const decimals = 18;

function unitsOf(amount: string): bigint {
  return parseDecimal(amount, decimals);
}
