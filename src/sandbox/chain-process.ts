import { join } from "node:path";
import type { Chain } from "../protocol/index.ts";
import { anvilBinary } from "./binaries.ts";
import { deployCanonicalContracts } from "./canonical-deployment.ts";
import { connectLocalChain, type LocalChain, waitUntilReady } from "./local-chain.ts";
import type { Processes } from "./processes.ts";
import { placeStablecoins } from "./stablecoins.ts";

/** Of a chain's or bundler's start. Milliseconds. */
export const readyTimeout = 60_000;

export type ChainProcess = {
  readonly chain: Chain;
  readonly rpcUrl: string;
  readonly local: LocalChain;
  readonly pid: number;
};

/** Starts a local chain with the canonical contracts and the stablecoins of the real one, and nothing of ours. */
export async function startChainProcess(options: {
  chain: Chain;
  port: number;
  processes: Processes;
  logs: string;
  signal: AbortSignal;
  keepsHistory: boolean;
}): Promise<ChainProcess> {
  const { chain, port, processes, logs, signal, keepsHistory } = options;
  const rpcUrl = `http://127.0.0.1:${port}`;
  const local = connectLocalChain(chain, rpcUrl);
  const pid = await processes.start({
    name: `anvil ${chain.id}`,
    command: anvilBinary(),
    args: anvilArguments(chain, port, keepsHistory),
    logFile: join(logs, `anvil-${chain.id}.log`),
  });
  const isReady = async () => (await local.getChainId()) === chain.id;
  await waitUntilReady(`anvil for ${chain.name}`, isReady, readyTimeout, signal);
  await deployCanonicalContracts(local);
  await placeStablecoins(local, chain);
  return { chain, rpcUrl, local, pid };
}

/** States of blocks that are kept all the same: who asks for the latest one may mean one that is a few blocks old when the answer is made. */
const recentStates = 16;

function anvilArguments(chain: Chain, port: number, keepsHistory: boolean): string[] {
  // Every block is at least a second later than the one before: the chain starts in the past, so that its setup does not end in the
  // future.
  const start = Math.floor(Date.now() / 1000) - 600;
  return [
    ...["--chain-id", `${chain.id}`, "--port", `${port}`, "--host", "127.0.0.1"],
    ...["--accounts", "20", "--balance", "10000", "--timestamp", `${start}`],
    ...["--hardfork", "prague", "--slots-in-an-epoch", "1", "--quiet"],
    ...(keepsHistory ? [] : ["--prune-history", `${recentStates}`]),
  ];
}

/** Makes the chain follow the clock: a block each second, with or without transactions. */
export async function keepTime(local: LocalChain): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  await local.request({ method: "evm_setTime", params: [now] } as never);
  await local.setIntervalMining({ interval: 1 });
}
