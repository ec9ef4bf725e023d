import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { paymentSnapshot } from "../../src/payments/payment-snapshot.ts";
import { type Harness, hashOf, settlementOf, startHarness } from "../support/payments-harness.ts";

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

for (const secondIsFinal of [false, true]) {
  const when = secondIsFinal ? "was final already" : "was not final yet";
  test(`rewindBlocks: the second of two settlements pays where the first is reorganised away, also where it ${when}`, async () => {
    const polygon = 137;
    const payment = await harness.newPayment("250.00", [base, polygon]);
    const first = await harness.newQuote(payment, base);
    const second = await harness.newQuote(payment, polygon);
    const before = harness.cursor(base);
    await harness.mine(base, { settled: [settlementOf(first)] });
    await harness.mine(polygon, { settled: [settlementOf(second)] });
    if (secondIsFinal) await finalizeBlocks(harness, polygon, everythingFinal);
    assert.equal(await harness.status(payment), "PROCESSING");

    await rewindBlocks(harness, base, before);
    harness.setCursor(base, before);
    await finalizeBlocks(harness, polygon, everythingFinal);
    const { payment: row } = await loadPayment(harness.database, payment);
    assert.equal(row.status, "SUCCESSFUL");
    assert.equal(row.transactionHash, settlementOf(second).transactionHash);
    assert.deepEqual(await ledgerOf(second.id), ["PAYMENT"]);

    // The first lands after all: now that is the one too many.
    await harness.mine(base, { settled: [settlementOf(first, { logIndex: 9 })] });
    await finalizeBlocks(harness, base, everythingFinal);
    assert.deepEqual(await ledgerOf(first.id), ["OVERPAID"]);
    const told = await harness.events(payment);
    assert.equal(told.filter((type) => type === "payment.completed").length, 1);
    assert.equal(told.at(-1), "payment.overpaid");
  });
}

test("rewindBlocks: a settlement is taken back and the payment stays PROCESSING; it may land again", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const before = harness.cursor(base);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  await rewindBlocks(harness, base, before);
  const { payment: row } = await loadPayment(harness.database, payment);
  assert.equal(row.status, "PROCESSING");
  assert.equal(row.transactionHash, null);
  assert.equal(row.receivedAmount, null);
  const cursor = { ...before, blockNumber: before.blockNumber + 1n, blockHash: hashOf("another block") };
  const landed = {
    ...settlementOf(quote, { logIndex: 7 }),
    blockNumber: cursor.blockNumber,
    blockHash: cursor.blockHash,
  };
  assert.equal(
    await recordBlocks(harness, {
      chainId: base,
      after: before,
      cursor,
      settlements: [landed],
      reclaims: [],
      sweeps: [],
      charges: [],
      cancellations: [],
      userOperations: [],
    }),
    true,
  );
  await finalizeBlocks(harness, base, everythingFinal);
  assert.equal(await harness.status(payment), "SUCCESSFUL");
  assert.deepEqual(await harness.events(payment), ["payment.processing", "payment.completed"]);
  // The harness's own idea of the chain is put right for the tests that follow.
  await rewindBlocks(harness, base, harness.cursor(base));
});

test("rewindBlocks: a final settlement that a deeper reorganisation removes is reported as reversed, and again when it lands after all", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const before = harness.cursor(base);
  const settlement = settlementOf(quote);
  await harness.mine(base, { settled: [settlement] });
  await finalizeBlocks(harness, base, everythingFinal);
  assert.equal(await harness.status(payment), "SUCCESSFUL");
  await rewindBlocks(harness, base, before);
  harness.setCursor(base, before);
  // Read again: the same height is not final yet, and then it is, without the settlement.
  await harness.mine(base);
  await finalizeBlocks(harness, base, () => before.blockNumber);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT"]);
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT, reversed", "REVERSED"]);
  const isReversed = async () => paymentSnapshot(harness, await loadPayment(harness.database, payment)).reversed;
  assert.equal(await isReversed(), true);
  await harness.mine(base, { settled: [{ ...settlement, logIndex: 4 }] });
  assert.deepEqual((await harness.events(payment)).at(-1), "payment.reversed");
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT, reversed", "REVERSED", "PAYMENT"]);
  assert.equal(await isReversed(), false);
  assert.equal(await harness.status(payment), "SUCCESSFUL");
  assert.deepEqual(await harness.events(payment), [
    "payment.processing",
    "payment.completed",
    "payment.reversed",
    "payment.completed",
  ]);
});

test("rewindBlocks: a final settlement that a reorganisation only moves is reported to nobody", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const before = harness.cursor(base);
  const settlement = settlementOf(quote);
  await harness.mine(base, { settled: [settlement] });
  await finalizeBlocks(harness, base, everythingFinal);
  await rewindBlocks(harness, base, before);
  harness.setCursor(base, before);
  await harness.mine(base);
  await harness.mine(base, { settled: [{ ...settlement, logIndex: 7 }] });
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await harness.events(payment), ["payment.processing", "payment.completed"]);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT"]);
});

test("rewindBlocks: a final settlement that lands again in another transaction is still the payment, and no surplus", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const before = harness.cursor(base);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  await finalizeBlocks(harness, base, everythingFinal);
  await rewindBlocks(harness, base, before);
  harness.setCursor(base, before);
  const transactionHash = hashOf("the relayer's second attempt");
  await harness.mine(base, { settled: [settlementOf(quote, { transactionHash })] });
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await harness.events(payment), ["payment.processing", "payment.completed"]);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT"]);
  assert.equal((await loadPayment(harness.database, payment)).payment.transactionHash, transactionHash);
});
