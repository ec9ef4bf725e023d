import type { Address, Hex } from "viem";
import { askWallet } from "../../shared/wallets/index.ts";
import type { PreparedPayment } from "./prepared-payment.ts";
import { simulateCall } from "./simulate-call.ts";

/**
 * Simulates a call, then has the wallet send it as the payer's own transaction. Answers what the wallet calls it: not always the hash under which
 * it is included.
 */
export async function sendTransaction(
  { client, wallet, payer }: PreparedPayment,
  { to, data }: { readonly to: Address; readonly data: Hex },
  signal: AbortSignal,
): Promise<unknown> {
  await simulateCall(client, { from: payer, to, data });
  const request = { method: "eth_sendTransaction", params: [{ from: payer, to, data, value: "0x0" }] };
  return askWallet<unknown>(wallet.provider, request, signal);
}
