import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Chain, enabledChains } from "../protocol/index.ts";
import { type ChainProcess, keepTime, startChainProcess } from "./chain-process.ts";
import { requireFreePort } from "./ports.ts";
import { createProcesses } from "./processes.ts";

export type BareChains = {
  /** In the order of the options. */
  readonly chains: readonly ChainProcess[];
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * Starts local chains with canonical contracts and stablecoins and nothing of ours, for deployment rehearsals and forks. Chain number n listens on
 * `firstPort + n`. Every process ends with this one. Throws `PortInUseError`.
 */
export async function startBareChains(options: {
  chains?: readonly Chain[];
  directory: string;
  firstPort: number;
}): Promise<BareChains> {
  const { chains = enabledChains, directory, firstPort } = options;
  const logs = join(directory, "logs");
  await mkdir(logs, { recursive: true });
  for (const [index, chain] of chains.entries()) {
    await requireFreePort(firstPort + index, `the ${chain.name} chain`);
  }
  const processes = createProcesses();
  const { signal } = new AbortController();
  const stop = () => processes.stopAll();
  try {
    const started = chains.map(async (chain, index) => {
      const process = await startChainProcess({ chain, port: firstPort + index, processes, logs, signal });
      await keepTime(process.local);
      return process;
    });
    return { chains: await Promise.all(started), stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
