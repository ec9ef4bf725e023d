import { type Client, isHash } from "viem";
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
  if (typeof hash === "string" && isHash(hash)) waits.push(waitForReceipt(client, hash, stopping));
  // What the race leaves behind is of no interest.
  for (const wait of waits) wait.catch(() => {});
  try {
    return await Promise.race(waits);
  } finally {
    over.abort();
  }
}

/** Reads that fail are made again: a node that is away for a moment says nothing of the transaction. */
async function waitForReceipt(
  client: Client,
  hash: `0x${string}`,
  signal: AbortSignal,
): Promise<"receipt" | "nothing"> {
  const end = performance.now() + patience;
  let cancelled = false;
  const onReplaced = ({ reason }: { reason: "cancelled" | "replaced" | "repriced" }) => {
    cancelled = reason === "cancelled";
  };
  while (performance.now() < end) {
    const timeout = end - performance.now();
    const waiting = waitForTransactionReceipt(client, { hash, onReplaced, timeout, retryCount: 20 });
    const receipt = await untilAborted(waiting, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (cancelled) throw new TransactionCancelledError();
    if (receipt?.status === "reverted") throw new TransactionFailedError();
    if (receipt) return "receipt";
    await untilAborted(sleep(interval), signal);
  }
  return "nothing";
}

/** Reads that fail are made again, as those of the receipt are. */
export async function waitForEffect(
  hasEffect: () => Promise<boolean>,
  signal: AbortSignal,
  milliseconds = patience,
): Promise<"effect" | "nothing"> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    await untilAborted(sleep(interval), signal);
    if (await untilAborted(hasEffect(), signal).catch(() => false)) return "effect";
    signal.throwIfAborted();
  }
  return "nothing";
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
