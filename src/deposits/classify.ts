import type { PaymentEventType, PaymentStatus } from "../protocol/index.ts";
import type { SettlementKind } from "../store/index.ts";

/** Why money does not pay. */
export const surplusReasons = [
  "WRONG_CHAIN",
  "WRONG_TOKEN",
  "BEYOND_PAYMENT",
  "LATE",
  "TOO_LITTLE",
  "UNSUBMITTED",
] as const;

/**
 * WRONG_CHAIN: on another chain than the quote's, where the address is the same and the router never pays. WRONG_TOKEN: not the quote's. BEYOND_PAYMENT: the
 * payment is paid, and this is beyond it. LATE: the quote is over, or the payment is. TOO_LITTLE: it pays as soon as the rest has come.
 * UNSUBMITTED: it is the whole amount, and this server submits nothing: anybody else may, and it pays.
 */
export type SurplusReason = (typeof surplusReasons)[number];

/** What decides about a payment: its state, and the settlement that pays it. */
export type PaymentState = {
  readonly status: PaymentStatus;
  readonly quoteId: string | null;
  readonly transactionHash: string | null;
};

/** A deposit: one token at the deposit address of a quote, on one chain. */
export type Deposit = {
  readonly chainId: number;
  readonly token: string;
  /** Base units. */
  readonly amount: bigint;
};

/** The quote whose address holds it, and what its chain says of it. */
export type QuoteState = {
  readonly id: string;
  readonly chainId: number;
  readonly token: string;
  /** Base units. */
  readonly amountToken: bigint;
  /** Whether the router has settled it, on the chain of the deposit. */
  readonly isSettled: boolean;
  /** Whether its deadline has passed, by the clock of its chain and by ours. */
  readonly isOver: boolean;
  /** Whether nothing here submits what pays it. */
  readonly isUnattended?: boolean;
};

/** Why a deposit does not pay its quote. Null: it pays, or is about to. */
export function classifyDeposit(payment: PaymentState, quote: QuoteState, deposit: Deposit): SurplusReason | null {
  if (deposit.chainId !== quote.chainId) return "WRONG_CHAIN";
  if (deposit.token !== quote.token) return "WRONG_TOKEN";
  if (quote.isSettled || isPaidByAnother(payment, quote.id)) return "BEYOND_PAYMENT";
  if (quote.isOver || isOver(payment)) return "LATE";
  if (deposit.amount < quote.amountToken) return "TOO_LITTLE";
  return quote.isUnattended ? "UNSUBMITTED" : null;
}

/** What is known of a settlement that the router made by a quote's own terms. */
export type SettlementState = {
  readonly quoteId: string;
  /** Whether its block was made before the quote's deadline. */
  readonly isInTime: boolean;
  /** Whether another payment has taken the payment's external id since it ended. */
  readonly isExternalIdTaken: boolean;
};

/** Why a settlement does not pay its payment. Null: it is the payment, also where we learn of it after that has failed or expired. */
export function classifySettlement(payment: PaymentState, settlement: SettlementState): SurplusReason | null {
  if (isPaidByAnother(payment, settlement.quoteId)) return "BEYOND_PAYMENT";
  if (payment.status === "CANCELLED") return "LATE";
  if (!isOver(payment)) return null;
  return settlement.isInTime && !settlement.isExternalIdTaken ? null : "LATE";
}

/** As what the ledger holds a settlement. */
export function settlementKindOf(reason: ReturnType<typeof classifySettlement>): SettlementKind {
  if (reason === null) return "PAYMENT";
  return reason === "BEYOND_PAYMENT" ? "OVERPAID" : "LATE";
}

/** Which event reports a deposit that does not pay: as one too many where the payment is paid, else as too late. */
export function surplusEvent(reason: SurplusReason, payment: PaymentState, isSettled: boolean): PaymentEventType {
  if (reason === "TOO_LITTLE") return "payment.underpaid";
  const { status, transactionHash } = payment;
  const isPaid = status === "SUCCESSFUL" || transactionHash !== null || (status === "PROCESSING" && isSettled);
  return isPaid ? "payment.overpaid" : "payment.late";
}

/** A quote settles once on its chain: seen again, in whichever transaction, it is the payment itself. */
function isPaidByAnother({ transactionHash, quoteId }: PaymentState, id: string): boolean {
  return transactionHash !== null && quoteId !== id;
}

function isOver({ status }: PaymentState): boolean {
  return status === "FAILED" || status === "EXPIRED" || status === "CANCELLED";
}
