import { BaseError, HttpRequestError, RpcRequestError, TimeoutError } from "viem";
import { BundlerUnavailableError } from "./errors.ts";

/** What the clients (geth, reth, erigon, nethermind, besu, anvil) and bundlers write, since their error codes say little. The first that fits counts. */
const phrases: readonly (readonly [RegExp, "ACCEPTED" | "NONCE_USED" | "UNDERPRICED" | "NO_FUNDS"])[] = [
  [/already ?known|already imported|known transaction|already exists|already_exists/i, "ACCEPTED"],
  [
    /underpriced|bump the gas price|fee ?too ?low|gas price too low|less than block base fee|must be at least/i,
    "UNDERPRICED",
  ],
  [/nonce (is )?too low|old ?nonce|nonce_too_low|AA25/i, "NONCE_USED"],
  [/insufficient (funds|balance)|enough funds|AA31|deposit too low/i, "NO_FUNDS"],
];

/** What an error means that came of sending an envelope. */
export function broadcastResultOf(error: unknown): BroadcastResult {
  const unreachable =
    causeOf(error, HttpRequestError) ?? causeOf(error, TimeoutError) ?? causeOf(error, BundlerUnavailableError);
  if (unreachable) return { type: "UNKNOWN", reason: wordsOf(unreachable) };
  const reason = wordsOf(causeOf(error, RpcRequestError) ?? error);
  const type = phrases.find(([pattern]) => pattern.test(reason))?.[1] ?? "REFUSED";
  return { type, reason };
}

function causeOf<T extends Error>(error: unknown, type: abstract new (...args: never[]) => T): T | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof type) return cause;
  }
  return undefined;
}

/** Without the address of the endpoint, which may hold a key. */
function wordsOf(error: unknown): string {
  if (error instanceof BaseError) return [error.shortMessage, error.details].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}

/** What node or bundler said of an envelope. */
export type BroadcastResult =
  /** Taken, now or before. */
  | { readonly type: "ACCEPTED" }
  /** Its nonce is used on chain: what by, is to be looked up. */
  | { readonly type: "NONCE_USED" }
  /** It pays too little to be taken, or to replace the one before. */
  | { readonly type: "UNDERPRICED" }
  /** Whoever pays the gas has too little coin. */
  | { readonly type: "NO_FUNDS"; readonly reason: string }
  /** Nobody answered: it may have been taken or not. */
  | { readonly type: "UNKNOWN"; readonly reason: string }
  | { readonly type: "REFUSED"; readonly reason: string };
