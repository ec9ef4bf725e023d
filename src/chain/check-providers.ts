import type { Hex } from "viem";
import type { Chain } from "../protocol/index.ts";
import { least } from "./least.ts";
import type { Provider } from "./provider.ts";
import { readBlock } from "./read-block.ts";

/** An endpoint has this long to answer a look. Milliseconds. */
const timeout = 3_000;

/** A head older than this, or this much older than the best one's, is not followed. Milliseconds. */
const oldest = (chain: Chain) => 120_000 + 10 * chain.blockTime;
const furthestBehind = (chain: Chain) => 30_000 + 3 * chain.blockTime;

/** Blocks are compared so far below the lowest head, where short reorganisations are over: twelve seconds, and two blocks at least. */
const comparedBelow = (chain: Chain) => BigInt(Math.max(2, Math.ceil(12_000 / chain.blockTime)));

/** Looks at the endpoints of a chain, each and beside each other, and notes what is found on each. */
export async function checkProviders(chain: Chain, providers: readonly Provider[], now: number): Promise<void> {
  const asked = providers.filter(({ pausedFor }) => pausedFor === 0);
  const looks = (await Promise.all(asked.map((provider) => lookAt(chain, provider)))).filter((look) => look !== null);
  const best = Math.max(...looks.map(({ time }) => time));
  const current = looks.filter(({ time }) => best - time <= furthestBehind(chain));
  const verdicts = await compareBlocks(
    chain,
    current.map(({ provider }) => provider),
  );
  for (const { provider, time } of looks) {
    const verdict = verdicts.get(provider);
    const isBehind = now - time > oldest(chain) || best - time > furthestBehind(chain);
    // Contradicted once, an endpoint stays so until another agrees with it, also when the others are gone.
    const isContradicted = verdict === undefined ? provider.found === "contradicted" : !verdict;
    provider.found = isContradicted ? "contradicted" : isBehind ? "behind" : null;
  }
}

/** An endpoint that serves the chain, and the time of its head in milliseconds; null where it does not. */
async function lookAt(chain: Chain, provider: Provider): Promise<{ provider: Provider; time: number } | null> {
  try {
    const { client } = provider;
    const look = Promise.all([client.getChainId(), readBlock(client, { blockTag: "latest" })]);
    const [chainId, head] = await inTime(look);
    provider.chainId = chainId;
    provider.head = head;
    if (chainId === chain.id) return { provider, time: head.blockTime.getTime() };
    provider.found = "wrong-chain";
  } catch {
    if (provider.found !== "contradicted") provider.found = "unreachable";
  }
  return null;
}

/** Whether an endpoint's block at a common height is that of the majority. One alone is neither confirmed nor contradicted. */
async function compareBlocks(chain: Chain, providers: readonly Provider[]): Promise<ReadonlyMap<Provider, boolean>> {
  if (providers.length < 2) return new Map();
  const lowest = least(...providers.map(({ head }) => head?.blockNumber ?? 0n));
  const blockNumber = lowest > comparedBelow(chain) ? lowest - comparedBelow(chain) : 0n;
  const blocks = await Promise.allSettled(
    providers.map(async (provider) => {
      const { blockHash } = await inTime(readBlock(provider.client, { blockNumber }));
      return { provider, blockHash };
    }),
  );
  const answers = blocks.flatMap((block) => (block.status === "fulfilled" ? block.value : []));
  if (answers.length < 2) return new Map();
  const votesFor = (hash: Hex) => answers.filter(({ blockHash }) => blockHash === hash).length;
  return new Map(answers.map(({ provider, blockHash }) => [provider, votesFor(blockHash) * 2 > answers.length]));
}

async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("The endpoint did not answer in time.")), timeout);
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
