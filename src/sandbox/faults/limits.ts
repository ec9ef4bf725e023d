import { hexToBigInt, isHex } from "viem";
import { type Ask, type Fault, HttpFailure, type RpcCall, type RpcFailure } from "./fault.ts";

/** The form of a provider's rate limiting. */
export type RateLimitStyle =
  /** HTTP 429 with Retry-After. */
  | { readonly kind: "retryAfter"; readonly seconds: number }
  /** HTTP 429 alone: Cloudflare's public endpoint. */
  | { readonly kind: "bare" }
  /** HTTP 200 and -32005 in the body: Infura and many public endpoints. */
  | { readonly kind: "body" };

/** Answers the first `allowed` calls of each `window` (milliseconds), and refuses the others. */
export function rateLimited(allowed: number, window: number, style: RateLimitStyle): Fault {
  let opened = Number.NEGATIVE_INFINITY;
  let used = 0;
  return async (call, ask) => {
    if (performance.now() - opened >= window) [opened, used] = [performance.now(), 0];
    used += 1;
    if (used <= allowed) return ask(call);
    const error = { code: -32005, message: "Too many requests, please slow down." };
    if (style.kind === "body") return { error };
    const headers = style.kind === "retryAfter" ? { "retry-after": `${style.seconds}` } : {};
    throw new HttpFailure(429, JSON.stringify({ jsonrpc: "2.0", id: null, error }), headers);
  };
}

/** A refusal of `eth_getLogs` over too many blocks. Some have an HTTP status of their own. */
export type RangeRefusal = (max: number, range: number) => RpcFailure & { readonly status?: number };

/** Codes, texts and statuses as seen at these providers. */
export const rangeRefusals = {
  alchemyFree: (max) => ({
    code: -32600,
    message: `Under the Free tier plan, you can make eth_getLogs requests with up to a ${max} block range.`,
    status: 400,
  }),
  ankr: () => ({ code: -32000, message: "block range is too wide" }),
  bnbPublic: () => ({ code: -32005, message: "limit exceeded" }),
  drpc: (max) => ({ code: 35, message: `ranges over ${max} blocks are not supported on free plan` }),
  erigon: (max) => ({ code: -32005, message: `block range too large, max range: ${max}` }),
  infura: (max, range) => ({ code: -32602, message: `range ${range} exceeds limit of ${max}` }),
  publicnode: (max) => ({ code: -32701, message: `exceed maximum block range: ${max}` }),
  quicknode: (max) => ({ code: -32614, message: `eth_getLogs is limited to a ${max} range`, status: 413 }),
  scroll: () => ({ code: -32000, message: "block range is bigger than maxBlockRange" }),
  tenderly: (max, range) => ({
    code: -32602,
    message: "invalid params",
    data: { payload: `range ${range} is bigger than range limit ${max}` },
  }),
} as const satisfies Record<string, RangeRefusal>;

/** Refuses `eth_getLogs` over more than `max` blocks. */
export function refusesWideRanges(max: number, refusal: RangeRefusal): Fault {
  return async (call, ask) => {
    const range = await rangeOf(call, ask);
    if (range === undefined || range <= max) return ask(call);
    const { status, ...error } = refusal(max, range);
    if (status === undefined) return { error };
    throw new HttpFailure(status, JSON.stringify({ jsonrpc: "2.0", id: 1, error }), {
      "content-type": "application/json",
    });
  };
}

/** Answers the first `max` logs of `eth_getLogs` without an error, as some gateways with a size limit do. */
export function truncatesLogs(max: number): Fault {
  return async (call, ask) => {
    const answer = await ask(call);
    if (call.method !== "eth_getLogs" || !("result" in answer)) return answer;
    return { result: answer.result.slice(0, max) };
  };
}

/** The blocks that a call of `eth_getLogs` spans; undefined for other calls, and for one block by its hash. */
async function rangeOf({ method, params }: RpcCall, ask: Ask): Promise<number | undefined> {
  if (method !== "eth_getLogs") return undefined;
  const { fromBlock, toBlock, blockHash } = params[0] as Record<string, unknown>;
  if (blockHash !== undefined) return undefined;
  const numberOf = async (block: unknown): Promise<bigint> => {
    if (isHex(block)) return hexToBigInt(block);
    const answer = await ask({ method: "eth_getBlockByNumber", params: [block ?? "latest", false] });
    return "result" in answer ? hexToBigInt(answer.result.number) : 0n;
  };
  return Number((await numberOf(toBlock)) - (await numberOf(fromBlock))) + 1;
}
