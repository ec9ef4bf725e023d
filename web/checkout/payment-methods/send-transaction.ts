import { type Address, type Client, type Hex, WaitForTransactionReceiptTimeoutError } from "viem";
import { waitForTransactionReceipt } from "viem/actions";
import { untilAborted } from "../../shared/until-aborted.ts";
import { askWallet } from "../../shared/wallets/index.ts";
import { TransactionCancelledError, TransactionFailedError } from "./errors.ts";
import type { PreparedPayment } from "./prepared-payment.ts";
import { simulateCall } from "./simulate-call.ts";

/** Tries a call, then has the wallet send it as the payer's own transaction. Answers its hash. */
export async function sendTransaction(
  { client, wallet, payer }: PreparedPayment,
  { to, data }: { readonly to: Address; readonly data: Hex },
  signal: AbortSignal,
): Promise<Hex> {
  await simulateCall(client, { from: payer, to, data });
  const request = { method: "eth_sendTransaction", params: [{ from: payer, to, data, value: "0x0" }] };
  return askWallet<Hex>(wallet.provider, request, signal);
}

/** How long the network may take, in milliseconds: a transaction that pays too little for gas may wait for hours. */
const patience = 10 * 60_000;

/**
 * Waits until a transaction, or the one that the payer replaced it by, is on chain. Throws `TransactionFailedError` where it reverted. Answers false
 * where nobody knows yet: it may still come.
 */
export async function waitForTransaction(client: Client, hash: Hex, signal: AbortSignal): Promise<boolean> {
  let cancelled = false;
  const onReplaced = ({ reason }: { reason: "cancelled" | "replaced" | "repriced" }) => {
    cancelled = reason === "cancelled";
  };
  try {
    const waiting = waitForTransactionReceipt(client, { hash, onReplaced, timeout: patience, retryCount: 20 });
    const receipt = await untilAborted(waiting, signal);
    if (cancelled) throw new TransactionCancelledError();
    if (receipt.status === "reverted") throw new TransactionFailedError();
    return true;
  } catch (error) {
    if (error instanceof WaitForTransactionReceiptTimeoutError) return false;
    throw error;
  }
}
