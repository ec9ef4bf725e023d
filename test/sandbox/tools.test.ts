import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { callApi, type Json, waitForStatus } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { type Chain, chainById } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { startTestStack } from "../support/test-stack.ts";

// Real HTTP against the whole product, as `npm start` has it: each simulation leads to the state that it says. Without the history of the chains.

const polygonId = 137;
const baseId = 8453;
const patience = () => AbortSignal.timeout(60_000);

let stack: Stack;
before(async () => {
  stack = await startTestStack({ chains: [baseId, polygonId].map((id) => chainById(id) as Chain) });
});
after(() => stack?.stop());

const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
const newPayment = (changes: Json = {}): Promise<Json> =>
  api("POST", "/v1/payments", { amount: "10.00", currency: "USD", ...changes });
const simulate = ({ id }: Json, action: string, choice: Json = {}): Promise<Json> =>
  api("POST", `/v1/sandbox/payments/${id}/simulations`, { action, ...choice });
const becomes = ({ id }: Json, status: string) => waitForStatus(stack.state, id, status, patience());
const hears = ({ id }: Json, type: string) => stack.receiver.wait(type, id, patience());
async function until(isSo: () => Promise<boolean>) {
  for (const signal = patience(); !(await isSo()); ) await sleep(200, undefined, { signal });
}
const paymentOf = ({ id }: Json) => api("GET", `/v1/payments/${id}`);

test("sandbox tools: a customer pays from a wallet, on the chain and in the token that were asked for", async () => {
  const payment = await newPayment();
  const { txHash, ...simulation } = await simulate(payment, "PAY", { chainId: polygonId, token: "USDT" });
  assert.deepEqual([simulation.chainId, simulation.token, simulation.amount], [polygonId, "USDT", "10.000000"]);
  const paid = await becomes(payment, "SUCCESSFUL");
  assert.deepEqual([paid.txHash, paid.chainId, paid.attempts.length], [txHash, polygonId, 1]);
});

test("sandbox tools: a transfer pays; half of it does not, until the rest comes; a tenth more is one too many", async () => {
  const [exact, part, more] = [await newPayment(), await newPayment(), await newPayment()];
  assert.equal((await simulate(exact, "TRANSFER")).amount, "10.000000");
  const under = await simulate(part, "UNDERPAY");
  assert.equal(under.amount, "5.000000");
  assert.deepEqual((await hears(part, "payment.underpaid")).deposit.dueAmount, "5.000000");
  const rest = await simulate(part, "TRANSFER");
  assert.deepEqual([rest.amount, rest.depositAddress], ["5.000000", under.depositAddress]);
  assert.equal((await simulate(more, "OVERPAY")).amount, "11.000000");
  for (const payment of [exact, part, more]) await becomes(payment, "SUCCESSFUL");
  await hears(more, "payment.overpaid");
});

test("sandbox tools: what comes on another chain does not pay, and is found there", async () => {
  const payment = await newPayment({ sellers: [{ address: sandboxAccounts.sellers[0].address, amount: "2.00" }] });
  const { chainId } = await simulate(payment, "WRONG_CHAIN", { chainId: polygonId });
  assert.equal(chainId, baseId);
  assert.equal((await hears(payment, "payment.late")).deposit.chainId, baseId);
  const { recoveries } = await api("GET", `/v1/payments/${payment.id}/recoveries`);
  assert.deepEqual(
    recoveries.map(({ reason }: Json) => reason),
    ["WRONG_CHAIN"],
  );
  assert.equal((await paymentOf(payment)).status, "ACTIVE");
});

test("sandbox tools: a reorganization takes a payment's transaction back", async () => {
  const payment = await newPayment();
  const { local } = stack.sandbox.chains.get(baseId) ?? assert.fail();
  await simulate(payment, "PAY", { chainId: baseId });
  await becomes(payment, "SUCCESSFUL");
  const { txHash } = await paymentOf(payment);
  await simulate(payment, "REORGANIZE");
  await assert.rejects(local.getTransactionReceipt({ hash: txHash }));
  await until(async () => (await paymentOf(payment)).reversed);
  // The chain goes on.
  const next = await newPayment();
  await simulate(next, "PAY", { chainId: baseId });
  await becomes(next, "SUCCESSFUL");
  assert.deepEqual(await api("POST", "/v1/sandbox/reorganizations", { chainId: baseId, blocks: 12 }), {
    chainId: baseId,
    blocks: 12,
  });
  const last = await newPayment();
  await simulate(last, "TRANSFER", { chainId: baseId });
  await becomes(last, "SUCCESSFUL");
});

test("sandbox tools: the clock moves server and chains forwards, and payments expire, by it and by themselves", async () => {
  const start = await api("GET", "/v1/sandbox/clock");
  assert.equal(start.offsetSeconds, 0);
  const [expiring, late, cancelled] = [await newPayment(), await newPayment(), await newPayment()];
  await simulate(cancelled, "UNDERPAY");
  await api("DELETE", `/v1/payments/${cancelled.id}`);
  const { depositAddress } = await simulate(late, "LATE");
  assert.ok(depositAddress);
  for (const payment of [expiring, late]) await becomes(payment, "EXPIRED");
  assert.equal((await hears(late, "payment.late")).deposit.receivedAmount, "10.000000");
  await simulate(cancelled, "LATE");
  await hears(cancelled, "payment.late");

  const moved = await api("POST", "/v1/sandbox/clock", { seconds: 7 * 86_400 });
  assert.ok(moved.offsetSeconds > 7 * 86_400 + 3_000, "a payment's hour and the seven days");
  for (const { local } of stack.sandbox.chains.values()) {
    const { timestamp } = await local.getBlock();
    assert.ok(Math.abs(Number(timestamp) - Date.parse(moved.now) / 1_000) < 60);
  }
});

test("sandbox tools: everything goes on at the time that was moved to: quotes, rates, sponsors, bundlers, deposits, webhooks", async () => {
  for (const [action, currency] of [
    ["PAY", "USD"],
    ["TRANSFER", "EUR"],
  ] as const) {
    const payment = await newPayment({ currency });
    await simulate(payment, action);
    await becomes(payment, "SUCCESSFUL");
    await hears(payment, "payment.completed");
  }
  const expired = await newPayment();
  await simulate(expired, "EXPIRE");
  await becomes(expired, "EXPIRED");
  assert.equal(stack.receiver.rejected, 0);
});
