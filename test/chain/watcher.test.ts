import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { type Address, encodeAbiParameters, encodeEventTopics, type Hex } from "viem";
import { readRange } from "../../src/chain/logs/read-range.ts";
import type { ChainClient } from "../../src/chain/providers/chain-client.ts";
import { createProviderPool, type ProviderPool } from "../../src/chain/providers/provider-pool.ts";
import { readBlock } from "../../src/chain/read-block.ts";
import { startWatcher, type Watcher } from "../../src/chain/watcher.ts";
import { watcherSink } from "../../src/ledger/watcher-sink.ts";
import { paymentRouterAbi, type Token } from "../../src/protocol/index.ts";
import { reconcileChain } from "../../src/reconciliation/reconcile.ts";
import { runReconciliationPass } from "../../src/reconciliation/reconciliation-pass.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import {
  type InventedLog,
  inventsLogs,
  laggingNode,
  omitsLogs,
  type RpcProxy,
  rangeRefusals,
  rateLimited,
  refusesWideRanges,
  servesAnotherFork,
  startRpcProxy,
  truncatesLogs,
} from "../../src/sandbox/faults/index.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { deployRailsplit, type RailsplitContracts } from "../../src/sandbox/railsplit-deployment.ts";
import { type ManyPayments, preparePayments } from "../../src/sandbox/settle-many.ts";
import { seededRandom } from "../faults/random.ts";
import { type Harness, hashOf, startHarness } from "../support/payments-harness.ts";
import { base } from "./chains.ts";

const usdc = base.tokens[0] as Token;
const log = pino({ level: "silent" });

let directory: string;
let chains: BareChains;
let local: LocalChain;
let contracts: RailsplitContracts;
let payments: ManyPayments;
/** Payments that were settled so far. */
let settled = 0;
let harness: Harness;
let proxies: [RpcProxy, RpcProxy, RpcProxy];
let nodeUrl: string;
/** How far the clock is ahead, so that endpoints are looked at again without waiting. */
let ahead = 0;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  chains = await startBareChains({ chains: [base], directory });
  const [chain] = chains.chains;
  if (!chain) throw new Error("There is no chain.");
  ({ local, rpcUrl: nodeUrl } = chain);
  // Blocks come when the tests say so.
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  contracts = await deployRailsplit(local);
  payments = await preparePayments(local, contracts.router, usdc, randomUUID);
  harness = await startHarness();
  proxies = [await startRpcProxy(nodeUrl), await startRpcProxy(nodeUrl), await startRpcProxy(nodeUrl)];
});
after(async () => {
  for (const proxy of proxies ?? []) await proxy.stop();
  await harness?.[Symbol.asyncDispose]();
  await chains?.stop();
  await rm(directory, { recursive: true });
});

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.stop();
  for (const proxy of proxies) await proxy.use();
});

type Followed = { readonly pool: ProviderPool; readonly watcher: Watcher };

const newPool = (endpoints: number) =>
  createProviderPool(
    base,
    proxies.slice(0, endpoints).map(({ url }) => url),
    () => new Date(Date.now() + ahead),
  );

/** Follows the chain over the first so many proxies, from where the database is. */
function follow(endpoints: number): Followed {
  const pool = newPool(endpoints);
  const sink = watcherSink(harness, base.id);
  const watcher = startWatcher({
    chain: base,
    providers: pool,
    contracts,
    sink,
    log,
    startBlock: 0n,
    pollInterval: 20,
  });
  running.push(watcher);
  return { pool, watcher };
}

/** Has the chain read again from its first block. */
async function forgetAll(): Promise<void> {
  for (const table of ["settlements", "chainCursors", "chainBlocks"] as const) {
    await harness.database.deleteFrom(table).execute();
  }
}

/** Waits until something holds, and says what did not otherwise. */
async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  while (!(await holds())) {
    await sleep(20, undefined, { signal }).catch(() => {
      throw new Error(`Waited for ever until ${what}.`);
    });
  }
}

async function settle(count: number): Promise<void> {
  await payments.settle(count);
  settled += count;
}

const isRead = (followed: Followed) => async () => {
  const head = await local.getBlockNumber();
  const { blockNumber, error } = followed.watcher.health();
  return error === null && blockNumber === head;
};

/** Nothing lost, nothing doubled: the ledger is what the chain itself says, whatever was said on the way. */
async function assertSameAsChain(): Promise<void> {
  const client = local as unknown as ChainClient;
  const { differences, settlements } = await reconcileChain(harness, { chain: base, client, contracts }, 0n);
  assert.deepEqual(differences, []);
  assert.equal(settlements, settled);
  assert.equal(await count(), settled);
}

const count = async () => (await harness.database.selectFrom("settlements").select("id").execute()).length;

test("startWatcher: a long chain is caught up with and then followed block by block", async () => {
  for (let round = 0; round < 4; round += 1) {
    await settle(5);
    await local.mine({ blocks: 300 });
  }
  const followed = follow(1);
  await until("the chain is read", isRead(followed));
  await assertSameAsChain();
  for (let block = 0; block < 5; block += 1) await settle(1);
  await until("the last block is read", isRead(followed));
  await assertSameAsChain();
});

for (const [name, refusal] of Object.entries(rangeRefusals)) {
  test(`readRange: ranges shrink to the limit that ${name} states`, async () => {
    await proxies[0].use(refusesWideRanges(200, refusal));
    const [provider] = await newPool(1).trusted();
    assert.ok(provider);
    const first = await readBlock(provider.client, { blockNumber: 0n });
    const head = await local.getBlockNumber();
    let settlements = 0;
    let reached = first;
    for await (const batch of readRange([provider], contracts, first, head)) {
      assert.deepEqual(batch.after, reached);
      reached = batch.cursor;
      settlements += batch.settlements.length;
    }
    assert.equal(reached.blockNumber, head);
    assert.equal(settlements, settled);
    assert.ok(proxies[0].calls("eth_getLogs") < 100, `${proxies[0].calls("eth_getLogs")} calls`);
  });
}

test("startWatcher: a rate-limited endpoint is paused, and nothing is missing afterwards", async () => {
  await forgetAll();
  await proxies[0].use(rateLimited(8, 400, { kind: "body" }));
  const followed = follow(1);
  await until("it is refused", () => followed.pool.health()[0]?.state === "rate-limited");
  await proxies[0].use();
  await until("the chain is read", isRead(followed));
  await assertSameAsChain();
});

test("startWatcher: an endpoint that does not answer is skipped", async () => {
  await forgetAll();
  await proxies[0].refuseConnections();
  const followed = follow(2);
  await until("the chain is read", isRead(followed));
  await assertSameAsChain();
  assert.deepEqual(
    followed.pool.health().map(({ state }) => state),
    ["unreachable", "healthy"],
  );
  await settle(1);
  await proxies[0].use();
  await proxies[1].refuseConnections();
  ahead += 10_000;
  await until("the chain is read by the other", isRead(followed));
  await assertSameAsChain();
});

for (const [title, fault] of [
  ["leaves out all events", omitsLogs],
  ["truncates its answers", truncatesLogs(1)],
] as const) {
  test(`startWatcher: near the head an endpoint that ${title} is detected by another, and nothing is recorded until they agree`, async () => {
    const followed = follow(2);
    await until("the chain is read", isRead(followed));
    const before = await count();
    await proxies[0].use(fault);
    await settle(3);
    await until("they contradict each other", () => followed.watcher.health().error !== null);
    assert.match(followed.watcher.health().error ?? "", /contradict each other about the events/);
    assert.deepEqual(
      followed.pool.health().map(({ state }) => state),
      ["contradicted", "contradicted"],
    );
    assert.equal(await count(), before);
    await proxies[0].use();
    await until("the chain is read", isRead(followed));
    assert.equal(await count(), before + 3);
    await assertSameAsChain();
  });
}

test("startWatcher: while catching up an endpoint that truncates answers is detected by another, and asked for ranges that it answers in full", async () => {
  await forgetAll();
  await proxies[1].use(truncatesLogs(5));
  const followed = follow(2);
  await until("the chain is read", isRead(followed));
  await assertSameAsChain();
});

test("startWatcher: while catching up, a node that lags behind one URL hides no event", async () => {
  await settle(5);
  await local.mine({ blocks: 300 });
  const head = await local.getBlockNumber();
  const passed = async () => {
    const cursor = await harness.database.selectFrom("chainCursors").select("blockNumber").executeTakeFirst();
    return cursor?.blockNumber ?? 0n;
  };
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    await forgetAll();
    await proxies[0].use(laggingNode(320, seededRandom(seed).next));
    const { watcher } = follow(1);
    // Cursor and ledger are written together: what the cursor has passed is in the ledger.
    await until("the settlements' block is passed", async () => (await passed()) > head - 290n);
    assert.equal(await count(), settled, `seed ${seed}`);
    await watcher.stop();
  }
  await proxies[0].use();
  const followed = follow(1);
  await until("the chain is read", isRead(followed));
  await assertSameAsChain();
});

/** A settlement that never was, in the newest block. */
async function inventSettlement(): Promise<InventedLog> {
  const id: Hex = hashOf(`invented ${randomUUID()}`);
  const merchant: Address = "0x1111111111111111111111111111111111111111";
  const args = { paymentId: id, merchant, token: usdc.address };
  const topics = encodeEventTopics({ abi: paymentRouterAbi, eventName: "PaymentSettled", args }) as Hex[];
  const types = [{ type: "address" }, { type: "uint256" }, { type: "uint256" }] as const;
  return {
    address: contracts.router,
    topics,
    data: encodeAbiParameters(types, [merchant, 250_000_000n, 2_500_000n]),
    transactionHash: hashOf(`transaction of ${id}`),
    blockNumber: (await local.getBlockNumber()) + 1n,
  };
}

test("startWatcher: one endpoint alone cannot invent a payment", async () => {
  const followed = follow(2);
  await until("the chain is read", isRead(followed));
  const before = await count();
  await proxies[0].use(inventsLogs([await inventSettlement()]));
  await local.mine({ blocks: 1 });
  await until("they contradict each other", () => followed.watcher.health().error !== null);
  assert.equal(await count(), before);
  await proxies[0].use();
  await until("the chain is read", isRead(followed));
  assert.equal(await count(), before);
});

test("startWatcher: of three endpoints the two that agree are trusted, and the third is named", async () => {
  const followed = follow(3);
  await until("the chain is read", isRead(followed));
  const before = await count();
  await proxies[0].use(inventsLogs([await inventSettlement()]));
  await settle(2);
  await until("the chain is read", isRead(followed));
  assert.equal(await count(), before + 2);
  assert.deepEqual(
    followed.pool.health().map(({ state }) => state),
    ["contradicted", "healthy", "healthy"],
  );
  await assertSameAsChain();
});

test("startWatcher: an endpoint on another fork stops recording, and nothing recorded is taken back", async () => {
  const followed = follow(2);
  await until("the chain is read", isRead(followed));
  const before = await count();
  await proxies[0].use(servesAnotherFork((await local.getBlockNumber()) - 70n));
  await settle(1);
  await until("it is not trusted", () => followed.watcher.health().error !== null);
  ahead += 10_000;
  await until("both are named", () => /contradict each other/.test(followed.watcher.health().error ?? ""));
  await until("both are named", () => followed.pool.health().every(({ state }) => state === "contradicted"));
  assert.equal(await count(), before);
  await proxies[0].use();
  ahead += 10_000;
  await until("the chain is read", isRead(followed));
  assert.equal(await count(), before + 1);
  await assertSameAsChain();
});

test("startWatcher: a reorganisation is rewound to the last canonical block, and no further", async () => {
  const followed = follow(1);
  await until("the chain is read", isRead(followed));
  for (let block = 0; block < 6; block += 1) {
    await settle(1);
    await until("the block is read", isRead(followed));
  }
  const rewound: bigint[] = [];
  const head = await local.getBlockNumber();
  const heights = () =>
    harness.database
      .selectFrom("chainBlocks")
      .select("blockNumber")
      .where("chainId", "=", base.id)
      .orderBy("blockNumber", "desc")
      .execute();
  rewound.push(...(await heights()).map(({ blockNumber }) => blockNumber));
  assert.ok(rewound.includes(head - 4n));
  const ids = async () =>
    (
      await harness.database
        .selectFrom("settlements")
        .select("id")
        .where("blockNumber", "<=", head - 4n)
        .execute()
    )
      .map(({ id }) => id)
      .toSorted();
  const kept = await ids();
  await local.request({ method: "anvil_reorg", params: [4, []] } as never);
  settled -= 4;
  await local.mine({ blocks: 1 });
  await until("the new blocks are read", isRead(followed));
  await assertSameAsChain();
  assert.deepEqual(await ids(), kept);
});

test("startReconciling: events that the only endpoint omitted are found over another, and recorded as usual", async () => {
  await forgetAll();
  await proxies[0].use(omitsLogs);
  const followed = follow(1);
  await until("the chain is read", isRead(followed));
  assert.equal(await count(), 0);
  const providers = newPool(2);
  const reading = { chain: base, providers, contracts };
  const { differences } = await runReconciliationPass(harness, reading);
  assert.ok(differences.length > 10);
  assert.deepEqual([...new Set(differences.map(({ kind }) => kind))], ["MISSING"]);
  assert.equal(await count(), differences.length);
  await proxies[0].use();
  await local.mine({ blocks: 3 });
  await until("the chain is read", isRead(followed));
  assert.deepEqual((await runReconciliationPass(harness, reading)).differences, []);
  await assertSameAsChain();
});
