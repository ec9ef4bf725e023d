import { PaymentTakenError } from "./errors.ts";

/** Payments that this tab has handed in. */
const handedIn = new Set<string>();

/**
 * Lets one tab of this browser pay a payment, since each has a quote of its own: two that are paid are paid twice. A tab that handed the payment in
 * stays the one until it is closed; one that failed lets others try. Throws `PaymentTakenError` in the others.
 */
export async function withTabLock(paymentId: string, pay: () => Promise<void>): Promise<void> {
  // Browsers have locks on secure pages only.
  if (handedIn.has(paymentId) || !navigator.locks) return pay();
  return new Promise((resolve, reject) => {
    const paying = async (lock: Lock | null) => {
      if (lock === null) throw new PaymentTakenError("otherTab");
      await pay();
      handedIn.add(paymentId);
      resolve();
      return new Promise<never>(() => {});
    };
    navigator.locks.request(`payment ${paymentId}`, { ifAvailable: true }, paying).catch(reject);
  });
}
