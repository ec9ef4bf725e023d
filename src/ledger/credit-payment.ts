import type { SettlementLog } from "../chain/index.ts";
import { classifySettlement, settlementKindOf } from "../deposits/index.ts";
import { isExternalIdTaken, isFinal, lockPayment, markSettled } from "../payments/index.ts";
import type { DatabaseTransaction, Quote, SettlementKind } from "../store/index.ts";
import type { LedgerContext } from "./context.ts";

/** Credits a quote's settlement to its payment, and answers what it is to it. What does not pay it is reported once it is final. */
export async function creditPayment(
  context: LedgerContext,
  transaction: DatabaseTransaction,
  quote: Quote,
  { transactionHash, blockNumber, blockTime: paidAt, amount: receivedAmount }: SettlementLog,
): Promise<SettlementKind> {
  const payment = await lockPayment(transaction, quote.paymentId);
  const isInTime = paidAt <= quote.expiresAt;
  const isTaken = isFinal(payment.status) && (await isExternalIdTaken(transaction, payment));
  const reason = classifySettlement(payment, { quoteId: quote.id, isInTime, isExternalIdTaken: isTaken });
  if (reason === null) {
    const settlement = { quoteId: quote.id, transactionHash, blockNumber, receivedAmount, paidAt };
    await markSettled(context, transaction, payment, settlement);
  }
  return settlementKindOf(reason);
}
