import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Chain, enabledChains } from "../protocol/index.ts";
import { type ChainProcess, keepTime, startChainProcess } from "./chain-process.ts";
import { reservePorts } from "./ports.ts";
import { createProcesses } from "./processes.ts";

export type BareChains = {
  /** In the order of the options. */
  readonly chains: readonly ChainProcess[];
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * Starts local chains with canonical contracts and stablecoins and nothing of ours, for deployment rehearsals and forks, on free ports. They keep the states of
 * earlier blocks, which Ignition and forks read. Every process ends with this one.
 */
export async function startBareChains(options: { chains?: readonly Chain[]; directory: string }): Promise<BareChains> {
  const { chains = enabledChains, directory } = options;
  const logs = join(directory, "logs");
  await mkdir(logs, { recursive: true });
  const ports = await reservePorts();
  const processes = createProcesses();
  const { signal } = new AbortController();
  const stop = async () => {
    await processes.stopAll();
    await ports.release();
  };
  try {
    const started = chains.map(async (chain, index) => {
      const process = await startChainProcess({
        chain,
        port: ports.chains + index,
        processes,
        logs,
        signal,
        keepsHistory: true,
      });
      await keepTime(process.local);
      return process;
    });
    return { chains: await Promise.all(started), stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
