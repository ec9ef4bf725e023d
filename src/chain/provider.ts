import { createPublicClient, custom, defineChain, type EIP1193RequestFn, http, type Transport } from "viem";
import { type Chain, canonicalContracts } from "../protocol/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { ChainClient } from "./chain-client.ts";
import type { Cursor } from "./logs.ts";
import { rateLimitOf } from "./rpc-errors.ts";

/** A request gives up after ten seconds. */
const timeout = 10_000;

/** Pauses after one refusal for asking too often, and at most. Milliseconds; doubled from one to the next. */
const pauses = { first: 1_000, longest: 60_000 };

/** Why an endpoint is not asked, or not believed. */
export type Trouble =
  /** It does not answer. */
  | "unreachable"
  /** It answers, and its head is old, or far behind another's. */
  | "behind"
  /** It wants to be left alone for a while. */
  | "rate-limited"
  /** It serves another chain. */
  | "wrong-chain"
  /** Its blocks, or our events in them, are not those of the majority; of two endpoints that differ, both. */
  | "contradicted";

/** One endpoint of a chain. */
export class Provider {
  /** Its host: the rest of the URL may hold a key. */
  readonly name: string;
  /** Asks this endpoint and no other. */
  readonly client: ChainClient;
  readonly request: EIP1193RequestFn;
  /** The newest block that it told of, when last looked at. */
  head: Cursor | null = null;
  /** The id of the chain that it serves. */
  chainId: number | null = null;
  /** What the last look found; null: nothing. */
  found: Exclude<Trouble, "rate-limited"> | null = null;
  /** Others said different things of our events in the blocks that were read last. */
  isDoubted = false;
  readonly #clock: Clock;
  #pausedUntil = 0;
  #pause = 0;

  constructor(chain: Chain, url: string, name: string, clock: Clock) {
    this.name = name;
    this.#clock = clock;
    // Not tried again here: the pool knows others to ask, and the watcher comes back by itself.
    const endpoint = http(url, { timeout, retryCount: 0, batch: { wait: 0 } })({ retryCount: 0 });
    this.request = (async (request, options) => {
      try {
        const answer = await endpoint.request(request, options);
        this.#pause = 0;
        return answer;
      } catch (error) {
        this.#heed(request.method, error);
        throw error;
      }
    }) as EIP1193RequestFn;
    this.client = clientOf(chain, custom({ request: this.request }, { retryCount: 0 }));
  }

  get trouble(): Trouble | null {
    if (this.found) return this.found;
    if (this.isDoubted) return "contradicted";
    return this.pausedFor > 0 ? "rate-limited" : null;
  }

  /** Milliseconds until it may be asked again; zero: now. */
  get pausedFor(): number {
    return Math.max(0, this.#pausedUntil - this.#clock().getTime());
  }

  /** Leaves the endpoint alone where it says that it was asked too often: as long as it says, or twice as long as the last time. */
  #heed(method: string, error: unknown): void {
    const limit = rateLimitOf(method, error);
    if (!limit) return;
    this.#pause = Math.min(Math.max(this.#pause * 2, pauses.first), pauses.longest);
    const wait = limit.retryAfter ?? this.#pause;
    this.#pausedUntil = this.#clock().getTime() + Math.min(wait, pauses.longest);
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
