import type { Message } from "../../../shared/messages/index.ts";
import type { PaymentMethod } from "../payment-method.ts";
import type { PreparedPayment } from "../prepared-payment.ts";
import { amountValues } from "./amount-values.ts";
import { costValues } from "./cost-values.ts";
import { sendCalls } from "./send-calls.ts";

/** One batch whose gas the account pays: it is confirmed once, where an allowance and a payment are confirmed each. */
export const batch: PaymentMethod = {
  gasless: false,
  steps: (payment) => [confirmStep(payment), { key: "step.wait", values: amountValues(payment) }],
  execute: (payment, onProgress, signal) => sendCalls(payment, undefined, onProgress, signal),
};

function confirmStep(payment: PreparedPayment): Message {
  if (payment.facts.kind === "contract") return { key: "step.accountBatch", values: amountValues(payment) };
  const isUpgrade = payment.facts.capabilities.atomic === "ready";
  return { key: isUpgrade ? "step.upgradeAndBatch" : "step.sendBatch", values: costValues("batch", payment) };
}
