import { custom, type EIP1193RequestFn, fallback } from "viem";
import type { Chain } from "../../protocol/index.ts";
import { type Clock, systemClock } from "../../runtime/index.ts";
import type { Cursor } from "../logs/contract-events.ts";
import type { ChainClient } from "./chain-client.ts";
import { probeProviders } from "./probe-providers.ts";
import { clientOf, Provider, type ProviderState } from "./provider.ts";

/** Endpoints are probed this often, while requests come. Milliseconds. */
const probeInterval = 10_000;

/** Calls of one HTTP request at most. Nodes drop larger ones, and a failing one fails all its calls. */
const defaultMaxBatch = 50;

/** What is known of one endpoint. */
export type ProviderHealth = {
  /** Its host name. */
  readonly name: string;
  readonly state: ProviderState;
  readonly chainId: number | null;
  readonly head: Cursor | null;
};

/** Several endpoints of one chain. An HTTP 200 alone makes none of them trusted. */
export type ProviderPool = {
  /** Asks the first trusted endpoint, and the next where it fails. */
  readonly client: ChainClient;
  /** The endpoints that are trusted now, in the order given. Throws `NoProviderError`. */
  trusted(): Promise<readonly Provider[]>;
  health(): readonly ProviderHealth[];
};

/** No endpoint may be asked now, or none is trusted. */
export class NoProviderError extends Error {
  override readonly name = "NoProviderError";
}

/**
 * Endpoints are compared by the ages of their heads and by the hash of a block a little below the lowest head. An endpoint that is far behind is
 * skipped while another is not. One that disagrees with the majority is not trusted until it agrees again; without a majority none is trusted, even
 * after the others have gone. One that is rate limited is paused. Where all are old or silent they are asked all the same: the chain itself may
 * stand still.
 */
export function createProviderPool(
  chain: Chain,
  urls: readonly string[],
  clock: Clock,
  maxBatch = defaultMaxBatch,
): ProviderPool {
  const providers = namesOf(urls).map(({ url, name }) => new Provider(chain, url, name, clock, maxBatch));
  let probedAt = Number.NEGATIVE_INFINITY;
  let probing: Promise<void> | undefined;

  const trusted = async (): Promise<readonly Provider[]> => {
    const now = clock().getTime();
    if (now - probedAt >= probeInterval) {
      probedAt = now;
      probing = probeProviders(chain, providers, now);
    }
    await probing;
    const credible = providers.filter(({ problem }) => problem !== "contradicted" && problem !== "wrong-chain");
    const allowed = credible.filter(({ pausedFor }) => pausedFor === 0);
    const healthy = allowed.filter(({ problem }) => problem === null);
    if (healthy.length > 0) return healthy;
    if (allowed.length > 0) return allowed;
    throw new NoProviderError(whyNone(chain, providers));
  };

  const request = (async (asked, options) => {
    const transports = (await trusted()).map((provider) => custom({ request: provider.request }, { retryCount: 0 }));
    return fallback(transports, { retryCount: 0 })({}).request(asked, options);
  }) as EIP1193RequestFn;

  return {
    client: clientOf(chain, custom({ request }, { retryCount: 0 })),
    trusted,
    health: () => providers.map(({ name, state, chainId, head }) => ({ name, state, chainId, head })),
  };
}

/** Hosts, numbered where one is there twice. */
function namesOf(urls: readonly string[]): { readonly url: string; readonly name: string }[] {
  const hosts = urls.map((url) => new URL(url).host);
  return urls.map((url, index) => {
    const host = hosts[index] as string;
    const earlier = hosts.slice(0, index).filter((other) => other === host).length;
    return { url, name: earlier === 0 ? host : `${host} (${earlier + 1})` };
  });
}

function whyNone(chain: Chain, providers: readonly Provider[]): string {
  const states = providers.map(({ name, state, pausedFor }) =>
    state === "rate-limited"
      ? `${name} is rate limited for another ${Math.ceil(pausedFor / 1_000)} s`
      : `${name} is ${state}`,
  );
  const isSplit = providers.some(({ problem }) => problem === "contradicted");
  const summary = isSplit
    ? `The endpoints for ${chain.name} contradict each other: nothing is recorded until they agree`
    : `No endpoint for ${chain.name} can be asked now`;
  return `${summary} (${states.join(", ")}).`;
}

/** A client that reads one chain over the given endpoints, the first trusted one. */
export function createChainClient(chain: Chain, rpcUrls: readonly string[], clock: Clock = systemClock): ChainClient {
  return createProviderPool(chain, rpcUrls, clock).client;
}
