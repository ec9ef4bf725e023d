import { type Client, isHash, WaitForTransactionReceiptTimeoutError } from "viem";
import { waitForTransactionReceipt } from "viem/actions";
import { untilAborted } from "../../shared/until-aborted.ts";
import { TransactionCancelledError, TransactionFailedError } from "./errors.ts";

/** How long the network may take, in milliseconds: a transaction that pays too little for gas may wait for hours. */
const patience = 10 * 60_000;

/** Milliseconds between two reads of what a transaction brings about. */
const interval = 3_000;

/**
 * Waits for a transaction: for its receipt, or that of the one that the payer replaced it by, and for its effect, since wallets that collect
 * signatures or bundle (Safe and others) answer a hash of their own. Answers which came first, and "nothing" where nobody knows yet: it may still
 * come. Throws `TransactionFailedError` where it reverted, `TransactionCancelledError`.
 */
export async function waitForTransaction(
  client: Client,
  hash: unknown,
  hasEffect: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<"receipt" | "effect" | "nothing"> {
  const over = new AbortController();
  const stopping = AbortSignal.any([signal, over.signal]);
  const waits: Promise<"receipt" | "effect" | "nothing">[] = [waitForEffect(hasEffect, stopping)];
  if (typeof hash === "string" && isHash(hash)) waits.push(untilAborted(waitForReceipt(client, hash), stopping));
  // What the race leaves behind is of no interest.
  for (const wait of waits) wait.catch(() => {});
  try {
    return await Promise.race(waits);
  } finally {
    over.abort();
  }
}

async function waitForReceipt(client: Client, hash: `0x${string}`): Promise<"receipt" | "nothing"> {
  let cancelled = false;
  const onReplaced = ({ reason }: { reason: "cancelled" | "replaced" | "repriced" }) => {
    cancelled = reason === "cancelled";
  };
  try {
    const receipt = await waitForTransactionReceipt(client, { hash, onReplaced, timeout: patience, retryCount: 20 });
    if (cancelled) throw new TransactionCancelledError();
    if (receipt.status === "reverted") throw new TransactionFailedError();
    return "receipt";
  } catch (error) {
    if (error instanceof WaitForTransactionReceiptTimeoutError) return "nothing";
    throw error;
  }
}

/** Reads that fail are made again: a node that is away for a moment says nothing of the transaction. */
async function waitForEffect(hasEffect: () => Promise<boolean>, signal: AbortSignal): Promise<"effect" | "nothing"> {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    await untilAborted(new Promise((resolve) => setTimeout(resolve, interval)), signal);
    if (await untilAborted(hasEffect(), signal).catch(() => false)) return "effect";
    signal.throwIfAborted();
  }
  return "nothing";
}
