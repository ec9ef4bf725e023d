import { type Address, encodeFunctionData, type Hex } from "viem";
import { type Call, type PaymentTerms, paymentRouterAbi } from "../protocol/index.ts";

/** A payer's signature that lets anybody submit one payment. */
export type Authorization = { readonly payer: Address; readonly signature: Hex } & (
  | { readonly type: "eip3009"; readonly validAfter: bigint; readonly validBefore: bigint }
  | { readonly type: "permit2"; readonly nonce: bigint; readonly deadline: bigint }
  | { readonly type: "payment" }
);

/** The router's call that settles a payment by the payer's signature. */
export function authorizationCall(payment: PaymentTerms, router: Address, authorization: Authorization): Call {
  return { to: router, value: 0n, data: encode(payment, authorization) };
}

function encode(payment: PaymentTerms, authorization: Authorization): Hex {
  const { payer, signature } = authorization;
  const abi = paymentRouterAbi;
  switch (authorization.type) {
    case "eip3009": {
      const { validAfter, validBefore } = authorization;
      const args = [payment, payer, validAfter, validBefore, signature] as const;
      return encodeFunctionData({ abi, functionName: "payWithAuthorization", args });
    }
    case "permit2": {
      const { nonce, deadline } = authorization;
      const args = [payment, payer, nonce, deadline, signature] as const;
      return encodeFunctionData({ abi, functionName: "payWithPermit2", args });
    }
    case "payment":
      return encodeFunctionData({ abi, functionName: "payWithSignature", args: [payment, payer, signature] });
  }
}
