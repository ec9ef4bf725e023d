import { BaseError, HttpRequestError } from "viem";

/** Providers' texts for rate limiting. */
const rateLimitText = /too many requests|rate.?limit|per second|slow down|throttl|compute units|daily request/i;

/** JSON-RPC's code for rate limiting. Some providers also use it for a block range that is too wide. */
const limitExceeded = -32005;

/** Whether an error is a provider's rate limit, and after how many milliseconds it may be asked again. */
export function rateLimitOf(method: string, error: unknown): { readonly retryAfter: number | undefined } | null {
  const http = causeOf(error, HttpRequestError);
  const isLimit =
    http?.status === 429 ||
    codeOf(error) === 429 ||
    rateLimitText.test(textOf(error)) ||
    (codeOf(error) === limitExceeded && method !== "eth_getLogs");
  if (!isLimit) return null;
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

function codeOf(error: unknown): number | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const found = error.walk((cause) => typeof (cause as { code?: unknown }).code === "number");
  return (found as { code?: number } | null)?.code;
}

function causeOf<Type extends Error>(error: unknown, type: new (...parameters: never[]) => Type): Type | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const found = error.walk((cause) => cause instanceof type);
  return found instanceof type ? found : undefined;
}
