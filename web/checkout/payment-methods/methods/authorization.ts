import { authorizationTypedData } from "../../../../src/protocol/typed-data.ts";
import { WalletCannotError } from "../../../shared/wallets/index.ts";
import type { PaymentMethod } from "../payment-method.ts";
import { signTypedData } from "../sign-typed-data.ts";
import { submitAuthorization } from "../submit-authorization.ts";
import { amountValues } from "./amount-values.ts";

/** EIP-3009: one signature for the token, which our relayer hands in. */
export const authorization: PaymentMethod = {
  gasless: true,
  steps: (payment) => [{ key: "step.signAuthorization", values: amountValues(payment) }],
  async execute(payment, onProgress, signal) {
    const { terms, payer, router, token } = payment;
    if (token.domain === null) throw new WalletCannotError(`${token.symbol} has no signatures`);
    onProgress({ step: 0, waitsFor: "wallet" });
    const typedData = authorizationTypedData(terms, payer, router, token.domain);
    const signature = await signTypedData(payment, typedData, signal);
    const { validAfter, validBefore } = typedData.message;
    const signed = { type: "eip3009", signature, validAfter: `${validAfter}`, validBefore: `${validBefore}` } as const;
    await submitAuthorization(payment, signed, signal);
  },
};
