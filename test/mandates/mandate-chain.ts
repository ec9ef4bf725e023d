import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { createProviderPool } from "../../src/chain/providers/provider-pool.ts";
import { readBlock } from "../../src/chain/read-block.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { chargeDue } from "../../src/mandates/charge-due.ts";
import { inspectMandates } from "../../src/mandates/inspect-mandates.ts";
import { missCharges } from "../../src/mandates/miss-charges.ts";
import { watchFunds } from "../../src/mandates/watch-funds.ts";
import { mandateTypedData, type Token } from "../../src/protocol/index.ts";
import { reconcileChain } from "../../src/reconciliation/reconcile.ts";
import { followSubmissions } from "../../src/relayer/submissions/follow-submissions.ts";
import { registerSequences } from "../../src/relayer/submissions/lease-sequence.ts";
import { sendRequests } from "../../src/relayer/submissions/send-requests.ts";
import { startBareChains } from "../../src/sandbox/bare-chains.ts";
import { type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/index.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { deployRailsplit } from "../../src/sandbox/railsplit-deployment.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { base } from "../chain/chains.ts";
import { transactionServices, watchChain } from "../support/chain-worker.ts";
import { freezeAccount } from "../support/freeze-account.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

export const usdc = base.tokens[0] as Token;

/** Everything is final three blocks behind the head. */
export const policy = [{ upTo: null, rule: { kind: "blocks", blocks: 3 } }] satisfies typeof base.finality;

/** A real chain with our contracts, read through a proxy that can fail, and an API over it. Nothing runs by itself: the test is the worker, and time goes by when it says so. */
export type MandateChain = {
  readonly local: LocalChain;
  readonly proxy: RpcProxy;
  readonly server: TestServer;
  readonly contracts: Awaited<ReturnType<typeof deployRailsplit>>;
  now(): Date;
  /** So much time goes by here and, where it is up, on the chain. Seconds. */
  pass(seconds: number, chain?: "and the chain" | "alone"): Promise<void>;
  /** The watcher reads the chain and finalizes what is; charges and mandates that are over are ended. */
  follow(): Promise<void>;
  /** The same once everything on chain is final. */
  settle(): Promise<void>;
  /** The watcher finds that the chain was reorganised down to a block. */
  rewind(to: bigint): Promise<void>;
  /** Charges that are due are handed to the relayer. Answers how many calls are queued. */
  hand(): Promise<number>;
  /** What is queued is sent and included. Answers how many transactions. */
  send(): Promise<number>;
  watchFunds(): Promise<number>;
  reconcile(): Promise<readonly unknown[]>;
  /** A payer of its own, with so many dollars and an allowance. */
  newPayer(balance: bigint, allowance?: bigint): Promise<PrivateKeyAccount>;
  /** Has a payer set what the contract may take. */
  allow(payer: PrivateKeyAccount, amount: bigint): Promise<void>;
  mint(to: Address, amount: bigint): Promise<void>;
  transact(from: Address, to: Address, data: Hex): Promise<Hex>;
  freeze(account: Address, done: "blacklist" | "unBlacklist"): Promise<void>;
  balanceOf(account: Address): Promise<bigint>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startMandateChain(): Promise<MandateChain> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-mandates-"));
  const chain = { ...base, finality: policy };
  const chains = await startBareChains({ chains: [base], directory });
  const [started] = chains.chains;
  if (!started) throw new Error("There is no chain.");
  const { local } = started;
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  const contracts = await deployRailsplit(local);
  const proxy = await startRpcProxy(started.rpcUrl);
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const providers = createProviderPool(chain, [proxy.url], clock);
  const { client } = providers;
  const services = transactionServices(chain, client, contracts.router, clock);
  const server = await startTestServer({
    clock,
    chains: [{ ...chain, mode: "test" }],
    services: new Map([[base.id, services]]),
    engine: { mandates: contracts.mandates, router: contracts.router },
  });
  const { context, database } = server;
  await registerSequences(context, services);
  const settings = { batchSize: 20, feeCeiling: 5n, inclusionTimeout: 10_000 };
  const watched = { ...contracts };
  const reading = { chain, providers };
  let payers = 0;

  const watch = () => watchChain(context, base.id, client, watched);
  const follow = async () => {
    await watch();
    await missCharges(context, reading);
    await inspectMandates(context, reading);
  };
  /** A block at this time: the chain's clock goes with ours. */
  const mine = async () => {
    const { timestamp } = await local.getBlock();
    const time = BigInt(Math.floor(clock().getTime() / 1_000));
    await local.setNextBlockTimestamp({ timestamp: time > timestamp ? time : timestamp + 1n });
    await local.mine({ blocks: 1 });
  };
  await watch();

  const transact = async (from: Address, to: Address, data: Hex) => {
    await local.setBalance({ address: from, value: 10n ** 18n });
    await local.impersonateAccount({ address: from });
    const hash = await local.sendTransaction({ account: from, to, data, gas: 500_000n });
    await local.waitForTransactionReceipt({ hash });
    return hash;
  };
  const allow = async (payer: PrivateKeyAccount, amount: bigint) => {
    const args = [contracts.mandates, amount] as const;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args });
    await transact(payer.address, usdc.address, data);
  };

  return {
    local,
    proxy,
    server,
    contracts,
    now: clock,
    async pass(seconds, on = "and the chain") {
      ahead += seconds * 1_000;
      if (on === "and the chain") await mine();
    },
    follow,
    async settle() {
      ahead += 20_000;
      for (let block = 0; block < 5; block += 1) await mine();
      await follow();
    },
    async rewind(to) {
      await rewindBlocks(context, base.id, await readBlock(client, { blockNumber: to }));
    },
    async hand() {
      await chargeDue(context, services);
      const { count } = await database
        .selectFrom("relays")
        .select(({ fn }) => fn.countAll<bigint>().as("count"))
        .where("status", "=", "QUEUED")
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async send() {
      const sent = () => database.selectFrom("relaySubmissions").select("id").execute();
      const before = (await sent()).length;
      while (await sendRequests(context, services, settings));
      ahead += 5_000;
      await followSubmissions(context, services, settings);
      return (await sent()).length - before;
    },
    watchFunds: () => watchFunds(context, services),
    async reconcile() {
      await follow();
      return (await reconcileChain(context, { chain, client, contracts: watched }, 1n)).differences;
    },
    async newPayer(balance, allowance = 0n) {
      payers += 1;
      const account = privateKeyToAccount(`0x${(0xabc0000 + payers).toString(16).padStart(64, "0")}`);
      if (balance > 0n) await mintToken(local, usdc, account.address, balance);
      if (allowance > 0n) await allow(account, allowance);
      return account;
    },
    allow,
    mint: (to, amount) => mintToken(local, usdc, to, amount),
    transact,
    freeze: (account, done) => freezeAccount(local, usdc, account, done),
    balanceOf: (account) =>
      local.readContract({ address: usdc.address, abi: erc20Abi, functionName: "balanceOf", args: [account] }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await proxy.stop();
      await chains.stop();
      await rm(directory, { recursive: true });
    },
  };
}

/** What a payer does on its page, without an allowance. */
export async function signAs(chain: MandateChain, payer: PrivateKeyAccount, token: string) {
  const { call } = chain.server;
  const path = `/v1/mandate-pages/${token}`;
  const prepared = await call("POST", `${path}/terms`, { payer: payer.address }, {});
  if (prepared.status !== 200) throw new Error(JSON.stringify(prepared.body));
  const { terms, contract, chainId, startsAt, allowance } = prepared.body;
  const mandate = {
    ...terms,
    maxAmount: BigInt(terms.maxAmount),
    start: BigInt(terms.start),
    epoch: BigInt(terms.epoch),
  };
  const signature = await payer.signTypedData(mandateTypedData(mandate, BigInt(chainId), contract));
  return { path, mandate, allowance, startsAt, signature, payer: payer.address };
}

/** The same, handed in: the terms as they are signed, and their id on chain. */
export async function signPage(chain: MandateChain, payer: PrivateKeyAccount, token: string) {
  const { path, startsAt, signature, mandate } = await signAs(chain, payer, token);
  const body = { payer: payer.address, startsAt, signature };
  const signed = await chain.server.call("POST", `${path}/signature`, body, {});
  if (signed.status !== 200) throw new Error(JSON.stringify(signed.body));
  // It begins with the signature, and a block after that has to be there.
  await chain.pass(20);
  return { terms: mandate, onchainId: signed.body.onchainId as Hex };
}

/** A mandate that waits for its payer: ten dollars every ten days, ten times, unless said otherwise. */
export async function unsignedMandate(chain: MandateChain, changes: object = {}) {
  const interval = { unit: "DAY", count: 10 };
  const body = { title: "Pro plan", chainId: base.id, token: "USDC", amount: "10.00", interval, periods: 10 };
  const created = await chain.server.call("POST", "/v1/mandates", { ...body, ...changes });
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  return { id: created.body.id as string, token: created.body.url.split("/m/")[1] as string };
}

/** One that a payer has signed. */
export async function newMandate(chain: MandateChain, payer: PrivateKeyAccount, changes: object = {}) {
  const { id, token } = await unsignedMandate(chain, changes);
  return { id, token, ...(await signPage(chain, payer, token)) };
}
