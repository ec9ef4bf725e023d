import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Address, encodeFunctionData, erc20Abi, type Hex, maxUint256, parseAbi } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import type { ChainClient } from "../../src/chain/providers/chain-client.ts";
import { createChainClient } from "../../src/chain/providers/provider-pool.ts";
import { createPayment } from "../../src/payments/create-payment.ts";
import {
  authorizationTypedData,
  consentTypedData,
  paymentRouterAbi,
  type Token,
  type TokenDomain,
} from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import type { Authorization } from "../../src/relayer/authorization-calls.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { watchBundler } from "../../src/relayer/lanes/bundler-health.ts";
import { type BundlerLaneOptions, createBundlerLane } from "../../src/relayer/lanes/bundler-lane.ts";
import type { Lane } from "../../src/relayer/lanes/lane.ts";
import { createTransactionLane } from "../../src/relayer/lanes/transaction-lane.ts";
import type { RelayerSettings } from "../../src/relayer/settings.ts";
import { followSubmissions } from "../../src/relayer/submissions/follow-submissions.ts";
import { registerSequences } from "../../src/relayer/submissions/lease-sequence.ts";
import { sendRequests } from "../../src/relayer/submissions/send-requests.ts";
import { submitAuthorization } from "../../src/relayer/submit-call.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import {
  type BroadcastAttempt,
  type Database,
  type DatabaseOptions,
  openDatabase,
  type Quote,
  type RelayRequest,
  type Submission,
} from "../../src/store/index.ts";
import { createBundler } from "../../src/user-operations/bundler.ts";
import { createGasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";
import { base } from "../chain/chains.ts";
import { createTestDatabase, emptyDatabase } from "./database.ts";
import { type EngineContext, engineContext } from "./engine-context.ts";
import { newMerchant } from "./merchant.ts";
import { openRelayLimits, openSponsorship } from "./sponsorship.ts";

/** One real chain with its bundler. Whoever opens a harness finds it as it was at first. */
export type RelayerChain = {
  readonly on: SandboxChain;
  /** `withBundler`: the bundler, too, starts anew. */
  open(options?: { readonly withBundler?: boolean }): Promise<RelayerHarness>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The queue of relay requests over that chain and an empty database. Nothing runs by itself: the test is the worker, and blocks come when it says so. */
export type RelayerHarness = {
  readonly on: SandboxChain;
  readonly client: ChainClient;
  readonly usdc: Token;
  readonly context: EngineContext;
  readonly settings: RelayerSettings;
  /** The same on a connection of its own, where the database is a server. */
  newContext(): Promise<EngineContext>;
  readonly transactions: Lane;
  readonly bundler: Lane;
  /** The bundler's lane with other parts. */
  bundlerWith(parts: Partial<BundlerLaneOptions>): Lane;
  servicesBy(...lanes: readonly Lane[]): ChainServices;
  /** Moves the clock of the workers, not the chain's, ahead. Milliseconds. */
  pass(time: number): void;
  mine(blocks?: number): Promise<void>;
  /** Gives an account dollars of Circle's. */
  fund(account: Address, amount?: bigint): Promise<void>;
  /** The same, and has it allow them to the router. */
  fundPayer(account: Address): Promise<void>;
  /** Has Circle freeze an account, in front of everything else in the next block. */
  freeze(account: Address, done?: "blacklist" | "unBlacklist"): Promise<void>;
  /** Sends one batch of what is due. */
  submit(services: ChainServices): Promise<boolean>;
  /** Polls what is under way, when it is time for that. */
  follow(services: ChainServices): Promise<void>;
  /** Blocks each second, and works until all requests are confirmed. */
  workUntilConfirmed(
    services: ChainServices,
    ids: readonly string[],
    contexts?: readonly EngineContext[],
  ): Promise<void>;
  /** Of ten dollars. */
  newQuote(): Promise<Quote>;
  /** Such a quote, and its payer's signature: of the payment, whose call can share a transaction, or of an EIP-3009 authorization, whose call goes alone. */
  sign(payer?: Hex, type?: "payment" | "eip3009"): Promise<{ quote: Quote; authorization: Authorization }>;
  /** Such a quote, and the id of the request by which its payer's signature is accepted. */
  accept(services: ChainServices, payer?: Hex, type?: "payment" | "eip3009"): Promise<{ quote: Quote; id: string }>;
  acceptMany(services: ChainServices, count: number): Promise<{ quote: Quote; id: string }[]>;
  request(id: string): Promise<RelayRequest>;
  statuses(ids: readonly string[]): Promise<string[]>;
  submissionOf(id: string): Promise<Submission>;
  attemptsOf(id: string): Promise<BroadcastAttempt[]>;
  isSettled(quote: Quote): Promise<boolean>;
  statusOf(quote: Quote): Promise<string>;
  balanceOf(account: Address): Promise<bigint>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startRelayerChain(): Promise<RelayerChain> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-relayer-"));
  const sandbox = await startSandbox({ chains: [base], directory, keepsHistory: true });
  const on = sandbox.chains.get(base.id) as SandboxChain;
  await allowRouter(on, payer.address);
  let snapshot = await on.local.snapshot();
  const testDatabase = await createTestDatabase();
  const database = await openDatabase(testDatabase.options);
  return {
    on,
    async open({ withBundler = false } = {}) {
      await on.local.setIntervalMining({ interval: 0 });
      await on.local.request({ method: "anvil_dropAllTransactions" } as never);
      await on.local.revert({ id: snapshot });
      snapshot = await on.local.snapshot();
      if (withBundler) {
        await on.stopBundler();
        await on.startBundler();
      }
      await emptyDatabase(database);
      return openHarness(on, database, testDatabase.options);
    },
    async [Symbol.asyncDispose]() {
      await database.destroy();
      await testDatabase.drop();
      await sandbox.stop();
      await rm(directory, { recursive: true });
    },
  };
}

/** Whose signatures are accepted where a test names none. */
const [payer] = sandboxAccounts.payersWithoutNative;

/** Has an account allow its dollars to the router, and leaves it without the native token. */
async function allowRouter({ local, router }: SandboxChain, account: Address): Promise<void> {
  const { address: to } = base.tokens[0] as Token;
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, maxUint256] });
  await local.impersonateAccount({ address: account });
  await local.setBalance({ address: account, value: 10n ** 18n });
  const hash = await local.sendTransaction({ account, to, data, gas: 100_000n });
  await local.waitForTransactionReceipt({ hash });
  await local.setBalance({ address: account, value: 0n });
}

async function openHarness(on: SandboxChain, first: Database, options: DatabaseOptions): Promise<RelayerHarness> {
  const usdc = base.tokens[0] as Token;
  const opened: Database[] = [];
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const pass = (time: number) => {
    ahead += time;
  };
  const client = createChainClient(base, [on.rpcUrl]);
  const gasMarket = createGasMarket(client, base, clock);
  const contextOver = (database: Database) =>
    engineContext(database, clock, { chains: [base], router: on.router, gasPrices: () => gasMarket.current() });
  const context = contextOver(first);
  const settings: RelayerSettings = { batchSize: 20, feeCeiling: 5n, inclusionTimeout: 10_000 };
  const merchant = await newMerchant(context, sandboxAccounts.merchant.address);
  const shared = { chainId: base.id, client, gasMarket };
  const bundler = createBundler(on.bundlerUrl, 5_000);
  const signerKey = sandboxAccounts.sponsorSigner.privateKey;
  const sponsor = createGasSponsor(base.id, { address: on.gasSponsor, signerKey });
  const keys = sandboxAccounts.relayerKeys.map(({ privateKey }) => privateKey);
  const ownerKey = sandboxAccounts.relayer.privateKey;
  const transactions = createTransactionLane({ ...shared, keys });
  const health = watchBundler(bundler, clock);
  const bundlerWith = (parts: Partial<BundlerLaneOptions>) =>
    createBundlerLane({ ...shared, health, sponsor, ownerKey, clock, ...parts });
  const bundlerLane = bundlerWith({});
  const servicesBy = (...lanes: readonly Lane[]): ChainServices => ({
    chain: base,
    client,
    bundler,
    isBundlerUp: () => true,
    sponsors: { "0.8": sponsor },
    sponsorship: openSponsorship,
    relayLimits: openRelayLimits,
    router: on.router,
    lanes,
    knownDelegates: [],
    wake() {},
  });
  await registerSequences(context, servicesBy(transactions, bundlerLane));

  const newQuote = async () => {
    const { payment } = await createPayment(context, merchant, "test", { amount: "10.00", currency: "USD" });
    return (await quotePayment(context, payment.id, { chainId: base.id, token: "USDC" })).quote;
  };
  const sign = async (key: Hex = payer.privateKey, type: "payment" | "eip3009" = "payment") => {
    const quote = await newQuote();
    const terms = termsFromJson(quote.terms);
    const account = privateKeyToAccount(key);
    if (type === "payment") {
      const signature = await account.signTypedData(consentTypedData(terms, account.address, on.router));
      return { quote, authorization: { type, payer: account.address, signature } as const };
    }
    const signature = await account.signTypedData(
      authorizationTypedData(terms, account.address, on.router, usdc.domain as TokenDomain),
    );
    const bounds = { validAfter: 0n, validBefore: terms.deadline };
    return { quote, authorization: { type, payer: account.address, signature, ...bounds } as const };
  };
  const fund = async (account: Address, amount = 10_000_000n) => {
    await on.local.setIntervalMining({ interval: 1 });
    await mintToken(on.local, usdc, account, amount);
    await on.local.setIntervalMining({ interval: 0 });
  };
  const accept: RelayerHarness["accept"] = async (services, key, type) => {
    const { quote, authorization } = await sign(key, type);
    const payable = { quote, payment: { id: quote.paymentId, status: "ACTIVE" } } as const;
    return { quote, id: await submitAuthorization(context, services, payable, authorization) };
  };
  const request = (id: string) => first.selectFrom("relays").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const statuses = (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await request(id)).status));
  return {
    on,
    client,
    usdc,
    context,
    settings,
    async newContext() {
      if (!("url" in options)) return context;
      const database = await openDatabase(options);
      opened.push(database);
      return contextOver(database);
    },
    transactions,
    bundler: bundlerLane,
    bundlerWith,
    servicesBy,
    pass,
    mine: (blocks = 1) => on.local.mine({ blocks }),
    fund,
    async fundPayer(account) {
      await fund(account);
      await on.local.setIntervalMining({ interval: 1 });
      await allowRouter(on, account);
      await on.local.setIntervalMining({ interval: 0 });
    },
    async freeze(account, done = "blacklist") {
      const abi = parseAbi(["function blacklist(address account)", "function unBlacklist(address account)"]);
      const data = encodeFunctionData({ abi, functionName: done, args: [account] });
      const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 12n };
      await on.local.sendTransaction({ to: usdc.address, data, gas: 100_000n, ...fees });
    },
    submit: (services) => sendRequests(context, services, settings),
    async follow(services) {
      pass(5_000);
      await followSubmissions(context, services, settings);
    },
    async workUntilConfirmed(services, ids, contexts = [context]) {
      const signal = AbortSignal.timeout(60_000);
      const few = { ...settings, batchSize: 3 };
      await on.local.setIntervalMining({ interval: 1 });
      while ((await statuses(ids)).some((status) => status !== "CONFIRMED")) {
        await Promise.all(
          contexts.flatMap((worker) => [
            sendRequests(worker, services, few),
            sendRequests(worker, services, few),
            followSubmissions(worker, services, settings),
          ]),
        );
        await sleep(100, undefined, { signal });
      }
      await on.local.setIntervalMining({ interval: 0 });
    },
    newQuote,
    sign,
    accept,
    async acceptMany(services, count) {
      const accepted = [];
      while (accepted.length < count) accepted.push(await accept(services));
      return accepted;
    },
    request,
    statuses,
    async submissionOf(id) {
      const { submissionId } = await request(id);
      const submissions = first.selectFrom("relaySubmissions").selectAll();
      return submissions.where("id", "=", submissionId ?? "").executeTakeFirstOrThrow();
    },
    async attemptsOf(id) {
      const { submissionId } = await request(id);
      const attempts = first.selectFrom("relayAttempts").selectAll();
      return attempts.where("submissionId", "=", submissionId).orderBy("number").execute();
    },
    isSettled: ({ onchainId }) =>
      client.readContract({
        address: on.router,
        abi: paymentRouterAbi,
        functionName: "isSettled",
        args: [onchainId],
      }),
    async statusOf({ paymentId }) {
      const { status } = await first
        .selectFrom("payments")
        .select("status")
        .where("id", "=", paymentId)
        .executeTakeFirstOrThrow();
      return status;
    },
    balanceOf: (account) =>
      client.readContract({ address: usdc.address, abi: erc20Abi, functionName: "balanceOf", args: [account] }),
    async [Symbol.asyncDispose]() {
      for (const database of opened) await database.destroy();
    },
  };
}
