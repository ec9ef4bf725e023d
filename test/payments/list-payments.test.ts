import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createPayment } from "../../src/payments/create-payment.ts";
import { listPayments, type PaymentFilter } from "../../src/payments/list-payments.ts";
import type { Organization } from "../../src/store/index.ts";
import { newMerchant } from "../support/merchant.ts";
import { type Harness, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";

const base = 8453;
let harness: Harness;
let merchant: Organization;
/** Ids of three payments, a minute apart; the second one was paid on Base. */
const ids: string[] = [];

before(async () => {
  harness = await startHarness();
  merchant = await newMerchant(harness);
  for (const [minute, externalId] of ["first", "second", "third"].entries()) {
    harness.setTime(minutes(minute));
    const input = { amount: "5.00", currency: "USD", externalId } as const;
    ids.push((await createPayment(harness, merchant, "test", input)).payment.id);
  }
  await harness.mine(base);
  await harness.mine(base, { settled: [settlementOf(await harness.newQuote(ids[1] ?? ""))] });
});
after(() => harness[Symbol.asyncDispose]());

async function list(filter: PaymentFilter, page: { cursor?: string; limit: number } = { limit: 10 }) {
  const owner = { organizationId: merchant.id, mode: "test" } as const;
  const found = await listPayments(harness.database, owner, filter, { cursor: page.cursor, limit: page.limit });
  return found.map(({ payment }) => ids.indexOf(payment.id));
}

test("listPayments: the newest first, in pages that continue after the cursor", async () => {
  assert.deepEqual(await list({}), [2, 1, 0]);
  assert.deepEqual(await list({}, { limit: 2 }), [2, 1]);
  assert.deepEqual(await list({}, { limit: 2, cursor: ids[1] ?? "" }), [0]);
});

for (const [what, filter, expected] of [
  ["state", { status: "PROCESSING" }, [1]],
  ["external id", { externalId: "third" }, [2]],
  ["chain", { chainId: base }, [1]],
  ["token", { token: "USDT" }, []],
  ["time, both bounds excluded", { createdAfter: minutes(0), createdBefore: minutes(2) }, [1]],
] as const) {
  test(`listPayments: filters by ${what}`, async () => assert.deepEqual(await list(filter), expected));
}

test("listPayments: filters by the settlement's transaction, and shows its quote", async () => {
  const owner = { organizationId: merchant.id, mode: "test" } as const;
  const [paid] = await listPayments(harness.database, owner, { chainId: base }, { cursor: undefined, limit: 1 });
  assert.ok(paid?.quote);
  assert.deepEqual(await list({ txHash: settlementOf(paid.quote).transactionHash }), [1]);
});

test("listPayments: the other mode and another organization see nothing", async () => {
  const page = { cursor: undefined, limit: 10 };
  assert.deepEqual(await listPayments(harness.database, { organizationId: merchant.id, mode: "live" }, {}, page), []);
  const { id } = await newMerchant(harness);
  assert.deepEqual(await listPayments(harness.database, { organizationId: id, mode: "test" }, {}, page), []);
});
