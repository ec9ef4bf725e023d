import { custom, type EIP1193RequestFn, fallback } from "viem";
import type { Chain } from "../protocol/index.ts";
import { type Clock, systemClock } from "../runtime/index.ts";
import type { ChainClient } from "./chain-client.ts";
import { checkProviders } from "./check-providers.ts";
import type { Cursor } from "./logs.ts";
import { clientOf, Provider, type Trouble } from "./provider.ts";

/** Endpoints are looked at this often, when there is something to ask. Milliseconds. */
const checkInterval = 10_000;

/** What is known of one endpoint. */
export type ProviderHealth = {
  /** Its host name. */
  readonly name: string;
  readonly state: "healthy" | Trouble;
  readonly chainId: number | null;
  readonly head: Cursor | null;
};

/** Several endpoints of one chain, of which none is believed for its HTTP 200. */
export type ProviderPool = {
  /** Asks the first endpoint that is to be believed, and the next where it fails. */
  readonly client: ChainClient;
  /** Those that are to be believed now, in the order given. Throws `NoProviderError`. */
  believed(): Promise<readonly Provider[]>;
  health(): readonly ProviderHealth[];
};

/** No endpoint may be asked now, or none can be believed. */
export class NoProviderError extends Error {
  override readonly name = "NoProviderError";
}

/**
 * Endpoints are compared by their heads' ages and, a little below the lowest head, by their blocks' hashes. One that is far behind is not asked while another
 * is not. One that contradicts the majority is not believed until it agrees again; where there is no majority none of them is, also when
 * the others have gone since. One that says that it is asked too often is left alone for a while. Where all are old or silent they are asked all the
 * same: something must be, and the chain itself may stand still.
 */
export function createProviderPool(chain: Chain, urls: readonly string[], clock: Clock): ProviderPool {
  const providers = namesOf(urls).map(({ url, name }) => new Provider(chain, url, name, clock));
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;

  const believed = async (): Promise<readonly Provider[]> => {
    const now = clock().getTime();
    if (now - checkedAt >= checkInterval) {
      checkedAt = now;
      checking = checkProviders(chain, providers, now);
    }
    await checking;
    const credible = providers.filter(({ found }) => found !== "contradicted" && found !== "wrong-chain");
    const allowed = credible.filter(({ pausedFor }) => pausedFor === 0);
    const healthy = allowed.filter(({ found }) => found === null);
    if (healthy.length > 0) return healthy;
    if (allowed.length > 0) return allowed;
    throw new NoProviderError(whyNone(chain, providers));
  };

  const request = (async (asked, options) => {
    const transports = (await believed()).map((provider) => custom({ request: provider.request }, { retryCount: 0 }));
    return fallback(transports, { retryCount: 0 })({}).request(asked, options);
  }) as EIP1193RequestFn;

  return {
    client: clientOf(chain, custom({ request }, { retryCount: 0 })),
    believed,
    health: () =>
      providers.map(({ name, trouble, chainId, head }) => ({ name, state: trouble ?? "healthy", chainId, head })),
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
  const states = providers.map(({ name, trouble, pausedFor }) =>
    trouble === "rate-limited"
      ? `${name} asks to be left alone for ${Math.ceil(pausedFor / 1_000)} s`
      : `${name} is ${trouble}`,
  );
  const isSplit = providers.some(({ found }) => found === "contradicted");
  const what = isSplit
    ? `The endpoints for ${chain.name} contradict each other: nothing is recorded until they agree`
    : `No endpoint for ${chain.name} can be asked now`;
  return `${what} (${states.join(", ")}).`;
}

/** A client that reads one chain over the given endpoints, the first that is to be believed. */
export function createChainClient(chain: Chain, rpcUrls: readonly string[], clock: Clock = systemClock): ChainClient {
  return createProviderPool(chain, rpcUrls, clock).client;
}
