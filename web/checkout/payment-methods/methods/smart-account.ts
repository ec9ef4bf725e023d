import { RpcRequestError } from "viem";
import { toAccount } from "viem/accounts";
import { PayerError } from "../../../shared/payer-error.ts";
import { holderOf } from "../choose-method.ts";
import { SubmissionRefusedError, SubmissionUnknownError } from "../errors.ts";
import type { PaymentMethod } from "../payment-method.ts";
import type { PreparedPayment } from "../prepared-payment.ts";
import { signTypedData } from "../sign-typed-data.ts";
import { isUnreachable } from "../simulate-call.ts";
import { amountValues } from "./amount-values.ts";

/** ERC-4337: the money is in the smart account of the connected key, which signs a sponsored operation of it. */
export const smartAccount: PaymentMethod = {
  gasless: true,
  steps: (payment) => [
    {
      key: "step.signOperation",
      values: { ...amountValues(payment), account: holderOf("smartAccount", payment).address },
    },
  ],
  async execute(payment, onProgress, signal) {
    const { quote, terms, router, token } = payment;
    onProgress({ step: 0, waitsFor: "wallet" });
    try {
      // Few need it, and it is large.
      const { createPayer } = await import("../../../../clients/typescript/payer.ts");
      const payer = await createPayer({ ...quote, owner: keyOf(payment, signal) });
      await payer.send(terms, router, token);
    } catch (error) {
      throw explain(error, signal);
    }
  },
};

/** The wallet's key as the account's owner: it signs typed data and nothing else. */
function keyOf(payment: PreparedPayment, signal: AbortSignal) {
  const refuse = async () => {
    throw new TypeError("The account's owner signs operations only.");
  };
  return toAccount({
    address: payment.payer,
    signTypedData: (typedData) => signTypedData(payment, typedData as never, signal),
    signMessage: refuse,
    signTransaction: refuse,
  });
}

/** viem wraps what the wallet and the API said. */
function explain(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof PayerError) return cause;
    if (cause instanceof RpcRequestError) return new SubmissionRefusedError(codeOf(cause), cause.details, error);
  }
  return isUnreachable(error) ? new SubmissionUnknownError(error) : error;
}

/** The API's codes for the same things where it is asked by JSON-RPC (docs/api/errors.md). */
const codes: Readonly<Record<number, string>> = {
  [-32521]: "AUTHORIZATION_REVERTS",
  [-32003]: "PAYMENT_NOT_ACTIVE",
  [-32000]: "BUNDLER_UNAVAILABLE",
};

function codeOf({ code, data }: RpcRequestError): string {
  return (data as { readonly code?: string } | undefined)?.code ?? codes[code] ?? "BUNDLER_REFUSED";
}
