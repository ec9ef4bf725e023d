import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Address, encodeFunctionData, erc20Abi, type Hex, maxUint256, parseEther, parseUnits } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { checkChain, checkDeployment, createChainClient } from "../chain/index.ts";
import { type Chain, canonicalContracts, enabledChains, entryPoints, type Token } from "../protocol/index.ts";
import { type SandboxAccount, sandboxAccounts } from "./accounts.ts";
import { altoScript } from "./binaries.ts";
import { keepTime, readyTimeout, startChainProcess } from "./chain-process.ts";
import { type LocalChain, waitUntilReady } from "./local-chain.ts";
import { requireFreePort, reservePorts } from "./ports.ts";
import { createProcesses, type Processes } from "./processes.ts";
import { deployRailsplit, type RailsplitContracts } from "./railsplit-deployment.ts";
import { mintToken } from "./stablecoins.ts";

/** One local chain with all contracts, and its bundler. */
export type SandboxChain = {
  readonly chain: Chain;
  readonly rpcUrl: string;
  readonly bundlerUrl: string;
  readonly router: Address;
  readonly gasSponsor: Address;
  readonly earlierSponsors: RailsplitContracts["earlierSponsors"];
  readonly standingDeposits: Address;
  readonly mandates: Address;
  readonly entryPoint: Address;
  /** Reads the chain, mints, mines and moves time. */
  readonly local: LocalChain;
  stopBundler(): Promise<void>;
  startBundler(): Promise<void>;
  /** Leaves the chain's port open and its requests unanswered, like an overloaded provider. */
  freeze(): void;
  thaw(): void;
};

export type Sandbox = {
  readonly chains: ReadonlyMap<number, SandboxChain>;
  /** Resolves, with the reason, if a chain or bundler ends by itself. */
  readonly failure: Promise<string>;
  /** Ends every process. May be called twice. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type SandboxOptions = {
  /** The five enabled chains when left out. */
  readonly chains?: readonly Chain[];
  /** For logs. */
  readonly directory: string;
  /** Chain number n of the five listens on `firstPort + 2n`, its bundler on the port after. Free ones when left out. */
  readonly firstPort?: number;
  /** Whether anvil keeps the states of earlier blocks, which reorganizations need. They fill the memory with time. */
  readonly keepsHistory?: boolean;
  /** Called with progress for people, a line each. */
  readonly report?: (line: string) => void;
  readonly signal?: AbortSignal;
};

/** A payer's balance of each token, in whole units. */
const payerBalance = "100000";

/**
 * Starts local chains with the real chain ids, stablecoins at their real addresses, canonical contracts, our own contracts, and a bundler for each.
 * Every process ends with this one. Throws `PortInUseError` before anything starts.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (options.firstPort !== undefined) return startOn(options.firstPort, options);
  const block = await reservePorts();
  try {
    const sandbox = await startOn(block.chains, options);
    const stop = async () => {
      await sandbox.stop();
      await block.release();
    };
    return { ...sandbox, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await block.release();
    throw error;
  }
}

async function startOn(firstPort: number, options: SandboxOptions): Promise<Sandbox> {
  const { chains = enabledChains, keepsHistory = false, report = () => {} } = options;
  const signal = options.signal ?? new AbortController().signal;
  const logs = join(options.directory, "logs");
  await mkdir(logs, { recursive: true });
  const ports = (chain: Chain) => {
    const rpc = firstPort + 2 * enabledChains.findIndex(({ id }) => id === chain.id);
    return { rpc, bundler: rpc + 1 };
  };
  for (const chain of chains) {
    await requireFreePort(ports(chain).rpc, `the ${chain.name} chain`);
    await requireFreePort(ports(chain).bundler, `the ${chain.name} bundler`);
  }

  const processes = createProcesses();
  const failure = new Promise<string>((resolve) => {
    processes.onUnexpectedExit((name, lastOutput) =>
      resolve(`${name} ended by itself. Its last output:\n${lastOutput}`),
    );
  });
  try {
    const setUp = chains.map((chain) =>
      startChain({ chain, ports: ports(chain), processes, logs, signal, keepsHistory, report }),
    );
    const started = await Promise.race([
      Promise.all(setUp),
      failure.then((reason) => Promise.reject(new Error(reason))),
    ]);
    const stop = () => processes.stopAll();
    return {
      chains: new Map(started.map((chain) => [chain.chain.id, chain])),
      failure,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await processes.stopAll();
    throw error;
  }
}

type ChainSetup = {
  readonly chain: Chain;
  readonly ports: { readonly rpc: number; readonly bundler: number };
  readonly processes: Processes;
  readonly logs: string;
  readonly signal: AbortSignal;
  readonly keepsHistory: boolean;
  readonly report: (line: string) => void;
};

async function startChain({ chain, ports, report, ...setup }: ChainSetup): Promise<SandboxChain> {
  const { rpcUrl, local, pid } = await startChainProcess({ chain, port: ports.rpc, ...setup });
  const { processes, logs, signal } = setup;
  const contracts = await deployRailsplit(local);
  await fundAccounts(local, chain, contracts.router);
  await keepTime(local);
  const client = createChainClient(chain, [rpcUrl]);
  await checkChain(client, chain);
  await checkDeployment(client, chain, { ...contracts, sponsorSigner: sandboxAccounts.sponsorSigner.address });
  report(`${chain.name} is up`);

  const bundlerName = `alto ${chain.id}`;
  const bundlerUrl = `http://127.0.0.1:${ports.bundler}/v2/rpc`;
  const startBundler = async () => {
    await processes.start({
      name: bundlerName,
      command: process.execPath,
      args: [...smallHeap, altoScript(), ...altoArguments(rpcUrl, ports.bundler)],
      logFile: join(logs, `alto-${chain.id}.log`),
    });
    const health = `http://127.0.0.1:${ports.bundler}/health`;
    await waitUntilReady(`the bundler for ${chain.name}`, async () => (await fetch(health)).ok, readyTimeout, signal);
    report(`the bundler for ${chain.name} is up`);
  };
  await startBundler();
  return {
    chain,
    rpcUrl,
    bundlerUrl,
    ...contracts,
    entryPoint: canonicalContracts.entryPoint.address,
    local,
    startBundler,
    stopBundler: () => processes.stop(bundlerName),
    freeze: () => void process.kill(pid, "SIGSTOP"),
    thaw: () => void process.kill(pid, "SIGCONT"),
  };
}

/** There are five of them, and each has little to do: new objects get 4 MB and not 16. */
const smallHeap = ["--max-semi-space-size=4"];

function altoArguments(rpcUrl: string, port: number): string[] {
  const { bundlerExecutor, bundlerUtility } = sandboxAccounts;
  return [
    ...["--entrypoints", Object.values(entryPoints).join(","), "--rpc-url", rpcUrl, "--port", `${port}`],
    ...["--executor-private-keys", bundlerExecutor.privateKey, "--utility-private-key", bundlerUtility.privateKey],
    // Safe mode needs a tracer that anvil lacks.
    ...["--safe-mode", "false", "--refilling-wallets", "false", "--utility-wallet-monitor", "false"],
    // Small bundles are faster: see docs/architecture.md.
    ...["--max-gas-per-bundle", "1500000", "--max-bundle-interval", "250", "--log-level", "warn"],
  ];
}

async function fundAccounts(local: LocalChain, chain: Chain, router: Address): Promise<void> {
  const { payers, payersWithoutNative, checkoutPayer } = sandboxAccounts;
  for (const { address } of payersWithoutNative) await local.setBalance({ address, value: 0n });
  for (const { address } of payers) await local.setBalance({ address, value: parseEther("100") });
  for (const token of chain.tokens) {
    for (const { address } of [...payers, ...payersWithoutNative]) {
      await mintToken(local, token, address, parseUnits(payerBalance, token.decimals));
    }
    await mintToken(local, token, checkoutPayer.address, parseUnits(payerBalance, token.decimals));
    if (!token.authorization) await approveRouter(local, token, router);
  }
  await local.setBalance({ address: checkoutPayer.address, value: 0n });
}

/** The checkout's test wallet only signs: for a token without signatures it needs an allowance. */
async function approveRouter(local: LocalChain, token: Token, router: Address): Promise<void> {
  const args = [router, maxUint256] as const;
  await local.waitForTransactionReceipt({
    hash: await local.sendTransaction({
      account: privateKeyToAccount(sandboxAccounts.checkoutPayer.privateKey),
      to: token.address,
      data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args }),
      gas: 100_000n,
    }),
  });
}

/** An account of the sandbox in a run's `state.json`. */
export type StateAccount = { readonly address: Address; readonly privateKey: Hex };

/** The payers; those with the native token first. */
export const payerAccounts: readonly SandboxAccount[] = [
  ...sandboxAccounts.payers,
  ...sandboxAccounts.payersWithoutNative,
];
