import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, erc20Abi, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createMerchant } from "../../src/access/merchants.ts";
import type { ChainClient } from "../../src/chain/chain-client.ts";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import { createChainClient } from "../../src/chain/provider-pool.ts";
import { watchQuote } from "../../src/deposits/watch-quote.ts";
import type { PaymentsContext } from "../../src/payments/context.ts";
import { createPayment } from "../../src/payments/create-payment.ts";
import { authorizationTypedData, paymentRouterAbi, type Token, type TokenDomain } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { QuotesContext } from "../../src/quotes/context.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { watchBundler } from "../../src/relayer/lanes/bundler-health.ts";
import { type BundlerLaneOptions, createBundlerLane } from "../../src/relayer/lanes/bundler-lane.ts";
import type { RelayLane } from "../../src/relayer/lanes/lane.ts";
import { createTransactionLane } from "../../src/relayer/lanes/transaction-lane.ts";
import { registerSequences } from "../../src/relayer/submissions/lease-sequence.ts";
import { submitAuthorization } from "../../src/relayer/submit-call.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { openDatabase, type Quote, type Relay } from "../../src/store/index.ts";
import { createBundler } from "../../src/user-operations/bundler.ts";
import { createGasSponsor } from "../../src/user-operations/gas-sponsor.ts";
import { base } from "../chain/chains.ts";
import { createTestDatabase } from "./database.ts";

/** One real chain with its bundler, and the queue of relays over a real database. Nothing runs by itself: the test is the worker. */
export type RelayHarness = {
  readonly on: SandboxChain;
  readonly client: ChainClient;
  readonly usdc: Token;
  readonly context: PaymentsContext & QuotesContext;
  /** The same on a connection of its own, where the database is a server. */
  newContext(): Promise<PaymentsContext & QuotesContext>;
  readonly transactions: RelayLane;
  readonly bundler: RelayLane;
  /** The bundler's lane with other parts. */
  bundlerWith(parts: Partial<BundlerLaneOptions>): RelayLane;
  relayBy(...lanes: readonly RelayLane[]): ChainServices;
  /** Moves the clock of the workers, not the chain's, ahead. Milliseconds. */
  pass(time: number): void;
  /** Of ten dollars. */
  newQuote(): Promise<Quote>;
  /** Such a quote, and the id of the relay by which its payer's signature is accepted. */
  accept(relay: ChainServices, payer?: Hex): Promise<{ quote: Quote; id: string }>;
  relay(id: string): Promise<Relay>;
  isSettled(quote: Quote): Promise<boolean>;
  statusOf(quote: Quote): Promise<string>;
  balanceOf(account: Address): Promise<bigint>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startRelayHarness(firstPort: number): Promise<RelayHarness> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-relay-"));
  const sandbox = await startSandbox({ chains: [base], directory, firstPort });
  const on = sandbox.chains.get(base.id) as SandboxChain;
  const usdc = base.tokens[0] as Token;
  const testDatabase = await createTestDatabase();
  const first = await openDatabase(testDatabase.options);
  const opened = [first];
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const client = createChainClient(base, [on.rpcUrl]);
  const gasMarket = createGasMarket(client, base, clock);
  const contextOver = (database: typeof first): PaymentsContext & QuotesContext => ({
    database,
    clock,
    rates: createMarketRates({ sources: [], clock, log: { warn() {} } }),
    gasPrices: () => gasMarket.current(),
    sponsorshipLimit: 0n,
    chains: [base],
    router: on.router,
    checkoutUrl: "https://pay.example/pay",
    onQuote: (transaction, quote) => watchQuote({ chains: [base], router: on.router }, transaction, quote),
  });
  const context = contextOver(first);
  const settlementAddress = sandboxAccounts.merchant.address;
  const merchant = await createMerchant(context, { name: "Test", settlementAddress });
  const shared = { chainId: base.id, client, gasMarket };
  const bundler = createBundler(on.bundlerUrl, 5_000);
  const signerKey = sandboxAccounts.sponsorSigner.privateKey;
  const sponsor = createGasSponsor(base.id, { address: on.gasSponsor, signerKey });
  const keys = sandboxAccounts.relayerKeys.map(({ privateKey }) => privateKey);
  const ownerKey = sandboxAccounts.relayer.privateKey;
  const transactions = createTransactionLane({ ...shared, keys });
  const health = watchBundler(bundler, clock);
  const bundlerWith = (parts: Partial<BundlerLaneOptions>) =>
    createBundlerLane({ ...shared, health, sponsor, ownerKey, ...parts });
  const bundlerLane = bundlerWith({});
  const relayBy = (...lanes: readonly RelayLane[]): ChainServices => ({
    chain: base,
    client,
    bundler,
    sponsor,
    router: on.router,
    lanes,
    wake() {},
  });
  await registerSequences(context, relayBy(transactions, bundlerLane));

  const newQuote = async () => {
    const { payment } = await createPayment(context, merchant, "test", { amount: "10.00", currency: "USD" });
    return (await quotePayment(context, payment.id, { chainId: base.id, token: "USDC" })).quote;
  };
  return {
    on,
    client,
    usdc,
    context,
    async newContext() {
      if (!("url" in testDatabase.options)) return context;
      const database = await openDatabase(testDatabase.options);
      opened.push(database);
      return contextOver(database);
    },
    transactions,
    bundler: bundlerLane,
    bundlerWith,
    relayBy,
    pass(time) {
      ahead += time;
    },
    newQuote,
    async accept(relay, payer = sandboxAccounts.payersWithoutCoin[0].privateKey) {
      const quote = await newQuote();
      const terms = termsFromJson(quote.terms);
      const account = privateKeyToAccount(payer);
      const signature = await account.signTypedData(
        authorizationTypedData(terms, account.address, on.router, usdc.domain as TokenDomain),
      );
      const bounds = { validAfter: 0n, validBefore: terms.deadline };
      const authorization = { type: "eip3009", payer: account.address, signature, ...bounds } as const;
      return {
        quote,
        id: await submitAuthorization(
          context,
          relay,
          { quote, payment: { id: quote.paymentId, status: "ACTIVE" } },
          authorization,
        ),
      };
    },
    relay: (id) => first.selectFrom("relays").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
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
      await sandbox.stop();
      for (const database of opened) await database.destroy();
      await testDatabase.drop();
      await rm(directory, { recursive: true });
    },
  };
}
