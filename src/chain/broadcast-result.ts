import { BaseError, HttpRequestError, RpcRequestError, TimeoutError } from "viem";
import { BundlerUnavailableError } from "./errors.ts";
import { isExecutionError } from "./providers/rpc-errors.ts";

/** Error texts of clients (geth, reth, erigon, nethermind, besu, anvil) and bundlers, since their error codes are ambiguous. The first match counts. */
const phrases: readonly (readonly [RegExp, "ACCEPTED" | "NONCE_USED" | "UNDERPRICED" | "NO_FUNDS"])[] = [
  [/already ?known|already imported|known transaction|already exists|already_exists/i, "ACCEPTED"],
  [
    /underpriced|bump the gas price|fee ?too ?low|gas price too low|less than block base fee|must be at least/i,
    "UNDERPRICED",
  ],
  [/nonce (is )?too low|old ?nonce|nonce_too_low|AA25/i, "NONCE_USED"],
  [/insufficient (funds|balance)|enough funds|AA31|deposit too low/i, "NO_FUNDS"],
];

/** ERC-7769's code for an operation whose validation failed, and the EntryPoint's reasons that matter here. */
const validationFailed = -32500;
const entryPointReason = /^(UserOperation [a-z ]*with reason: )?AA(25|31)\b/;

/** Classifies an error of sending a signed transaction or operation. */
export function broadcastResultOf(error: unknown): BroadcastResult {
  const unreachable =
    findCause(error, HttpRequestError) ?? findCause(error, TimeoutError) ?? findCause(error, BundlerUnavailableError);
  if (unreachable) return { type: "UNKNOWN", reason: textOf(unreachable) };
  const answered = findCause(error, RpcRequestError);
  const reason = textOf(answered ?? error);
  // The text of a revert is a stranger's and decides nothing. The EntryPoint's own reasons come first in a validation error.
  const isEntryPoints = answered?.code === validationFailed && entryPointReason.test(answered.details);
  if (isExecutionError(error) && !isEntryPoints) return { type: "REFUSED", reason };
  const type = phrases.find(([pattern]) => pattern.test(reason))?.[1] ?? "REFUSED";
  return { type, reason };
}

function findCause<T extends Error>(error: unknown, type: abstract new (...args: never[]) => T): T | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof type) return cause;
  }
  return undefined;
}

/** Without the address of the endpoint, which may hold a key. */
function textOf(error: unknown): string {
  if (error instanceof BaseError) return [error.shortMessage, error.details].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}

/** Answer of a node or bundler to a signed transaction or operation. */
export type BroadcastResult =
  /** In its pool, now or before. */
  | { readonly type: "ACCEPTED" }
  /** Its nonce is used on chain, by this or another transaction. */
  | { readonly type: "NONCE_USED" }
  /** Its fee is too low to be accepted, or to replace the one before. */
  | { readonly type: "UNDERPRICED" }
  /** The account that pays for gas has too little of the native token. */
  | { readonly type: "NO_FUNDS"; readonly reason: string }
  /** No answer: it may have been accepted or not. */
  | { readonly type: "UNKNOWN"; readonly reason: string }
  | { readonly type: "REFUSED"; readonly reason: string };
