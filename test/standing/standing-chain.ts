import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import { RangeWidth } from "../../src/chain/logs/range-width.ts";
import { createProviderPool } from "../../src/chain/providers/provider-pool.ts";
import type { Token } from "../../src/protocol/index.ts";
import { followSubmissions } from "../../src/relayer/submissions/follow-submissions.ts";
import { registerSequences } from "../../src/relayer/submissions/lease-sequence.ts";
import { sendRequests } from "../../src/relayer/submissions/send-requests.ts";
import { startBareChains } from "../../src/sandbox/bare-chains.ts";
import { type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/index.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { deployRailsplit } from "../../src/sandbox/railsplit-deployment.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { createStandingContract } from "../../src/server/standing.ts";
import { followDeposits } from "../../src/standing/follow-deposits.ts";
import { scanFinal, scanSeen } from "../../src/standing/scan-transfers.ts";
import { sweepBalances } from "../../src/standing/sweep-balances.ts";
import { base } from "../chain/chains.ts";
import { transactionServices, watchChain } from "../support/chain-worker.ts";
import { freezeAccount } from "../support/freeze-account.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

export const usdc = base.tokens[0] as Token;

/** A real chain with our contracts, read through two endpoints that can lie, and an API over it. Nothing runs by itself: the test is the worker, and blocks come when it says so. */
export type StandingChain = {
  readonly local: LocalChain;
  readonly proxies: readonly RpcProxy[];
  readonly server: TestServer;
  readonly contracts: Awaited<ReturnType<typeof deployRailsplit>>;
  /** Says that so much time goes by on the chain and here, with a block. */
  mine(seconds?: number, blocks?: number): Promise<void>;
  /** The watcher reads the chain, the deposits are found and followed. `isFinal`: the final blocks are read once more too. */
  follow(options?: { readonly isFinal?: boolean }): Promise<void>;
  /** What is due is swept, and its transactions are included. Answers how many calls were made. */
  sweep(): Promise<number>;
  send(to: Address, amount: bigint): Promise<Hex>;
  freeze(account: Address, done: "blacklist" | "unBlacklist"): Promise<void>;
  balanceOf(account: Address): Promise<bigint>;
  /** Moves the clock of the workers ahead. Milliseconds. */
  pass(time: number): void;
  readonly reconciled: Parameters<typeof import("../../src/reconciliation/reconcile.ts").reconcileChain>[1];
  [Symbol.asyncDispose](): Promise<void>;
};

export const sender = "0x9999999999999999999999999999999999999999";

export async function startStandingChain(): Promise<StandingChain> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-standing-"));
  const chains = await startBareChains({ chains: [base], directory });
  const [chain] = chains.chains;
  if (!chain) throw new Error("There is no chain.");
  const { local } = chain;
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  const contracts = await deployRailsplit(local);
  const proxies = [await startRpcProxy(chain.rpcUrl), await startRpcProxy(chain.rpcUrl)];
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const pool = createProviderPool(
    base,
    proxies.map(({ url }) => url),
    clock,
  );
  const standing = createStandingContract(contracts.standingDeposits, [{ chain: base, client: pool.client }]);
  const server = await startTestServer({ clock, chains: [{ ...base, mode: "test" }], engine: { standing } });
  const { context, database } = server;
  const services = transactionServices(base, pool.client, contracts.router, clock);
  await registerSequences(context, services);
  const settings = { batchSize: 20, feeCeiling: 5n, inclusionTimeout: 10_000 };
  const watched = { ...contracts, gasSponsor: contracts.gasSponsor };
  const reading = { chain: base, providers: pool };
  const widths = { seen: new RangeWidth(), final: new RangeWidth() };
  await local.setBalance({ address: sender, value: 10n ** 18n });
  await local.impersonateAccount({ address: sender });
  await mintToken(local, usdc, sender, 1_000_000_000_000n);

  const watch = () => watchChain(context, base.id, pool.client, watched);
  await watch();

  return {
    local,
    proxies,
    server,
    contracts,
    reconciled: { chain: base, client: pool.client, contracts: watched },
    pass: (time) => {
      ahead += time;
    },
    async mine(seconds = 2, blocks = 1) {
      for (let block = 0; block < blocks; block += 1) {
        await local.increaseTime({ seconds });
        await local.mine({ blocks: 1 });
      }
      ahead += seconds * blocks * 1_000;
    },
    async follow({ isFinal = false } = {}) {
      await watch();
      while ((await scanSeen(context, reading, widths.seen)).hasMore);
      if (isFinal) while ((await scanFinal(context, reading, widths.final)).hasMore);
      await followDeposits(context, reading);
    },
    async sweep() {
      await sweepBalances({ ...context, standing }, services);
      const calls = await database.selectFrom("relays").selectAll().where("status", "=", "QUEUED").execute();
      while (await sendRequests(context, services, settings));
      ahead += 5_000;
      await followSubmissions(context, services, settings);
      return calls.length;
    },
    async send(to, amount) {
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
      const hash = await local.sendTransaction({ account: sender, to: usdc.address, data, gas: 200_000n });
      await local.waitForTransactionReceipt({ hash });
      return hash;
    },
    freeze: (account, done) => freezeAccount(local, usdc, account, done),
    balanceOf: (account) =>
      local.readContract({ address: usdc.address, abi: erc20Abi, functionName: "balanceOf", args: [account] }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      for (const proxy of proxies) await proxy.stop();
      await chains.stop();
      await rm(directory, { recursive: true });
    },
  };
}
