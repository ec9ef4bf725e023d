import type { Address } from "viem";
import { appendEvent } from "../events/index.ts";
import type { PaymentEventType, TokenSymbol } from "../protocol/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { loadPayment } from "./load-payment.ts";
import { type PaymentSnapshot, paymentSnapshot, type SnapshotContext } from "./payment-snapshot.ts";

/** A balance of a deposit address that an event reports. Amounts are base units of the token, as decimal strings. */
export type DepositNotice = {
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly address: Address;
  readonly receivedAmount: string;
  /** What is still missing; null where the money does not pay the quote: late, of another token, or on another chain. */
  readonly dueAmount: string | null;
  /** With `payment.waiting`: what settling it costs at the moment, and the fee that does not cover it. US dollars. */
  readonly sponsorship?: { readonly estimatedCost: string; readonly fee: string };
};

/** What an event about a payment holds: all that a view of it needs, as it was when the event was written. */
export type PaymentEventData = { readonly payment: PaymentSnapshot; readonly deposit?: DepositNotice };

/** Writes an event about a payment, in the transaction of the change that it announces. */
export async function recordEvent(
  context: SnapshotContext,
  transaction: DatabaseTransaction,
  paymentId: string,
  type: PaymentEventType,
  deposit?: DepositNotice,
): Promise<void> {
  const loaded = await loadPayment(transaction, paymentId);
  const { organizationId, mode } = loaded.payment;
  const data: PaymentEventData = { payment: paymentSnapshot(context, loaded), ...(deposit && { deposit }) };
  const subject = { type: "payment", id: paymentId };
  await appendEvent(transaction, { organizationId, mode, subject, type, data }, context.clock());
}
