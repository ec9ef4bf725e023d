import type { RouterEvent } from "../ledger/index.ts";
import type { PaymentStatus } from "../protocol/index.ts";
import type { PaymentRow, Quote, Settlement, SettlementKind } from "../store/index.ts";
import { type Difference, unequal } from "./difference.ts";

/** What a payment may be to which there is a settlement of this kind. */
const statusesOf: Partial<Record<SettlementKind, readonly PaymentStatus[]>> = {
  // What ended before its settlement was known stays so until that is final.
  PAYMENT: ["PROCESSING", "SUCCESSFUL", "EXPIRED", "FAILED"],
  OVERPAID: ["PROCESSING", "SUCCESSFUL"],
  LATE: ["EXPIRED", "CANCELLED", "FAILED"],
};

/** A settlement of the ledger that stands, against the payment that it is credited to. */
export function compareToPayment(row: Settlement, payment: PaymentRow | undefined): Difference[] {
  const { chainId, transactionHash, onchainId, kind, final } = row;
  const isFinalPayment = kind === "PAYMENT" && final;
  const statuses = isFinalPayment ? ["SUCCESSFUL" as const] : statusesOf[kind];
  if (!statuses || !payment) return [];
  const problems = statuses.includes(payment.status)
    ? []
    : [`status is ${payment.status}, not ${statuses.join(" or ")}`];
  if (kind === "PAYMENT") {
    const { quoteId, blockNumber, amount: receivedAmount, blockTime: paidAt } = row;
    const expected = { quoteId, transactionHash, blockNumber, receivedAmount, paidAt };
    problems.push(
      ...unequal(["quoteId", "transactionHash", "blockNumber", "receivedAmount", "paidAt"], payment, expected),
    );
  }
  if (kind === "OVERPAID" && payment.quoteId === row.quoteId) problems.push("it names this quote as its own");
  if (kind === "OVERPAID" && payment.transactionHash === null) problems.push("nothing else paid it");
  if (problems.length === 0) return [];
  const detail = `${kind} of payment ${payment.id}: ${problems.join("; ")}`;
  const remedy = final ? "MANUAL" : "RESCAN";
  return [{ chainId, transactionHash, onchainId, paymentId: payment.id, kind: "STATE", detail, remedy }];
}

/** A payment that says it was paid on this chain, and what there is to say so. */
export type RecordedPayment = {
  readonly payment: PaymentRow;
  /** Null: it names none. */
  readonly quote: Quote | null;
  /** What was credited to it under that quote as the payment itself; reversed or not, since a state never moves back. */
  readonly rows: readonly Settlement[];
};

/** A payment that says it was paid, against the ledger. One whose operation was accepted and not seen yet says nothing of the kind. */
export function compareRecordedPayment(
  chainId: number,
  { payment, quote, rows }: RecordedPayment,
  missing: ReadonlySet<RouterEvent>,
): Difference[] {
  if (rows.length > 0) return [];
  const { id: paymentId, transactionHash, status } = payment;
  const onchainId = quote?.onchainId ?? null;
  // MISSING says so already.
  if ([...missing].some((event) => event.onchainId === onchainId && event.transactionHash === transactionHash))
    return [];
  const names = transactionHash === null ? "no transaction" : "this transaction";
  const detail = `payment ${paymentId} is ${status} and names ${names}: the ledger has no such settlement`;
  return [{ chainId, transactionHash, onchainId, paymentId, kind: "STATE", detail, remedy: "MANUAL" }];
}
