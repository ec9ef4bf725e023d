import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createPayment } from "../../src/payments/create-payment.ts";
import { countUnresolved, listPayments, type PaymentFilter } from "../../src/payments/list-payments.ts";
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

test("listPayments: finds a payment by whatever is known of it", async () => {
  const owner = { organizationId: merchant.id, mode: "test" } as const;
  const [paid] = await listPayments(harness.database, owner, { chainId: base }, { cursor: undefined, limit: 1 });
  assert.ok(paid?.quote);
  const { transactionHash, payer } = settlementOf(paid.quote);
  assert.deepEqual(await list({ search: ids[0]?.toUpperCase() ?? "" }), [0]);
  assert.deepEqual(await list({ search: "third" }), [2]);
  for (const text of [transactionHash, transactionHash.toUpperCase().replace("0X", "0x"), payer, payer.toLowerCase()])
    assert.deepEqual(await list({ search: text }), [1], text);
  const { address } = await harness.database
    .selectFrom("depositWatches")
    .select("address")
    .where("quoteId", "=", paid.quote.id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(await list({ search: address.toLowerCase() }), [1]);
  for (const text of ["5", "5.00", "5.000"]) assert.deepEqual(await list({ search: text }), [2, 1, 0], text);
  assert.deepEqual(await list({ search: "5.00", status: "PROCESSING" }), [1]);
  assert.deepEqual(await list({ search: "5" }, { limit: 1, cursor: ids[2] ?? "" }), [1]);
  for (const text of ["500", "5.001", "-5", "thir", "0x", "%", "'", `0x${"0".repeat(64)}`, `0x${"0".repeat(40)}`])
    assert.deepEqual(await list({ search: text }), [], text);
});

test("listPayments: a number is a price and may be the merchant's own id", async () => {
  harness.setTime(minutes(4));
  const merchant = await newMerchant(harness);
  const made = [];
  for (const [amount, externalId] of [
    ["7.00", "1500"],
    ["1500.00", "x"],
  ] as const) {
    made.push((await createPayment(harness, merchant, "test", { amount, currency: "USD", externalId })).payment.id);
  }
  made.push((await createPayment(harness, merchant, "test", { amount: "1500", currency: "JPY" })).payment.id);
  const owner = { organizationId: merchant.id, mode: "test" } as const;
  const found = await listPayments(harness.database, owner, { search: "1500" }, { cursor: undefined, limit: 10 });
  assert.deepEqual(new Set(found.map(({ payment }) => payment.id)), new Set(made));
});

test("listPayments: finds where money is at an address that did not pay", async () => {
  const { database } = harness;
  const owner = { organizationId: merchant.id, mode: "test" } as const;
  assert.deepEqual(await countUnresolved(database, owner), { underpaid: 0, surplus: 0 });
  const report = async (index: number, reported: Record<string, string>) => {
    const quote = await harness.newQuote(ids[index] ?? "", 137);
    await database
      .updateTable("depositWatches")
      .set({ reported: JSON.stringify(reported) })
      .where("quoteId", "=", quote.id)
      .execute();
  };
  await report(0, { "USDC underpaid": "1" });
  await report(2, { "USDT left over": "5", "USDC waiting": "7" });
  assert.deepEqual(await list({ unresolved: "underpaid" }), [0]);
  assert.deepEqual(await list({ unresolved: "surplus" }), [2]);
  assert.deepEqual(await countUnresolved(database, owner), { underpaid: 1, surplus: 1 });
  assert.deepEqual(await countUnresolved(database, { ...owner, mode: "live" }), { underpaid: 0, surplus: 0 });
});

test("listPayments: the other mode and another organization see nothing", async () => {
  const page = { cursor: undefined, limit: 10 };
  assert.deepEqual(await listPayments(harness.database, { organizationId: merchant.id, mode: "live" }, {}, page), []);
  const { id } = await newMerchant(harness);
  assert.deepEqual(await listPayments(harness.database, { organizationId: id, mode: "test" }, {}, page), []);
});
