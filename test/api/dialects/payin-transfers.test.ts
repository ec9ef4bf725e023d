import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hex } from "viem";
import { issueApiKey } from "../../../src/access/api-keys.ts";
import { finalizeBlocks } from "../../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../../src/ledger/record-blocks.ts";
import { uuidOf } from "../../../src/schemas/index.ts";
import { newMerchant } from "../../support/merchant.ts";
import { settlementOf } from "../../support/payments-harness.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { wholeSeconds } from "./examples.ts";

let now = new Date("2026-03-01T12:00:00Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const chainId = 8453;
const path = "/api/v1/transfers";
let height = 100n;
const blockHash = (block: bigint): Hex => `0x${block.toString(16).padStart(64, "0")}`;

/** A block in which quotes of one payment are settled; not final yet. */
async function mine(paymentId: string | undefined): Promise<void> {
  const { database } = server;
  const after = height === 100n ? null : { blockNumber: height, blockHash: blockHash(height), blockTime: now };
  height += 1n;
  now = new Date(now.getTime() + 60_000);
  const cursor = { blockNumber: height, blockHash: blockHash(height), blockTime: now };
  const quotes = paymentId
    ? await database.selectFrom("quotes").selectAll().where("paymentId", "=", paymentId).execute()
    : [];
  const settlements = quotes.map((quote, logIndex) => settlementOf(quote, { ...cursor, logIndex }));
  await recordBlocks(server.context, {
    chainId,
    after,
    cursor,
    settlements,
    reclaims: [],
    sweeps: [],
    charges: [],
    cancellations: [],
    userOperations: [],
  });
}

const order = async (orderReference: string, amount: string): Promise<string> => {
  const ask = { orderReference, amount, currency: "USDC", chainId: "base" };
  return (await server.call("POST", "/api/v1/orders", ask)).body.orderId;
};

test("transfers: what moved is there with its order, pending until it is final, filtered and paged", async () => {
  await mine(undefined);
  const [first, second] = [await order("T-1", "10"), await order("T-2", "20")];
  await mine(uuidOf("ord", first));
  const { body: pending } = await server.call("GET", path);
  assert.deepEqual(pending.pagination, { page: 1, limit: 20, total: 1, totalPages: 1, hasMore: false });
  const [transfer] = pending.data;
  const { transferId, txHash, from, to, createdAt, blockNumber, logIndex, ...rest } = transfer;
  assert.match(transferId, /^trf_[0-9a-z]{26}$/);
  assert.match(txHash, /^0x[0-9a-f]{64}$/);
  for (const address of [from, to]) assert.match(address, /^0x[0-9a-fA-F]{40}$/);
  assert.match(createdAt, wholeSeconds);
  assert.deepEqual([blockNumber, logIndex], ["102", 0]);
  assert.deepEqual(rest, {
    orderId: first,
    paymentId: uuidOf("ord", first),
    amount: "10.000000",
    currency: "USDC",
    chainId: "base",
    status: "pending",
  });
  await finalizeBlocks(server.context, chainId, () => height);
  await mine(uuidOf("ord", second));
  const idsOf = async (query: string) =>
    (await server.call("GET", `${path}${query}`)).body.data.map((each: { orderId: string }) => each.orderId);
  assert.deepEqual(await idsOf(""), [second, first]);
  assert.deepEqual(await idsOf("?sortOrder=asc"), [first, second]);
  assert.deepEqual(await idsOf("?status=confirmed"), [first]);
  assert.deepEqual(await idsOf("?status=pending&currency=USDC&chainId=base"), [second]);
  assert.deepEqual(await idsOf("?currency=USDT"), []);
  assert.deepEqual(await idsOf("?chainId=polygon"), []);
  assert.deepEqual(await idsOf(`?txHash=${txHash}`), [first]);
  assert.deepEqual(await idsOf("?page=2&limit=1"), [first]);
  const { body } = await server.call("GET", `${path}/${transferId}`);
  assert.deepEqual(body, { ...transfer, status: "confirmed" });
  assert.equal((await server.call("GET", `/api/v1/orders/${first}`)).body.status, "completed");
});

test("transfers: another merchant, the other mode and nonsense find none", async () => {
  const { body } = await server.call("GET", path);
  const { id: organizationId } = await newMerchant(server.context, "0x3333333333333333333333333333333333333333");
  for (const owner of [
    { organizationId, mode: "test" } as const,
    { organizationId: server.organizationId, mode: "live" } as const,
  ]) {
    const { key } = await issueApiKey(server.context, owner);
    const headers = { "x-api-key": key };
    assert.deepEqual((await server.call("GET", path, undefined, headers)).body.data, [], owner.mode);
    const one = await server.call("GET", `${path}/${body.data[0].transferId}`, undefined, headers);
    assert.deepEqual([one.status, one.body.code], [404, "RESOURCE_NOT_FOUND"]);
  }
  for (const id of ["trf_x", "x", uuidOf("trf", body.data[0].transferId)]) {
    assert.equal((await server.call("GET", `${path}/${id}`)).status, 404);
  }
});
