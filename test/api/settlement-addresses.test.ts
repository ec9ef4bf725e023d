import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Address } from "viem";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { operator } from "../../src/access/audit-log.ts";
import { cancelAddressChange, changeSettlementAddress } from "../../src/access/settlement-addresses.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import type { Organization } from "../../src/store/index.ts";
import { settlementAddress as first, newMerchant } from "../support/merchant.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const second: Address = "0x2222222222222222222222222222222222222222";
const third: Address = "0x3333333333333333333333333333333333333333";
const hours = 60 * 60_000;

let now = new Date("2026-03-01T12:00:00Z");
let server: TestServer;
let merchant: Organization;
let key: string;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  merchant = await newMerchant(server.context);
  ({ key } = await issueApiKey(server.context, { organizationId: merchant.id, mode: "test" }));
});

const call = async (method: string, path: string, body?: object) =>
  server.call(method, path, body, { authorization: `Bearer ${key}` });
const shown = async () => (await call("GET", "/v1/organization")).body;
const change = (chainId: number | null, address: Address | null, delay?: number) =>
  changeSettlementAddress(
    server.context,
    merchant.id,
    { chainId, address, ...(delay !== undefined && { delay }) },
    operator,
  );
const wait = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};

/** Whom a new quote of a payment pays on a chain. */
async function paidOn(paymentId: string, chainId: number): Promise<Address | undefined> {
  const { quote } = await quotePayment(server.context, paymentId, { chainId, token: "USDC" });
  return quote.terms.shares[0]?.recipient;
}
const newPayment = async (more: object = {}) =>
  (await call("POST", "/v1/payments", { amount: "1.00", currency: "USD", ...more })).body;
const inThreeDays = () => ({ expiresAt: new Date(now.getTime() + 72 * hours).toISOString() });

test("settlement address: a change takes effect after its delay, and payments that are open keep theirs", async () => {
  const { effectiveAt } = await change(null, second);
  assert.equal(effectiveAt.getTime() - now.getTime(), 24 * hours);
  const before = await newPayment(inThreeDays());
  assert.deepEqual((await shown()).pendingAddressChanges, [
    { chainId: null, address: second, effectiveAt: effectiveAt.toISOString() },
  ]);
  wait(24 * hours - 1_000);
  assert.equal((await shown()).settlementAddress, first);
  wait(1_000);
  const { settlementAddress, pendingAddressChanges } = await shown();
  assert.deepEqual([settlementAddress, pendingAddressChanges], [second, []]);
  assert.equal(await paidOn(before.id, 8453), first);
  assert.equal(await paidOn((await newPayment()).id, 8453), second);
});

test("settlement address: a chain can have its own, and lose it again", async () => {
  await change(42161, third, 0);
  const payment = await newPayment({ acceptedChains: [8453, 42161] });
  assert.deepEqual([await paidOn(payment.id, 8453), await paidOn(payment.id, 42161)], [first, third]);
  assert.deepEqual((await shown()).chainAddresses, [{ chainId: 42161, address: third }]);
  await change(null, second, 0);
  assert.equal(await paidOn((await newPayment({ acceptedChains: [42161] })).id, 42161), third);
  wait(1_000);
  await change(42161, null, 0);
  assert.equal(await paidOn((await newPayment({ acceptedChains: [42161] })).id, 42161), second);
});

test("settlement address: a later change replaces the one that waits, and one that waits can be taken back", async () => {
  // The key was made within this millisecond, and the log orders by milliseconds.
  wait(1_000);
  await change(null, second);
  wait(1_000);
  await change(null, third, 48 * hours);
  assert.deepEqual(
    (await shown()).pendingAddressChanges.map(({ address }: { address: Address }) => address),
    [third],
  );
  wait(1_000);
  assert.equal(await cancelAddressChange(server.context, merchant.id, null, operator), true);
  assert.equal(await cancelAddressChange(server.context, merchant.id, null, operator), false);
  wait(72 * hours);
  assert.equal((await shown()).settlementAddress, first);
  const { data } = (await call("GET", "/v1/audit-log?limit=3")).body;
  assert.deepEqual(
    data.map(({ action }: { action: string }) => action),
    ["settlement_address.change_cancelled", "settlement_address.changed", "settlement_address.changed"],
  );
  assert.deepEqual([data[1].before.address, data[1].after.address], [first, third]);
});

test("settlement address: none of its own is a seller, and no delay is longer than a week", async () => {
  await change(42161, third, 0);
  for (const address of [first, third]) {
    const answer = await call("POST", "/v1/payments", {
      amount: "2.00",
      currency: "USD",
      sellers: [{ address, amount: "1.00" }],
    });
    assert.deepEqual([answer.status, answer.body.errors[0].path], [400, ["sellers", 0, "address"]]);
  }
  await assert.rejects(change(null, second, 7 * 24 * hours + 1), RangeError);
  await assert.rejects(change(null, second, -1), RangeError);
  await assert.rejects(change(null, null), RangeError);
  const nobody = changeSettlementAddress(server.context, "nobody", { chainId: null, address: second }, operator);
  await assert.rejects(nobody, { code: "ORGANIZATION_NOT_FOUND" });
});
