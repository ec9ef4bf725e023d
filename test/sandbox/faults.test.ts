import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { type Address, encodeFunctionData, type Hex, hexToNumber, numberToHex, parseAbi, parseGwei } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Chain, canonicalContracts, chainByNetwork, type Token } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import {
  badGateway,
  deniesAnswers,
  fails,
  forgetsOperations,
  hangs,
  inventsLogs,
  keepsAnswers,
  losesAnswers,
  neverIncludes,
  omitsLogs,
  onlyFor,
  type RpcProxy,
  rangeRefusals,
  rateLimited,
  refusesWideRanges,
  resets,
  servesAnotherFork,
  slow,
  stale,
  startRpcProxy,
  truncatesLogs,
} from "../../src/sandbox/faults/index.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";

const base = chainByNetwork("base") as Chain;
const usdc = base.tokens[0] as Token;
const transfer: Hex = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

let directory: string;
let chains: BareChains;
let local: LocalChain;
let proxy: RpcProxy;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  chains = await startBareChains({ chains: [base], directory });
  const chain = chains.chains[0] as BareChains["chains"][number];
  local = chain.local;
  await local.setIntervalMining({ interval: 0 });
  for (let count = 0; count < 3; count += 1) {
    await Promise.all([mintToken(local, usdc, sandboxAccounts.merchant.address, 1n), mineSoon()]);
  }
  proxy = await startRpcProxy(chain.rpcUrl);
});
after(async () => {
  await proxy?.stop();
  await chains?.stop();
  await rm(directory, { recursive: true });
});
beforeEach(() => proxy.use());

/** The mint waits for its receipt, and no block comes by itself. */
async function mineSoon(): Promise<void> {
  while ((await local.getTxpoolStatus()).pending === 0) {}
  await local.mine({ blocks: 1 });
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of a node.
type Json = any;

async function post(body: unknown): Promise<{ status: number; headers: Headers; body: Json }> {
  const response = await fetch(proxy.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(1_000),
  });
  const text = await response.text();
  const isJson = text.startsWith("{") || text.startsWith("[");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Whether fetch failed by that error of its connection. */
const isCode = (code: string) => (error: Error) => (error.cause as { code?: string } | undefined)?.code === code;

const rpc = (method: string, params: unknown[] = []) => ({ jsonrpc: "2.0", id: 7, method, params });
const call = async (method: string, params: unknown[] = []): Promise<Json> => (await post(rpc(method, params))).body;
const blockNumber = async () => hexToNumber((await call("eth_blockNumber")).result);
const block = async (which: string) => (await call("eth_getBlockByNumber", [which, false])).result;
const transfers = (filter: object) => call("eth_getLogs", [{ address: usdc.address, topics: [transfer], ...filter }]);
const allTransfers = () => transfers({ fromBlock: "0x0", toBlock: "latest" });

test("startRpcProxy: without a fault answers are the node's, batches too", async () => {
  assert.equal(BigInt(await blockNumber()), await local.getBlockNumber());
  const { body } = await post([rpc("eth_chainId"), { ...rpc("eth_nonsense"), id: 8 }]);
  assert.equal(body[0].result, numberToHex(base.id));
  assert.ok(body[1].error);
  assert.equal(proxy.calls("eth_chainId"), 1);
  assert.equal(proxy.calls(), 3);
});

test("faults/outages: refused, reset, silent, late, and without JSON; then as before", async () => {
  await proxy.refuseConnections();
  await assert.rejects(blockNumber(), isCode("ECONNREFUSED"));
  await proxy.use(resets);
  await assert.rejects(blockNumber(), isCode("ECONNRESET"));
  await proxy.use(hangs);
  await assert.rejects(blockNumber(), { name: "TimeoutError" });
  await proxy.use(slow(1_500));
  await assert.rejects(blockNumber(), { name: "TimeoutError" });
  await proxy.use(badGateway);
  assert.equal((await post(rpc("eth_blockNumber"))).status, 502);
  await proxy.use(onlyFor(["eth_getLogs"], fails()));
  assert.equal((await allTransfers()).error.code, -32603);
  assert.ok((await blockNumber()) > 0);
  await proxy.use();
  assert.ok((await allTransfers()).result.length >= 3);
});

test("faults/stale: head, tags, blocks, logs, state and receipts are those of the past", async () => {
  const { number, hash } = await block("latest");
  await proxy.use(stale(1));
  const head = numberToHex(hexToNumber(number) - 1);
  assert.equal((await call("eth_blockNumber")).result, head);
  assert.equal((await block("latest")).number, head);
  assert.equal((await block("finalized")).number, numberToHex(hexToNumber(number) - 3));
  assert.equal(await block(number), null);
  assert.equal((await call("eth_getBlockByHash", [hash, false])).result, null);
  const before = (await allTransfers()).result.length;
  assert.deepEqual((await transfers({ fromBlock: number, toBlock: number })).result, []);
  assert.equal((await transfers({ blockHash: hash })).error.message, "unknown block");
  const balance = encodeFunctionData({
    abi: parseAbi(["function balanceOf(address) view returns (uint256)"]),
    args: [sandboxAccounts.merchant.address],
  });
  const held = async () => BigInt((await call("eth_call", [{ to: usdc.address, data: balance }, "latest"])).result);
  const was = await held();
  await proxy.use();
  assert.equal(await held(), was + 1n);
  const logs = (await allTransfers()).result;
  assert.equal(logs.length, before + 1);
  await proxy.use(stale(1));
  assert.equal((await call("eth_getTransactionReceipt", [logs.at(-1).transactionHash])).result, null);
});

test("faults/limits: rate limits in three forms, range limits in every provider's words, truncated answers", async () => {
  await proxy.use(rateLimited(2, 60_000, { kind: "retryAfter", seconds: 3 }));
  const answers = [await post(rpc("eth_chainId")), await post(rpc("eth_chainId")), await post(rpc("eth_chainId"))];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 429],
  );
  assert.equal(answers[2]?.headers.get("retry-after"), "3");
  await proxy.use(rateLimited(0, 60_000, { kind: "body" }));
  assert.equal((await post(rpc("eth_chainId"))).body.error.code, -32005);

  for (const refusal of Object.values(rangeRefusals)) {
    await proxy.use(refusesWideRanges(2, refusal));
    const { body } = await post(rpc("eth_getLogs", [{ fromBlock: "0x0", toBlock: "0x2" }]));
    assert.ok(body.error.message);
    assert.ok((await transfers({ fromBlock: "0x1", toBlock: "0x2" })).result);
    assert.ok((await transfers({ fromBlock: "latest", toBlock: "latest" })).result);
  }
  await proxy.use(truncatesLogs(2));
  assert.equal((await allTransfers()).result.length, 2);
});

test("faults/lies: logs omitted, logs invented, another fork, each consistent in itself", async () => {
  await proxy.use(omitsLogs);
  assert.deepEqual((await allTransfers()).result, []);

  await proxy.use();
  const honest = (await allTransfers()).result;
  const { number, hash } = await block("latest");
  const transactionHash: Hex = `0x${"77".repeat(32)}`;
  const invented = {
    address: usdc.address,
    topics: [transfer],
    data: "0x01",
    transactionHash,
    blockNumber: BigInt(number),
  } as const;
  await proxy.use(inventsLogs([invented]));
  assert.equal((await allTransfers()).result.length, honest.length + 1);
  assert.equal((await transfers({ blockHash: hash })).result.at(-1).transactionHash, transactionHash);
  assert.equal((await call("eth_getLogs", [{ address: sandboxAccounts.merchant.address }])).result.length, 0);
  assert.equal((await call("eth_getTransactionReceipt", [transactionHash])).result.blockHash, hash);

  const since = BigInt(number) - 1n;
  await proxy.use(servesAnotherFork(since));
  const forked = await block(number);
  assert.notEqual(forked.hash, hash);
  const parent = await block(numberToHex(since));
  assert.equal(forked.parentHash, parent.hash);
  const { result: found } = await call("eth_getBlockByHash", [forked.hash, false]);
  assert.equal(found.hash, forked.hash);
  const grandparent = await block(numberToHex(since - 1n));
  assert.equal(parent.parentHash, grandparent.hash);
  assert.equal((await transfers({ blockHash: forked.hash })).result[0].blockHash, forked.hash);
  await proxy.use();
  assert.equal((await block(numberToHex(since - 1n))).hash, grandparent.hash);
});

test("faults/lost-answers: the request is carried out, and its answer is lost", async () => {
  const account = privateKeyToAccount(sandboxAccounts.payers[0].privateKey);
  const send = async (nonce: number) => {
    const transaction = {
      to: sandboxAccounts.merchant.address as Address,
      gas: 21_000n,
      maxFeePerGas: parseGwei("100"),
      chainId: base.id,
      nonce,
    };
    return call("eth_sendRawTransaction", [await account.signTransaction(transaction)]);
  };
  const pending = async () => (await local.getTxpoolStatus()).pending;
  await local.setBalance({ address: account.address, value: 10n ** 18n });
  await proxy.use(losesAnswers);
  await assert.rejects(send(0), isCode("ECONNRESET"));
  assert.equal(await pending(), 1);
  await proxy.use(keepsAnswers);
  await assert.rejects(send(1), { name: "TimeoutError" });
  assert.equal(await pending(), 2);
  await proxy.use(deniesAnswers);
  await send(2).catch(() => {});
  assert.equal(await pending(), 3);
  assert.ok((await blockNumber()) > 0);
});

test("faults/bundler: one accepts and includes nothing, by the operation's own hash; one forgets what it sent", async () => {
  const operation = {
    ...{ sender: sandboxAccounts.merchant.address, nonce: "0x1", callData: "0x", signature: "0x" },
    ...{ callGasLimit: "0x1", verificationGasLimit: "0x1", preVerificationGas: "0x1" },
    ...{ maxFeePerGas: "0x1", maxPriorityFeePerGas: "0x1" },
  };
  await proxy.use(neverIncludes(base.id));
  const { address: entryPoint } = canonicalContracts.entryPoint;
  const first = (await call("eth_sendUserOperation", [operation, entryPoint])).result;
  const second = (await call("eth_sendUserOperation", [{ ...operation, nonce: "0x2" }, entryPoint])).result;
  assert.match(first, /^0x[0-9a-f]{64}$/);
  assert.notEqual(first, second);
  await proxy.use(forgetsOperations);
  assert.equal((await call("eth_getUserOperationReceipt", [first])).result, null);
});
