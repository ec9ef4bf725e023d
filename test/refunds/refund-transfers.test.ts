import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Address, encodeEventTopics, encodeFunctionData, erc20Abi, type Hex, pad, toHex } from "viem";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { RangeWidth } from "../../src/chain/logs/range-width.ts";
import { createProviderPool, type ProviderPool } from "../../src/chain/providers/provider-pool.ts";
import { readBlock } from "../../src/chain/read-block.ts";
import type { Token } from "../../src/protocol/index.ts";
import { reconcileChain } from "../../src/reconciliation/reconcile.ts";
import { followRefunds } from "../../src/refunds/tasks.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import { inventsLogs, omitsLogs, type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/index.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { base } from "../chain/chains.ts";
import { anyRouter } from "../support/engine-context.ts";
import { newMerchant } from "../support/merchant.ts";
import { type Answer, settlementAddress, startTestServer, type TestServer } from "../support/test-server.ts";
import { readTo, receivePayment } from "./received.ts";

const usdc = base.tokens[0] as Token;
const payer = "0x9999999999999999999999999999999999999999";
const stranger = "0x7777777777777777777777777777777777777777";
const seller = "0x2222222222222222222222222222222222222222";

let directory: string;
let chains: BareChains;
let local: LocalChain;
let proxies: RpcProxy[] = [];
let pool: ProviderPool;
let server: TestServer;
/** What the server takes for now: that of the chain, and a little more. */
let now = new Date();
const width = new RangeWidth();

before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-refunds-"));
  chains = await startBareChains({ chains: [base], directory });
  const [chain] = chains.chains;
  if (!chain) throw new Error("There is no chain.");
  local = chain.local;
  // Blocks come when the tests say so.
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  proxies = [await startRpcProxy(chain.rpcUrl), await startRpcProxy(chain.rpcUrl)];
  pool = createProviderPool(
    base,
    proxies.map(({ url }) => url),
    () => now,
  );
  for (const account of [settlementAddress, stranger, seller] as const) {
    await mintToken(local, usdc, account, 1_000_000_000n);
    await local.setBalance({ address: account, value: 10n ** 18n });
    await local.impersonateAccount({ address: account });
  }
  server = await startTestServer({ clock: () => now });
});
after(async () => {
  await server?.[Symbol.asyncDispose]();
  for (const proxy of proxies) await proxy.stop();
  await chains?.stop();
  await rm(directory, { recursive: true });
});

/** The chain goes on by a block, seconds later. */
async function mine(seconds = 1): Promise<void> {
  await local.increaseTime({ seconds });
  await local.mine({ blocks: 1 });
}

const head = () => readBlock(pool.client, { blockTag: "latest" });

/** The server's clock is between the last block and the next. */
async function catchUp(): Promise<void> {
  now = new Date((await head()).blockTime.getTime() + 500);
}

/** The watcher has read the chain, and a round of following refunds was made. */
async function follow(): Promise<void> {
  await readTo(server, await head());
  await catchUp();
  while ((await followRefunds(server.context, { chain: base, providers: pool }, width)).hasMore);
}

/** Past the finality of small amounts. */
async function makeFinal(): Promise<void> {
  for (let block = 0; block < 4; block += 1) await mine();
  await follow();
}

/** Dollars that came and are final. */
async function paid(ask: Parameters<typeof receivePayment>[2] = {}) {
  await mine();
  await catchUp();
  return receivePayment(server, await head(), { amount: "10.00", ...ask });
}

async function send(from: Address, to: Address, amount: bigint): Promise<Hex> {
  await local.increaseTime({ seconds: 1 });
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
  const hash = await local.sendTransaction({ account: from, to: usdc.address, data, gas: 100_000n });
  await local.waitForTransactionReceipt({ hash });
  return hash;
}

async function refund(id: string, body: object): Promise<Answer["body"]> {
  const { status, body: made } = await server.call("POST", `/v1/payments/${id}/refunds`, {
    reason: "Returned",
    to: payer,
    ...body,
  });
  assert.equal(status, 201, JSON.stringify(made));
  return made;
}

const load = async (id: string) => (await server.call("GET", `/v1/refunds/${id}`)).body;
const eventsOf = async (id: string) => {
  const events = server.context.database.selectFrom("events").select("type").where("subjectId", "=", id);
  return (await events.orderBy("sequence").execute()).map(({ type }) => type);
};
const ledgerOf = async (paymentId: string) =>
  (await server.call("GET", `/v1/transactions?paymentId=${paymentId}`)).body.data;

test("a refund that its sender made is found, and succeeds once it is final: in the ledger and in the payment", async () => {
  const { id } = await paid();
  const { id: refundId, transactions } = await refund(id, { amount: "4.00" });
  const [{ to, data }] = transactions;
  await local.increaseTime({ seconds: 1 });
  const txHash = await local.sendTransaction({ account: settlementAddress, to, data, gas: 100_000n });
  await follow();
  const seen = await load(refundId);
  assert.deepEqual([seen.status, seen.transfers[0].txHash, seen.transfers[0].final], ["PENDING", txHash, false]);
  assert.deepEqual(seen.transactions, [], "it is not to be signed again");
  const cancelled = await server.call("DELETE", `/v1/refunds/${refundId}`);
  assert.deepEqual([cancelled.status, cancelled.body.code], [409, "REFUND_UNDER_WAY"]);
  await makeFinal();
  assert.equal((await load(refundId)).status, "SUCCEEDED");
  assert.deepEqual(await eventsOf(refundId), ["refund.created", "refund.succeeded"]);
  const [entry] = await ledgerOf(id);
  assert.deepEqual(
    [entry.type, entry.txHash, entry.payer, entry.recipient, entry.amount, entry.fee, entry.final],
    ["REFUND", txHash, settlementAddress, payer, "4.000000", "0.000000", true],
  );
  const { body: payment } = await server.call("GET", `/v1/payments/${id}`);
  assert.deepEqual([payment.status, payment.refundedAmount], ["SUCCESSFUL", "4.00"]);
});

test("a transfer pays no refund where it was made before, by another, of another amount, or to another address", async () => {
  const { id } = await paid();
  await send(settlementAddress, payer, 5_000_000n);
  await catchUp();
  const { id: refundId } = await refund(id, { amount: "5.00" });
  await send(stranger, payer, 5_000_000n);
  await send(settlementAddress, payer, 4_999_999n);
  await send(settlementAddress, stranger, 5_000_000n);
  await makeFinal();
  const { status, transfers } = await load(refundId);
  assert.deepEqual([status, transfers[0].txHash], ["PENDING", null]);
});

test("a transfer pays one refund: of two alike the older, and the other waits for its own", async () => {
  const { id } = await paid();
  const older = await refund(id, { amount: "3.00" });
  const newer = await refund(id, { amount: "3.00" });
  const first = await send(settlementAddress, payer, 3_000_000n);
  await makeFinal();
  assert.deepEqual([(await load(older.id)).status, (await load(newer.id)).status], ["SUCCEEDED", "PENDING"]);
  // Nor does naming it make it count twice.
  await server.call("POST", `/v1/refunds/${newer.id}/transaction`, { txHash: first });
  await follow();
  const refused = await load(newer.id);
  assert.deepEqual([refused.status, refused.namedTxHash], ["PENDING", null]);
  assert.match(refused.txProblem, /no transfer/);
  await send(settlementAddress, payer, 3_000_000n);
  await makeFinal();
  assert.equal((await load(newer.id)).status, "SUCCEEDED");
});

test("a transaction that the merchant names counts from any wallet and from before the refund, if it is not older than the payment", async () => {
  const tooOld = await send(stranger, payer, 2_000_000n);
  const { id } = await paid();
  const named = await send(stranger, payer, 2_000_000n);
  await mine();
  await catchUp();
  const { id: refundId } = await refund(id, { amount: "2.00" });
  const name = (txHash: Hex) => server.call("POST", `/v1/refunds/${refundId}/transaction`, { txHash });
  assert.equal((await name(tooOld)).status, 202);
  await follow();
  assert.match((await load(refundId)).txProblem, /older than the payment/);
  await name(named);
  await makeFinal();
  const { status, transfers, txProblem } = await load(refundId);
  assert.deepEqual([status, transfers[0].txHash, transfers[0].sentBy, txProblem], ["SUCCEEDED", named, stranger, null]);
});

test("a refund whose named transaction reverted fails once that is final, and its amount is free again", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, {});
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [payer, 10n ** 30n] });
  const txHash = await local.sendTransaction({ account: settlementAddress, to: usdc.address, data, gas: 100_000n });
  await server.call("POST", `/v1/refunds/${refundId}/transaction`, { txHash });
  await makeFinal();
  const { status, failureReason } = await load(refundId);
  assert.equal(status, "FAILED");
  assert.match(failureReason, /reverted/);
  assert.deepEqual(await eventsOf(refundId), ["refund.created", "refund.failed"]);
  await refund(id, {});
});

test("a refund by shares succeeds when everybody has sent his part", async () => {
  const { id } = await paid({ sellers: [{ address: seller, amount: "4.00" }] });
  const { id: refundId, transactions } = await refund(id, { senders: "shares" });
  for (const [index, { from, to, data }] of transactions.entries()) {
    assert.equal((await load(refundId)).status, "PENDING", `before part ${index}`);
    await local.increaseTime({ seconds: 1 });
    await local.sendTransaction({ account: from, to, data, gas: 100_000n });
    await makeFinal();
  }
  assert.equal((await load(refundId)).status, "SUCCEEDED");
  const amounts = (await ledgerOf(id)).map(({ type, amount }: { type: string; amount: string }) => `${type} ${amount}`);
  assert.deepEqual(amounts.sort(), ["PAYMENT 10.000000", "REFUND 4.000000", "REFUND 6.000000"]);
});

test("a transfer that is reorganised away before it is final is searched for anew", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "1.00" });
  const snapshot = await local.snapshot();
  await send(settlementAddress, payer, 1_000_000n);
  await follow();
  assert.notEqual((await load(refundId)).transfers[0].txHash, null);
  await local.revert({ id: snapshot });
  await reread();
  await follow();
  assert.equal((await load(refundId)).transfers[0].txHash, null);
  const again = await send(settlementAddress, payer, 1_000_000n);
  await makeFinal();
  const { status, transfers } = await load(refundId);
  assert.deepEqual([status, transfers[0].txHash], ["SUCCEEDED", again]);
});

test("a transfer that a reorganisation puts below what was searched is found", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "1.75" });
  const snapshot = await local.snapshot();
  for (let block = 0; block < 5; block += 1) await mine();
  await follow();
  await local.revert({ id: snapshot });
  const txHash = await send(settlementAddress, payer, 1_750_000n);
  for (let block = 0; block < 6; block += 1) await mine();
  await reread();
  await follow();
  assert.equal((await load(refundId)).transfers[0].txHash, txHash);
});

test("a refund that was final is taken back where a deeper reorganisation leaves the transfer out, and can be sent again", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "2.50" });
  const snapshot = await local.snapshot();
  await send(settlementAddress, payer, 2_500_000n);
  await makeFinal();
  assert.equal((await load(refundId)).status, "SUCCEEDED");
  await local.revert({ id: snapshot });
  await reread();
  for (let block = 0; block < 8; block += 1) await mine();
  // It is asked for again within a minute.
  await mine(120);
  await makeFinal();
  const { status, transactions } = await load(refundId);
  assert.deepEqual([status, transactions.length], ["PENDING", 1]);
  assert.deepEqual(await eventsOf(refundId), ["refund.created", "refund.succeeded", "refund.reversed"]);
  assert.deepEqual((await ledgerOf(id)).map(({ type }: { type: string }) => type).sort(), [
    "PAYMENT",
    "REFUND",
    "REVERSED",
  ]);
  assert.equal((await server.call("GET", `/v1/payments/${id}`)).body.refundedAmount, null);
  await send(settlementAddress, payer, 2_500_000n);
  await makeFinal();
  assert.equal((await load(refundId)).status, "SUCCEEDED");
  assert.equal((await server.call("GET", `/v1/payments/${id}`)).body.refundedAmount, "2.50");
});

test("a transfer of a transaction that the ledger knows as the router's is no refund, found or named", async () => {
  const { id, quote } = await paid();
  const { id: refundId } = await refund(id, { amount: "0.75" });
  const transactionHash = await send(settlementAddress, payer, 750_000n);
  const settlements = server.context.database.updateTable("settlements").where("quoteId", "=", quote.id);
  await settlements.set({ transactionHash }).execute();
  await follow();
  assert.equal((await load(refundId)).transfers[0].txHash, null);
  await server.call("POST", `/v1/refunds/${refundId}/transaction`, { txHash: transactionHash });
  await follow();
  const { transfers, txProblem } = await load(refundId);
  assert.equal(transfers[0].txHash, null);
  assert.match(txProblem, /of the router/);
});

test("a named transaction that is reorganised away stays named, since it is not found by itself", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "1.25" });
  const snapshot = await local.snapshot();
  const txHash = await send(stranger, payer, 1_250_000n);
  await server.call("POST", `/v1/refunds/${refundId}/transaction`, { txHash });
  await follow();
  assert.equal((await load(refundId)).transfers[0].txHash, txHash);
  await local.revert({ id: snapshot });
  await reread();
  await follow();
  const { transfers, namedTxHash } = await load(refundId);
  assert.deepEqual([transfers[0].txHash, namedTxHash], [null, txHash]);
});

test("a transfer that one endpoint omits is found by the other, and counts once both say so", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "0.25" });
  await proxies[0]?.use(omitsLogs);
  const txHash = await send(settlementAddress, payer, 250_000n);
  await makeFinal();
  assert.equal((await load(refundId)).transfers[0].txHash, txHash);
  await proxies[0]?.use();
  await makeFinal();
  assert.equal((await load(refundId)).status, "SUCCEEDED");
});

test("a transfer that one endpoint makes up never counts", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "0.35" });
  await mine();
  const { blockNumber } = await head();
  const args = { from: settlementAddress, to: payer } as const;
  const topics = encodeEventTopics({ abi: erc20Abi, eventName: "Transfer", args }) as Hex[];
  const data = pad(toHex(350_000n));
  await proxies[0]?.use(
    inventsLogs([{ address: usdc.address, topics, data, transactionHash: pad("0x99"), blockNumber }]),
  );
  await makeFinal();
  assert.equal((await load(refundId)).status, "PENDING");
  await proxies[0]?.use();
  await makeFinal();
  const { status, transfers } = await load(refundId);
  assert.deepEqual([status, transfers[0].txHash], ["PENDING", null]);
});

test("a stranger's refund to the same address takes no transfer from whom it belongs to", async () => {
  const merchant = await newMerchant(server.context);
  const { key } = await issueApiKey(server.context, { organizationId: merchant.id, mode: "test" });
  const theirs: TestServer = {
    ...server,
    call: (method, path, body, headers = { authorization: `Bearer ${key}` }) =>
      server.call(method, path, body, headers),
  };
  await mine();
  await catchUp();
  const { id: strangers } = await receivePayment(theirs, await head(), { amount: "10.00" });
  const { body } = await theirs.call("POST", `/v1/payments/${strangers}/refunds`, {
    reason: "Mine",
    to: payer,
    amount: "0.45",
  });
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "0.45" });
  await send(settlementAddress, payer, 450_000n);
  await makeFinal();
  assert.equal((await load(refundId)).status, "SUCCEEDED");
  assert.equal((await theirs.call("GET", `/v1/refunds/${body.id}`)).body.status, "SUCCEEDED");
});

test("a refund that waits for long is searched for in wider steps", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "0.50" });
  await follow();
  const scannedTo = async () => {
    const parts = server.context.database.selectFrom("refundTransfers").select("scannedTo");
    return (await parts.where("refundId", "=", refundId).executeTakeFirstOrThrow()).scannedTo;
  };
  const before = await scannedTo();
  await mine(2 * 60 * 60);
  await follow();
  assert.equal(await scannedTo(), before, "one block is not worth a request");
  const sent = await send(settlementAddress, payer, 500_000n);
  await local.mine({ blocks: 60_000 / base.blockTime });
  await follow();
  assert.equal((await load(refundId)).transfers[0].txHash, sent);
});

test("reconcile compares refunds of the ledger with the chain's transfers, and with what came", async () => {
  const { id } = await paid();
  const { id: refundId } = await refund(id, { amount: "1.50" });
  await send(settlementAddress, payer, 1_500_000n);
  await makeFinal();
  assert.equal((await load(refundId)).status, "SUCCEEDED");
  const contracts = { router: anyRouter, gasSponsor: stranger } as const;
  const differences = async () => {
    const result = await reconcileChain(server.context, { chain: base, client: pool.client, contracts }, 0n);
    return result.differences.filter(({ detail }) => detail.includes("REFUND"));
  };
  assert.deepEqual(await differences(), []);
  const rows = server.context.database.updateTable("settlements").where("kind", "=", "REFUND");
  await rows.where("amount", "=", 1_500_000n).set({ amount: 99_000_000n }).execute();
  const found = await differences();
  assert.deepEqual(found.map(({ kind }) => kind).sort(), ["MISMATCHED", "STATE"]);
});

/** The watcher has gone back to the head that there is. */
async function reread(): Promise<void> {
  const { database } = server.context;
  const cursor = await head();
  for (const table of ["chainCursors", "chainBlocks"] as const) await database.deleteFrom(table).execute();
  await readTo(server, cursor);
}
