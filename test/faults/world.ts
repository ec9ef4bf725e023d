import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { type Chain, chainByNetwork, type Token } from "../../src/protocol/index.ts";
import { networkVariable } from "../../src/protocol/network-variable.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/index.ts";
import { startRatesServer } from "../../src/sandbox/rates-server.ts";
import { type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../../src/sandbox/webhook-receiver.ts";
import { openDatabase } from "../../src/store/index.ts";
import { createTestDatabase } from "../support/database.ts";
import { makeMigratedDirectory } from "../support/migrated.ts";
import { createPayerPool, type PayerPool } from "./payer-pool.ts";
import { findPostgres, type PostgresServer } from "./postgres.ts";
import { type Random, seededRandom } from "./random.ts";
import { prepareServers, type Servers } from "./servers.ts";
import { createShop, type Shop } from "./shop.ts";

/** Everything real, with a proxy that can fail between the server and whatever it asks. */
export type World = {
  readonly random: Random;
  readonly database: "PGlite" | "PostgreSQL";
  /** Undefined for the embedded database. */
  readonly postgres: PostgresServer | undefined;
  readonly base: WorldChain;
  readonly ethereum: WorldChain;
  readonly chains: readonly WorldChain[];
  readonly servers: Servers;
  readonly receiver: WebhookReceiver;
  readonly shop: Shop;
  /** Stops all servers and starts them with other settings; without any, as they were at first. */
  restart(settings?: NodeJS.ProcessEnv): Promise<void>;
  stop(): Promise<void>;
};

/** One chain, what the server sees of it, and payers on it. */
export type WorldChain = {
  readonly chain: Chain;
  readonly token: Token;
  /** The chain itself: looked at and bent directly. */
  readonly node: SandboxChain;
  /** What the server asks, in the order configured. */
  readonly providers: readonly [RpcProxy, RpcProxy];
  readonly bundler: RpcProxy;
  readonly payers: PayerPool;
  /** Nothing before this block is a payment. */
  readonly startBlock: bigint;
};

/** So that finality takes seconds, and its depth is a number of blocks. */
export const ethereumDepth = 4;

const networks = ["base", "ethereum"] as const;

/**
 * Starts chains, proxies and servers: one process with the embedded database, or, where DATABASE_URL names a PostgreSQL server, two of each role on a
 * database there.
 */
export async function startWorld(options: {
  seed: number;
  firstPort?: number | undefined;
  report?: (line: string) => void;
}): Promise<World> {
  const { seed, firstPort, report = () => {} } = options;
  const random = seededRandom(seed);
  const directory = await mkdtemp(join(tmpdir(), "railsplit-faults-"));
  const undo: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const sandbox = await startSandbox({
      chains: networks.map((network) => chainByNetwork(network) as Chain),
      directory,
      keepsHistory: true,
      ...(firstPort !== undefined && { firstPort }),
      report,
    });
    undo.push(() => sandbox.stop());
    const chains: WorldChain[] = [];
    for (const node of sandbox.chains.values()) {
      const proxies = [node.rpcUrl, node.rpcUrl, node.bundlerUrl].map((url) => startRpcProxy(url));
      const [first, second, bundler] = (await Promise.all(proxies)) as [RpcProxy, RpcProxy, RpcProxy];
      for (const proxy of [first, second, bundler]) undo.push(() => proxy.stop());
      const token = node.chain.tokens[0] as Token;
      const payers = await createPayerPool(node, token, random);
      const startBlock = await node.local.getBlockNumber();
      chains.push({ chain: node.chain, token, node, providers: [first, second], bundler, payers, startBlock });
    }
    const [base, ethereum] = chains as [WorldChain, WorldChain];

    const rates = await startRatesServer();
    undo.push(() => rates.stop());
    const receiver = await startWebhookReceiver();
    undo.push(() => receiver.stop());
    const testDatabase = await createTestDatabase();
    undo.push(() => testDatabase.drop());
    const { options: served } = testDatabase;
    const database = "url" in served ? "PostgreSQL" : "PGlite";
    const postgres = "url" in served ? await findPostgres(served.url, random) : undefined;
    const databaseOptions = "url" in served ? served : { directory: join(directory, "database") };
    if ("directory" in databaseOptions) await makeMigratedDirectory(databaseOptions.directory);
    const apiKey = await addMerchant(databaseOptions);

    const servers = await prepareServers(
      database === "PostgreSQL"
        ? { "api 1": "api", "api 2": "api", "worker 1": "worker", "worker 2": "worker" }
        : { server: "all" },
      join(directory, "logs"),
      environmentOf(chains, databaseOptions, rates.url),
    );
    undo.push(() => servers.stopAll());
    await Promise.all(servers.names.map((name) => servers.start(name)));
    const shop = createShop(servers.urls, apiKey);
    const { secret } = await shop.call("POST", "/v1/webhooks", { url: receiver.url });
    receiver.secret = secret;
    report(`the server is up: ${servers.names.join(", ")}`);
    const restart = async (settings?: NodeJS.ProcessEnv) => {
      await Promise.all(servers.names.map((name) => servers.stop(name)));
      await Promise.all(servers.names.map((name) => servers.start(name, settings)));
    };
    return { restart, random, database, postgres, base, ethereum, chains, servers, receiver, shop, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addMerchant(options: Parameters<typeof openDatabase>[0]): Promise<string> {
  const context = { database: await openDatabase(options), clock: systemClock };
  try {
    const settlementAddress = sandboxAccounts.merchant.address;
    const { id: organizationId } = await createOrganization(context, { name: "Shop", settlementAddress });
    return (await issueApiKey(context, { organizationId, mode: "live" })).key;
  } finally {
    await context.database.destroy();
  }
}

/** What an operator would set. */
function environmentOf(
  chains: readonly WorldChain[],
  database: { url: string } | { directory?: string },
  ratesUrl: string,
): NodeJS.ProcessEnv {
  const [{ node }] = chains as [WorldChain];
  const ofChains = chains.flatMap(({ chain, providers: [provider], bundler, startBlock }) => [
    [networkVariable(chain.network, "RPC_URL"), provider.url],
    [networkVariable(chain.network, "BUNDLER_URL"), bundler.url],
    [networkVariable(chain.network, "START_BLOCK"), `${startBlock}`],
  ]);
  return {
    PATH: process.env.PATH,
    ...Object.fromEntries(ofChains),
    ETHEREUM_FINALITY: `${ethereumDepth} blocks`,
    ROUTER_ADDRESS: node.router,
    GAS_SPONSOR_ADDRESS: node.gasSponsor,
    GAS_SPONSOR_SIGNER_KEY: sandboxAccounts.sponsorSigner.privateKey,
    RELAYER_KEY: sandboxAccounts.relayer.privateKey,
    RELAYER_TRANSACTION_KEYS: sandboxAccounts.relayerKeys.map(({ privateKey }) => privateKey).join(","),
    // So that what is stuck is soon taken elsewhere.
    RELAY_PATIENCE: "5",
    // What gas costs on a local chain says nothing.
    SPONSORSHIP_LIMIT: "0",
    SPONSORSHIP_HOUR_DOLLARS: "999999999",
    SPONSORSHIP_DAY_DOLLARS: "999999999",
    SPONSORSHIP_MERCHANT_HOUR_DOLLARS: "999999999",
    SPONSORSHIP_MERCHANT_DAY_DOLLARS: "999999999",
    SPONSORSHIP_UNSETTLED_HOUR_DOLLARS: "999999999",
    SPONSORSHIP_UNSETTLED_DAY_DOLLARS: "999999999",
    SPONSORSHIP_MERCHANT_UNSETTLED_HOUR_DOLLARS: "999999999",
    SPONSORSHIP_MERCHANT_UNSETTLED_DAY_DOLLARS: "999999999",
    REVERTED_RELAYS_HOUR_DOLLARS: "999999999",
    REVERTED_RELAYS_DAY_DOLLARS: "999999999",
    REVERTED_RELAYS_MERCHANT_HOUR_DOLLARS: "999999999",
    REVERTED_RELAYS_MERCHANT_DAY_DOLLARS: "999999999",
    RELAY_MOST_OF_PAYER: "1000000",
    ...("url" in database ? { DATABASE_URL: database.url } : { DATA_DIRECTORY: database.directory }),
    REQUESTS_PER_MINUTE: "10000000",
    REQUESTS_PER_HOUR: "10000000",
    REQUESTS_PER_DAY: "10000000",
    WEBHOOK_TARGETS: "any",
    COINBASE_URL: ratesUrl,
    OPEN_ER_API_URL: ratesUrl,
    LOG_LEVEL: "info",
  };
}

/** Until the server has read a chain up to a block. Throws after half a minute. */
export async function untilRead({ servers }: World, { chain }: WorldChain, block: bigint): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 200) {
    const { cursors } = await servers.inspect({ chains: [], reconcile: false });
    if ((cursors.get(chain.id) ?? 0n) >= block) return;
    await sleep(200);
  }
  throw new Error(`${chain.name} was not read up to block ${block}.`);
}
