import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import type { Token } from "./chains/index.ts";
import { paymentRouterAbi } from "./generated/payment-router-abi.ts";
import type { PaymentTerms } from "./payment.ts";
import { totalOf } from "./split.ts";

export type Call = { readonly to: Address; readonly value: bigint; readonly data: Hex };

/** The calls by which an account pays from its own balance: allow the router exactly the total, then pay. */
export function paymentCalls(payment: PaymentTerms, router: Address, token: Token): Call[] {
  const total = totalOf(payment.shares);
  const approve = (amount: bigint): Call => ({
    to: payment.token,
    value: 0n,
    data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, amount] }),
  });
  const pay: Call = {
    to: router,
    value: 0n,
    data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [payment] }),
  };
  // An allowance left over from elsewhere would make such a token refuse the new one.
  return token.approveZeroFirst ? [approve(0n), approve(total), pay] : [approve(total), pay];
}
