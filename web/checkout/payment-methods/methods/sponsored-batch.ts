import type { PaymentMethod } from "../payment-method.ts";
import { amountValues } from "./amount-values.ts";
import { sendCalls } from "./send-calls.ts";

/** One batch of a smart wallet, or of a key that the wallet upgrades by EIP-7702. Our paymaster pays its gas. */
export const sponsoredBatch: PaymentMethod = {
  gasless: true,
  steps: (payment) => [
    { key: "step.confirmBatch", values: amountValues(payment) },
    { key: "step.wait", values: amountValues(payment) },
  ],
  execute: (payment, onProgress, signal) =>
    sendCalls(payment, { paymasterService: { url: payment.quote.paymasterUrl } }, onProgress, signal),
};
