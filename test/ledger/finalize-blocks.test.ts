import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { sql } from "kysely";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { expirePayments } from "../../src/payments/expire-payments.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { paymentSnapshot } from "../../src/payments/payment-snapshot.ts";
import {
  type Harness,
  hashOf,
  includedOperation,
  minutes,
  settlementOf,
  startHarness,
} from "../support/payments-harness.ts";
import { submitted } from "../support/submitted.ts";

const base = 8453;
const everythingFinal = () => 10n ** 9n;

/** What the ledger says of a quote, in the order in which it was written. */
async function ledgerOf(quoteId: string): Promise<string[]> {
  const rows = await harness.database
    .selectFrom("settlements")
    .select(["kind", "reversedBy", "reverses", "blockNumber", "id"])
    .where("quoteId", "=", quoteId)
    .orderBy("blockNumber")
    .orderBy("reverses", sql`nulls first`)
    .execute();
  return rows.map(({ kind, reversedBy }) => (reversedBy === null ? kind : `${kind}, reversed`));
}

let harness: Harness;

before(async () => {
  harness = await startHarness();
  await harness.mine(base);
});
after(() => harness[Symbol.asyncDispose]());
afterEach(() => harness.setTime(minutes(0)));

test("finalizeBlocks: a settlement on chain is PROCESSING, and SUCCESSFUL once it is final: one event each", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  assert.equal(await harness.status(payment), "PROCESSING");
  await finalizeBlocks(harness, base, () => harness.cursor(base).blockNumber - 1n);
  assert.equal(await harness.status(payment), "PROCESSING");
  await harness.mine(base);
  await finalizeBlocks(harness, base, () => harness.cursor(base).blockNumber - 1n);
  assert.equal(await harness.status(payment), "SUCCESSFUL");
  assert.deepEqual(await harness.events(payment), ["payment.processing", "payment.completed"]);
  const snapshot = paymentSnapshot(harness, await loadPayment(harness.database, payment));
  assert.equal(snapshot.receivedAmount, "250000000");
  assert.equal(snapshot.confirmations, 2);
  assert.equal(snapshot.quote?.chainId, base);
});

test("finalizeBlocks: a second settlement through another quote is reported as overpaid, never hidden", async () => {
  const payment = await harness.newPayment();
  const first = await harness.newQuote(payment);
  harness.setTime(minutes(1));
  const second = await harness.newQuote(payment);
  harness.setTime(minutes(0));
  await harness.mine(base, { settled: [settlementOf(first), settlementOf(second)] });
  await finalizeBlocks(harness, base, everythingFinal);
  assert.equal(await harness.status(payment), "SUCCESSFUL");
  const told = (await harness.events(payment)).toSorted();
  assert.deepEqual(told, ["payment.completed", "payment.overpaid", "payment.processing"]);
});

test("finalizeBlocks: money after a cancellation is late: the state stays, the merchant is notified", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const { payment: row } = await loadPayment(harness.database, payment);
  await cancelPayment(harness, payment, { organizationId: row.organizationId, mode: "test" });
  await harness.mine(base, { settled: [settlementOf(quote)] });
  await finalizeBlocks(harness, base, everythingFinal);
  assert.equal(await harness.status(payment), "CANCELLED");
  assert.deepEqual(await harness.events(payment), ["payment.cancelled", "payment.late"]);
  const { lateAmount, reversed } = paymentSnapshot(harness, await loadPayment(harness.database, payment));
  assert.deepEqual([lateAmount, reversed], ["250.00", false]);
});

test("finalizeBlocks: late money is reported when it is final, once, however often a reorganisation brings it", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const { payment: row } = await loadPayment(harness.database, payment);
  await cancelPayment(harness, payment, { organizationId: row.organizationId, mode: "test" });
  for (const logIndex of [0, 3]) {
    const before = harness.cursor(base);
    await harness.mine(base, { settled: [settlementOf(quote, { logIndex })] });
    assert.deepEqual(await harness.events(payment), ["payment.cancelled"]);
    if (logIndex > 0) continue;
    await rewindBlocks(harness, base, before);
    harness.setCursor(base, before);
  }
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await harness.events(payment), ["payment.cancelled", "payment.late"]);
});

test("finalizeBlocks: a settlement in blocks that are being rescanned is not reported as reversed", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const before = harness.cursor(base);
  const settlement = settlementOf(quote);
  await harness.mine(base, { settled: [settlement] });
  await harness.mine(base);
  await finalizeBlocks(harness, base, everythingFinal);
  await rewindBlocks(harness, base, before);
  // Another worker, which had asked what is final before that.
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT"]);
  harness.setCursor(base, before);
  await harness.mine(base, { settled: [settlement] });
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT"]);
  assert.deepEqual(await harness.events(payment), ["payment.processing", "payment.completed"]);
});

for (const ended of ["EXPIRED", "FAILED"] as const) {
  test(`finalizeBlocks: a settlement made in time that is learned of after ${ended} makes the payment SUCCESSFUL`, async () => {
    const late = await startHarness();
    await late.mine(base);
    const payment = await late.newPayment();
    const quote = await late.newQuote(payment);
    if (ended === "FAILED") {
      await submitted(late, quote, hashOf("reverts"));
      await late.mine(base, { operations: [includedOperation(hashOf("reverts"), false)] });
    }
    late.setTime(minutes(61));
    await late.mine(base);
    await expirePayments(late);
    assert.equal(await late.status(payment), ended);
    const before = late.cursor(base);
    await late.mine(base, { settled: [settlementOf(quote)], time: minutes(5) });
    // Until it is final it can be reorganised away: nothing is said.
    assert.equal(await late.status(payment), ended);
    await rewindBlocks(late, base, before);
    late.setCursor(base, before);
    assert.equal((await loadPayment(late.database, payment)).payment.transactionHash, null);
    await late.mine(base, { settled: [settlementOf(quote)], time: minutes(5) });
    await finalizeBlocks(late, base, everythingFinal);
    assert.equal(await late.status(payment), "SUCCESSFUL");
    const events = await late.events(payment);
    assert.deepEqual(events, [`payment.${ended.toLowerCase()}`, "payment.completed"]);
    assert.equal((await loadPayment(late.database, payment)).payment.failureReason, null);
    await late[Symbol.asyncDispose]();
  });
}

for (const when of ["before it is seen", "before it is final"] as const) {
  test(`finalizeBlocks: a settlement learned of after the end is LATE where the external id was taken ${when}`, async () => {
    const late = await startHarness();
    await late.mine(base);
    const setExternalId = (id: string) =>
      late.database.updateTable("payments").set({ externalId: "order" }).where("id", "=", id).execute();
    const payment = await late.newPayment();
    await setExternalId(payment);
    const quote = await late.newQuote(payment);
    late.setTime(minutes(61));
    await late.mine(base);
    await expirePayments(late);
    const settle = () => late.mine(base, { settled: [settlementOf(quote)], time: minutes(5) });
    if (when === "before it is final") await settle();
    const other = await late.newPayment();
    await setExternalId(other);
    if (when === "before it is seen") await settle();
    await finalizeBlocks(late, base, everythingFinal);
    assert.deepEqual([await late.status(payment), await late.status(other)], ["EXPIRED", "ACTIVE"]);
    assert.deepEqual(await late.events(payment), ["payment.expired", "payment.late"]);
    const { kind } = await late.database
      .selectFrom("settlements")
      .select("kind")
      .where("quoteId", "=", quote.id)
      .executeTakeFirstOrThrow();
    assert.equal(kind, "LATE");
    assert.equal((await loadPayment(late.database, payment)).payment.transactionHash, null);
    await late[Symbol.asyncDispose]();
  });
}
