import { bytesToBigInt } from "viem";
import { permit2TypedData } from "../../../../src/protocol/typed-data.ts";
import type { PaymentMethod } from "../payment-method.ts";
import { signTypedData } from "../sign-typed-data.ts";
import { submitAuthorization } from "../submit-authorization.ts";
import { amountValues } from "./amount-values.ts";

/** Permit2: one signature that shows the whole split, where the token's allowance to Permit2 stands. */
export const permit2: PaymentMethod = {
  gasless: true,
  steps: (payment) => [{ key: "step.signPermit2", values: amountValues(payment) }],
  async execute(payment, onProgress, signal) {
    const { payer, terms, router } = payment;
    onProgress({ step: 0, waitsFor: "wallet" });
    // Permit2 takes each nonce once, in any order: a random one meets no other.
    const nonce = bytesToBigInt(crypto.getRandomValues(new Uint8Array(32)));
    const signature = await signTypedData(payment, permit2TypedData(terms, payer, router, nonce), signal);
    const signed = { type: "permit2", signature, nonce: `${nonce}`, deadline: `${terms.deadline}` } as const;
    await submitAuthorization(payment, signed, signal);
  },
};
