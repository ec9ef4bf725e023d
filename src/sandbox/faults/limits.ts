import { hexToBigInt, isHex } from "viem";
import { type Ask, type Fault, HttpFailure, type RpcCall, type RpcFailure } from "./fault.ts";

/** How a provider says that it was asked too often. */
export type RateLimitManner =
  /** HTTP 429 that says when to come back, in seconds. */
  | { readonly kind: "retryAfter"; readonly seconds: number }
  /** HTTP 429 and nothing else: Cloudflare's public endpoint. */
  | { readonly kind: "bare" }
  /** HTTP 200 and -32005 in the body: Infura and many public endpoints. */
  | { readonly kind: "body" };

/** Answers the first `allowed` calls of each `window` (milliseconds), and refuses the others. */
export function rateLimited(allowed: number, window: number, manner: RateLimitManner): Fault {
  let opened = Number.NEGATIVE_INFINITY;
  let used = 0;
  return async (call, ask) => {
    if (performance.now() - opened >= window) [opened, used] = [performance.now(), 0];
    used += 1;
    if (used <= allowed) return ask(call);
    const error = { code: -32005, message: "Too many requests, please slow down." };
    if (manner.kind === "body") return { error };
    const headers = manner.kind === "retryAfter" ? { "retry-after": `${manner.seconds}` } : {};
    throw new HttpFailure(429, JSON.stringify({ jsonrpc: "2.0", id: null, error }), headers);
  };
}

/** A refusal of `eth_getLogs` over too many blocks. Some come with an HTTP status of their own. */
export type RangeRefusal = (most: number, range: number) => RpcFailure & { readonly status?: number };

/** The same thing, said by everybody in other words: code, text and status as they were seen from these providers. */
export const rangeRefusals = {
  alchemyFree: (most) => ({
    code: -32600,
    message: `Under the Free tier plan, you can make eth_getLogs requests with up to a ${most} block range.`,
    status: 400,
  }),
  ankr: () => ({ code: -32000, message: "block range is too wide" }),
  bnbPublic: () => ({ code: -32005, message: "limit exceeded" }),
  drpc: (most) => ({ code: 35, message: `ranges over ${most} blocks are not supported on free plan` }),
  erigon: (most) => ({ code: -32005, message: `block range too large, max range: ${most}` }),
  infura: (most, range) => ({ code: -32602, message: `range ${range} exceeds limit of ${most}` }),
  publicnode: (most) => ({ code: -32701, message: `exceed maximum block range: ${most}` }),
  quicknode: (most) => ({ code: -32614, message: `eth_getLogs is limited to a ${most} range`, status: 413 }),
  scroll: () => ({ code: -32000, message: "block range is bigger than maxBlockRange" }),
  tenderly: (most, range) => ({
    code: -32602,
    message: "invalid params",
    data: { payload: `range ${range} is bigger than range limit ${most}` },
  }),
} as const satisfies Record<string, RangeRefusal>;

/** Refuses `eth_getLogs` over more than so many blocks. */
export function refusesWideRanges(most: number, refusal: RangeRefusal): Fault {
  return async (call, ask) => {
    const range = await rangeOf(call, ask);
    if (range === undefined || range <= most) return ask(call);
    const { status, ...error } = refusal(most, range);
    if (status === undefined) return { error };
    throw new HttpFailure(status, JSON.stringify({ jsonrpc: "2.0", id: 1, error }), {
      "content-type": "application/json",
    });
  };
}

/** Answers the first so many logs of `eth_getLogs` and says nothing of the others: what some gateways with a limit on the size of answers do. */
export function truncatesLogs(most: number): Fault {
  return async (call, ask) => {
    const answer = await ask(call);
    if (call.method !== "eth_getLogs" || !("result" in answer)) return answer;
    return { result: answer.result.slice(0, most) };
  };
}

/** How many blocks a call of `eth_getLogs` spans; undefined where it is none, or asks for one block by its hash. */
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
