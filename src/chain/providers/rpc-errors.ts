import { BaseError, HttpRequestError, isHex, RpcRequestError } from "viem";

/** Codes of rate limiting: HTTP's own, JSON-RPC's "limit exceeded" and QuickNode's. */
const limitCodes = new Set([429, -32005, -32007]);

/** Providers' texts for rate limiting, where -32005 may also mean a block range that is too wide. */
const rateLimitText = /too many requests|rate.?limit|per second|slow down|throttl|compute units|daily request/i;

/** JSON-RPC codes of nodes and bundlers for a call or operation that was executed and failed. */
const executionCodes = new Set([3, -32015, -32521]);

const executionText = /revert|out of gas|invalid opcode|vm exception|vm execution/i;

/**
 * Whether a call or operation was executed and failed. Its text and data are then a stranger's, and say nothing of the endpoint.
 */
export function isExecutionError(error: unknown): boolean {
  const { code, data, text } = answeredError(error) ?? {};
  if (code === undefined) return false;
  return executionCodes.has(code) || (isHex(data) && data.length > 2) || executionText.test(text ?? "");
}

/**
 * Whether an error is a provider's rate limit, and after how many milliseconds it may be asked again. HTTP 429 and limit codes without revert data
 * count, and no text: that of a revert is a stranger's.
 */
export function rateLimitOf(method: string, error: unknown): { readonly retryAfter: number | undefined } | null {
  const http = causeOf(error, HttpRequestError);
  if (http?.status !== 429) {
    const { code, text } = answeredError(error) ?? {};
    if (code === undefined || !limitCodes.has(code) || isExecutionError(error)) return null;
    // Some providers use it for a block range that is too wide, too.
    if (code === -32005 && method === "eth_getLogs" && !rateLimitText.test(text ?? "")) return null;
  }
  const seconds = Number(http?.headers?.get("retry-after") ?? Number.NaN);
  return { retryAfter: Number.isFinite(seconds) ? seconds * 1_000 : undefined };
}

/** Whether a narrower range would not help: the endpoint is unreachable, or limits the rate. */
export function isEndpointFailure(error: unknown): boolean {
  if (rateLimitOf("eth_getLogs", error)) return true;
  const http = causeOf(error, HttpRequestError);
  if (!http) return false;
  // Without a status there was no answer at all. A gateway's 5xx concern the endpoint, its 4xx the request.
  return (
    http.status === undefined ||
    http.status === 401 ||
    http.status === 403 ||
    (http.status >= 500 && http.status !== 504)
  );
}

/** The range limit that an error states: its largest number below `asked`, the blocks of the refused request. */
export function allowedRange(error: unknown, asked: bigint): bigint | undefined {
  const text = textOf(error);
  // "this block range should work: [0x10, 0x1f]"
  const [, first, last] = /\[\s*(0x[0-9a-f]+),\s*(0x[0-9a-f]+)\s*\]/i.exec(text) ?? [];
  if (first && last) return bounded(BigInt(last) - BigInt(first) + 1n, asked);
  const numbers = text
    .replace(/0x[0-9a-f]+/gi, "")
    .match(/\d[\d,_]*(?:k\b)?/gi)
    ?.map((number) => BigInt(number.replace(/[,_]/g, "").replace(/k$/i, "000")))
    .filter((number) => number > 0n && number < asked);
  return numbers?.reduce<bigint | undefined>(
    (most, number) => (most === undefined || number > most ? number : most),
    undefined,
  );
}

function bounded(range: bigint, asked: bigint): bigint | undefined {
  return range > 0n && range < asked ? range : undefined;
}

/** An error in one line, without the endpoint's address, which may hold a key. */
export function describeError(error: unknown): string {
  if (error instanceof BaseError) return [error.shortMessage, error.details].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}

/** All text of the provider itself. */
function textOf(error: unknown): string {
  if (!(error instanceof BaseError)) return "";
  const deepest = error.walk();
  const data = "data" in deepest ? deepest.data : undefined;
  const body = causeOf(error, HttpRequestError)?.details;
  return [deepest instanceof BaseError ? deepest.details : deepest.message, body, data && JSON.stringify(data)]
    .filter(Boolean)
    .join(" ");
}

/** The JSON-RPC error that an endpoint answered. */
function answeredError(
  error: unknown,
): { readonly code: number; readonly data: unknown; readonly text: string } | undefined {
  const answered = causeOf(error, RpcRequestError);
  return answered && { code: answered.code, data: answered.data, text: answered.details };
}

function causeOf<Type extends Error>(error: unknown, type: new (...parameters: never[]) => Type): Type | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const found = error.walk((cause) => cause instanceof type);
  return found instanceof type ? found : undefined;
}
