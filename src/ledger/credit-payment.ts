import type { SettlementLog } from "../chain/index.ts";
import { changeStatus, lockPayment, type PaymentsContext } from "../payments/index.ts";
import type { DatabaseTransaction, Quote, SettlementKind } from "../store/index.ts";

/** Credits a quote's settlement to its payment, and says what it is to it: its payment, one too many, or too late. The last two are told once they are final. */
export async function creditPayment(
  context: PaymentsContext,
  transaction: DatabaseTransaction,
  quote: Quote,
  { transactionHash, blockNumber, blockTime, amount }: SettlementLog,
): Promise<SettlementKind> {
  const payment = await lockPayment(transaction, quote.paymentId);
  const known = { quoteId: quote.id, transactionHash, blockNumber, receivedAmount: amount, paidAt: blockTime };
  if (payment.status === "ACTIVE") {
    await changeStatus(context, transaction, payment, "PROCESSING", known);
    return "PAYMENT";
  }
  const isOpen = payment.status === "PROCESSING" || payment.status === "SUCCESSFUL";
  // A quote settles once on its chain: seen again, in whichever transaction, it is the payment itself.
  if (isOpen && (payment.transactionHash === null || payment.quoteId === quote.id)) {
    await transaction.updateTable("payments").set(known).where("id", "=", payment.id).execute();
    return "PAYMENT";
  }
  return isOpen ? "OVERPAID" : "LATE";
}
