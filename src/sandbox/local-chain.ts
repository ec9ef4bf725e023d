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
    transport: againAtNewBlock(http(rpcUrl, { retryCount: 0, timeout: 20_000 })),
    pollingInterval: 50,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions);
  return client as LocalChain;
}

/** Tries of a request that a new block came in between of. */
const mostTries = 4;

/** Without the states of earlier blocks the node refuses what asks for the latest one while the next is being made. */
function againAtNewBlock(transport: Transport): Transport {
  return (options) => {
    const inner = transport(options);
    const request = async (asked: { method: string }, tries = 1): Promise<unknown> => {
      try {
        return await inner.request(asked as never);
      } catch (error) {
        if (tries === mostTries || !String(error).includes("BlockOutOfRangeError")) throw error;
        return request(asked, tries + 1);
      }
    };
    return { ...inner, request: ((asked: { method: string }) => request(asked)) as typeof inner.request };
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
