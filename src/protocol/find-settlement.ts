import { type Address, type Hex, isAddressEqual, type Log, parseEventLogs } from "viem";
import { paymentRouterAbi } from "./generated/payment-router-abi.ts";

/** The `PaymentSettled` event of a payment among a transaction's logs, if our router emitted one: the only proof that it was paid. */
export function findSettlement(logs: readonly Log[], router: Address, paymentId: Hex) {
  const settled = parseEventLogs({ abi: paymentRouterAbi, eventName: "PaymentSettled", logs: [...logs] });
  return settled.find((log) => isAddressEqual(log.address, router) && log.args.paymentId === paymentId);
}
