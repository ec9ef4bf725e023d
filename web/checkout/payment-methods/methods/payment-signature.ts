import { consentTypedData } from "../../../../src/protocol/typed-data.ts";
import type { PaymentMethod } from "../payment-method.ts";
import { signTypedData } from "../sign-typed-data.ts";
import { submitAuthorization } from "../submit-authorization.ts";
import { amountValues } from "./amount-values.ts";

/** The payment itself, signed, where an allowance to the router stands. */
export const paymentSignature: PaymentMethod = {
  gasless: true,
  steps: (payment) => [{ key: "step.signPayment", values: amountValues(payment) }],
  async execute(payment, onProgress, signal) {
    onProgress({ step: 0, waitsFor: "wallet" });
    const signature = await signTypedData(
      payment,
      consentTypedData(payment.terms, payment.payer, payment.router),
      signal,
    );
    await submitAuthorization(payment, { type: "payment", signature }, signal);
  },
};
