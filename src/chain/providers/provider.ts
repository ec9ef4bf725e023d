import { createPublicClient, custom, defineChain, type EIP1193RequestFn, type Transport } from "viem";
import { type Chain, canonicalContracts } from "../../protocol/index.ts";
import type { Clock } from "../../runtime/index.ts";
import type { Cursor } from "../logs/contract-events.ts";
import type { ChainClient } from "./chain-client.ts";
import { createJsonRpc, type JsonRpc } from "./json-rpc.ts";
import { rateLimitOf } from "./rpc-errors.ts";

/** Of one request. Milliseconds. */
const timeout = 10_000;

/** Pauses after rate limiting, doubled from one refusal to the next. Milliseconds. */
const pauses = { initial: 1_000, max: 60_000 };

/** What a probe, or a comparison with other endpoints, found wrong. */
const providerProblems = [
  // It does not answer.
  "unreachable",
  // It answers, and its head is old, or far behind another's.
  "behind",
  // It serves another chain.
  "wrong-chain",
  // Its blocks, or our events in them, disagree with the majority; of two endpoints that disagree, both.
  "contradicted",
] as const;

export type ProviderProblem = (typeof providerProblems)[number];

/** As shown in the status and in metrics. */
export const providerStates = ["healthy", "rate-limited", ...providerProblems] as const;

export type ProviderState = (typeof providerStates)[number];

/** One endpoint of a chain. */
export class Provider {
  /** Its host: the rest of the URL may hold a key. */
  readonly name: string;
  /** Asks this endpoint and no other. */
  readonly client: ChainClient;
  readonly request: EIP1193RequestFn;
  /** The newest block of the last probe. */
  head: Cursor | null = null;
  /** The id of the chain that it serves. */
  chainId: number | null = null;
  /** Result of the last probe. */
  problem: ProviderProblem | null = null;
  /** Its events of the blocks read last disagree with another endpoint's. */
  isSuspect = false;
  readonly #chain: Chain;
  readonly #clock: Clock;
  readonly #endpoint: JsonRpc;
  #pausedUntil = 0;
  #pause = 0;

  constructor(chain: Chain, url: string, name: string, clock: Clock, maxBatch: number) {
    this.name = name;
    this.#clock = clock;
    this.#chain = chain;
    // No retries: the pool has other endpoints, and the watcher polls again anyway.
    this.#endpoint = createJsonRpc(url, { timeout, maxBatch });
    this.request = this.#watched(this.#endpoint.request);
    this.client = clientOf(chain, custom({ request: this.request }, { retryCount: 0 }));
  }

  /** A client whose calls of one tick are answered by one node behind a load balancer: see `JsonRpc`. */
  sameNode(): ChainClient {
    return clientOf(this.#chain, custom({ request: this.#watched(this.#endpoint.apart()) }, { retryCount: 0 }));
  }

  get state(): ProviderState {
    if (this.problem) return this.problem;
    if (this.isSuspect) return "contradicted";
    return this.pausedFor > 0 ? "rate-limited" : "healthy";
  }

  /** Milliseconds until it may be asked again; zero: now. */
  get pausedFor(): number {
    return Math.max(0, this.#pausedUntil - this.#clock().getTime());
  }

  #watched(ask: EIP1193RequestFn): EIP1193RequestFn {
    return (async (request, options) => {
      try {
        const answer = await ask(request, options);
        this.#pause = 0;
        return answer;
      } catch (error) {
        this.#pauseIfRateLimited(request.method, error);
        throw error;
      }
    }) as EIP1193RequestFn;
  }

  /** Pauses as long as the endpoint says, or else twice as long as the last time. */
  #pauseIfRateLimited(method: string, error: unknown): void {
    const limit = rateLimitOf(method, error);
    if (!limit) return;
    this.#pause = Math.min(Math.max(this.#pause * 2, pauses.initial), pauses.max);
    const wait = limit.retryAfter ?? this.#pause;
    this.#pausedUntil = this.#clock().getTime() + Math.min(wait, pauses.max);
  }
}

/** Reads a chain over a transport. */
export function clientOf(chain: Chain, transport: Transport): ChainClient {
  const viemChain = defineChain({
    id: chain.id,
    name: chain.name,
    nativeCurrency: { name: chain.nativeCurrency, symbol: chain.nativeCurrency, decimals: 18 },
    rpcUrls: { default: { http: [] } },
    contracts: { multicall3: { address: canonicalContracts.multicall3.address } },
    testnet: chain.testnet,
  });
  return createPublicClient({ chain: viemChain, transport, cacheTime: 0 });
}
