import type { Hex } from "viem";
import type { Chain } from "../../protocol/index.ts";
import { min } from "../min-max.ts";
import { readBlock } from "../read-block.ts";
import type { Provider } from "./provider.ts";

/** Of one probe. Milliseconds. */
const timeout = 3_000;

/** A head older than this is not followed. Milliseconds. */
const maxHeadAge = (chain: Chain) => 120_000 + 10 * chain.blockTime;

/** Nor one that is this much older than the newest head. Milliseconds. */
const maxLag = (chain: Chain) => 30_000 + 3 * chain.blockTime;

/** Blocks are compared so far below the lowest head, past short reorganisations: twelve seconds, and two blocks at least. */
const comparisonDepth = (chain: Chain) => BigInt(Math.max(2, Math.ceil(12_000 / chain.blockTime)));

/** Probes the endpoints of a chain, compares them with each other, and notes the problem of each. */
export async function probeProviders(chain: Chain, providers: readonly Provider[], now: number): Promise<void> {
  const asked = providers.filter(({ pausedFor }) => pausedFor === 0);
  const probes = (await Promise.all(asked.map((provider) => probe(chain, provider)))).filter((each) => each !== null);
  const newest = Math.max(...probes.map(({ time }) => time));
  const current = probes.filter(({ time }) => newest - time <= maxLag(chain));
  const verdicts = await compareBlocks(
    chain,
    current.map(({ provider }) => provider),
  );
  for (const { provider, time } of probes) {
    const agrees = verdicts.get(provider);
    const isBehind = now - time > maxHeadAge(chain) || newest - time > maxLag(chain);
    // An endpoint that disagreed once stays distrusted until another agrees with it, even after the others have gone.
    const disagrees = agrees === undefined ? provider.problem === "contradicted" : !agrees;
    provider.problem = disagrees ? "contradicted" : isBehind ? "behind" : null;
  }
}

/** An endpoint that serves the chain, and the time of its head in milliseconds; null where it does not. */
async function probe(chain: Chain, provider: Provider): Promise<{ provider: Provider; time: number } | null> {
  try {
    const { client } = provider;
    const answers = Promise.all([client.getChainId(), readBlock(client, { blockTag: "latest" })]);
    const [chainId, head] = await withTimeout(answers);
    provider.chainId = chainId;
    provider.head = head;
    if (chainId === chain.id) return { provider, time: head.blockTime.getTime() };
    provider.problem = "wrong-chain";
  } catch {
    if (provider.problem !== "contradicted") provider.problem = "unreachable";
  }
  return null;
}

/** Whether an endpoint's block at a common height is that of the majority. A single endpoint is neither confirmed nor contradicted. */
async function compareBlocks(chain: Chain, providers: readonly Provider[]): Promise<ReadonlyMap<Provider, boolean>> {
  if (providers.length < 2) return new Map();
  const lowest = min(...providers.map(({ head }) => head?.blockNumber ?? 0n));
  const depth = comparisonDepth(chain);
  const blockNumber = lowest > depth ? lowest - depth : 0n;
  const blocks = await Promise.allSettled(
    providers.map(async (provider) => {
      const { blockHash } = await withTimeout(readBlock(provider.client, { blockNumber }));
      return { provider, blockHash };
    }),
  );
  const answers = blocks.flatMap((block) => (block.status === "fulfilled" ? block.value : []));
  if (answers.length < 2) return new Map();
  const votesFor = (hash: Hex) => answers.filter(({ blockHash }) => blockHash === hash).length;
  return new Map(answers.map(({ provider, blockHash }) => [provider, votesFor(blockHash) * 2 > answers.length]));
}

async function withTimeout<Value>(promise: Promise<Value>): Promise<Value> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("The endpoint did not answer in time.")), timeout);
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
