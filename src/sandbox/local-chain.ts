import { setTimeout as sleep } from "node:timers/promises";
import {
  type Account,
  type Address,
  createTestClient,
  type Hex,
  http,
  type PublicActions,
  publicActions,
  type TestClient,
  type Transport,
  type Chain as ViemChain,
  type WalletActions,
  walletActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { defineChain } from "viem/utils";
import { type Chain, canonicalContracts } from "../protocol/index.ts";
import { sandboxAccounts } from "./accounts.ts";
import { createBlockTimer } from "./block-timer.ts";

/** Client of one local chain: reads, writes as the deployer, and controls mining and time. */
export type LocalChain = TestClient<"anvil", Transport, ViemChain, Account> &
  PublicActions<Transport, ViemChain, Account> &
  WalletActions<ViemChain, Account>;

export function connectLocalChain(chain: Chain, rpcUrl: string): LocalChain {
  const viemChain = defineChain({
    id: chain.id,
    name: chain.name,
    nativeCurrency: { name: chain.nativeCurrency, symbol: chain.nativeCurrency, decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    contracts: { multicall3: { address: canonicalContracts.multicall3.address } },
  });
  const client = createTestClient({
    mode: "anvil",
    account: privateKeyToAccount(sandboxAccounts.deployer.privateKey),
    chain: viemChain,
    transport: http(rpcUrl, { retryCount: 0, timeout: 20_000 }),
    pollingInterval: 50,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions) as LocalChain;
  const timer = createBlockTimer({
    mine: () => client.mine({ blocks: 1 }),
    hasTransactions: async () => (await client.getTxpoolStatus()).pending > 0,
  });
  return {
    ...client,
    async setIntervalMining({ interval }) {
      await client.setAutomine(false);
      await timer.every(interval);
    },
  };
}

/** Polls every 100 ms until `isReady`. Throws after the timeout. */
export async function waitUntilReady(
  name: string,
  isReady: () => Promise<boolean>,
  timeout: number,
  signal: AbortSignal,
) {
  const end = performance.now() + timeout;
  while (!(await isReady().catch(() => false))) {
    signal.throwIfAborted();
    if (performance.now() > end) throw new Error(`${name} did not answer within ${timeout / 1000} s: see its log.`);
    await sleep(100);
  }
}

/** Sends a transaction as the deployer and waits until it is mined. Throws when it reverts. */
export async function transact(chain: LocalChain, to: Address | null, data: Hex, value = 0n) {
  // Without a gas limit the node estimates one, and reports the reason of a revert.
  const hash = await chain.sendTransaction({ to, data, value });
  return chain.waitForTransactionReceipt({ hash });
}

/** Deploys code as the deployer. */
export async function deployCode(chain: LocalChain, initCode: Hex): Promise<Address> {
  const { contractAddress } = await transact(chain, null, initCode);
  if (!contractAddress) throw new Error("The deployment made no contract.");
  return contractAddress;
}
