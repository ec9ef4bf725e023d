import { readContract } from "viem/actions";
import { paymentRouterAbi } from "../../../src/protocol/generated/payment-router-abi.ts";
import { paymentIdOf } from "../../../src/protocol/payment-id.ts";
import type { PreparedPayment } from "./prepared-payment.ts";

/** Whether the router has settled the quote, whoever sent the transaction. */
export function isSettled({
  client,
  router,
  terms,
}: Pick<PreparedPayment, "client" | "router" | "terms">): Promise<boolean> {
  const args = [paymentIdOf(terms)] as const;
  return readContract(client, { address: router, abi: paymentRouterAbi, functionName: "isSettled", args });
}
