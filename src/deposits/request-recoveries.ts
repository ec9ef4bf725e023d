import { loadPayment } from "../payments/index.ts";
import type { Owner } from "../store/index.ts";
import type { DepositsContext } from "./context.ts";
import { requestReturns } from "./deposit-watches.ts";

/**
 * Has the workers return a payment's recoverable deposits that anybody may return, small ones too, at their next scan: that is at once, also where scanning
 * had ended. On a wrong chain nobody but the beneficiary can. Throws `PaymentNotFoundError`.
 */
export async function requestRecoveries(
  context: Pick<DepositsContext, "database" | "clock">,
  paymentId: string,
  owner?: Owner,
): Promise<void> {
  const { payment } = await loadPayment(context.database, paymentId, owner);
  await requestReturns(context, payment.id);
}
