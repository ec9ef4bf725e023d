import { loadPayment, type PaymentsContext } from "../payments/index.ts";
import type { Owner } from "../store/index.ts";

/**
 * Has the workers give back what stands at a payment's deposit addresses and may be given back by anybody, whatever its amount, at their next look: that is
 * at once, also where looking had ended. On a wrong chain nobody but the beneficiary can. Throws `PaymentNotFoundError`.
 */
export async function requestClaims(
  { database, clock }: Pick<PaymentsContext, "database" | "clock">,
  paymentId: string,
  owner?: Owner,
): Promise<void> {
  const { payment } = await loadPayment(database, paymentId, owner);
  await database
    .updateTable("depositWatches")
    .from("quotes")
    .set({ nextLookAt: clock(), claimRequested: true })
    .whereRef("quotes.id", "=", "depositWatches.quoteId")
    .whereRef("quotes.chainId", "=", "depositWatches.chainId")
    .where("quotes.paymentId", "=", payment.id)
    .execute();
}
