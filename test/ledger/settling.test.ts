import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import type { Hex } from "viem";
import { checkoutView } from "../../src/checkout/checkout-view.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { countUnknownSettlements } from "../../src/ledger/unknown-settlements.ts";
import { attemptSnapshot } from "../../src/payments/attempt-snapshot.ts";
import { startAttempt } from "../../src/payments/attempts.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { expirePayments } from "../../src/payments/expire-payments.ts";
import { failUnlandablePayments } from "../../src/payments/fail-unlandable-payments.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { paymentSnapshot } from "../../src/payments/payment-snapshot.ts";
import { depositAddressOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { type Harness, hashOf, minutes, operationOf, settlementOf, startHarness } from "../support/payments-harness.ts";
import { submitted } from "../support/submitted.ts";

const base = 8453;
const everythingFinal = () => 10n ** 9n;

let harness: Harness;

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
before(async () => {
  harness = await startHarness();
  await harness.mine(base);
});
after(() => harness[Symbol.asyncDispose]());

test("a settlement on chain is PROCESSING, and SUCCESSFUL once it is final: one event each", async () => {
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

test("a payment says by which rule it becomes final, how far it is and when it is", async () => {
  const ethereum = 1;
  const payment = await harness.newPayment("250.00", [ethereum]);
  const finality = async () => paymentSnapshot(harness, await loadPayment(harness.database, payment)).finality;
  assert.equal(await finality(), null);
  const quote = await harness.newQuote(payment, ethereum);
  await harness.mine(ethereum);
  await harness.mine(ethereum, { settled: [settlementOf(quote)] });
  const settled = harness.cursor(ethereum).blockNumber;
  const rule = { rule: "12 blocks", confirmationsRequired: 13, tag: null };
  assert.deepEqual(await finality(), { ...rule, final: false, estimatedSecondsLeft: 12 * 12 });
  for (let block = 0; block < 12; block += 1) await harness.mine(ethereum);
  const view = await checkoutView(harness, payment);
  assert.equal(view.confirmations, 13);
  assert.equal(view.confirmationsRequired, 13);
  assert.deepEqual(view.finality, { ...rule, final: false, estimatedSecondsLeft: 0 });
  await finalizeBlocks(harness, ethereum, () => settled);
  assert.deepEqual(await finality(), { ...rule, final: true, estimatedSecondsLeft: 0 });
});

test("a block counts as a confirmation of every payment below it without writing to one of them", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  const version = async () => {
    const { rows } = await sql`select xmin::text from payments where id = ${payment}`.execute(harness.database);
    return rows;
  };
  const before = await version();
  await harness.mine(base);
  await harness.mine(base);
  assert.deepEqual(await version(), before);
  const snapshot = paymentSnapshot(harness, await loadPayment(harness.database, payment));
  assert.equal(snapshot.confirmations, 3);
});

test("where a tag decides, it is named, and the estimate goes by what is usual on the chain", async () => {
  const payment = await harness.newPayment("5000.00");
  const quote = await harness.newQuote(payment);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  harness.setTime(minutes(10));
  const { finality } = paymentSnapshot(harness, await loadPayment(harness.database, payment));
  harness.setTime(minutes(0));
  assert.deepEqual(finality, {
    rule: "finalized",
    confirmationsRequired: null,
    tag: "finalized",
    final: false,
    estimatedSecondsLeft: 1_200,
  });
});

test("a batch that is taken in twice counts once", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const previous = harness.cursor(base);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  const cursor = harness.cursor(base);
  const again = {
    chainId: base,
    after: previous,
    cursor,
    settlements: [settlementOf(quote)],
    reclaims: [],
    userOperations: [],
  };
  assert.equal(await recordBlocks(harness, again), false);
  // Read again from an earlier block, as after a reorganisation that changed nothing.
  await rewindBlocks(harness, base, previous);
  assert.equal(await recordBlocks(harness, again), true);
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await harness.events(payment), ["payment.processing", "payment.completed"]);
});

test("an id that is none of our quotes is kept and credited to nobody", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const unknown = settlementOf(quote, { onchainId: hashOf("unknown"), transactionHash: hashOf("unknown transaction") });
  const wrongAmount = settlementOf(quote, { amount: 1n, transactionHash: hashOf("wrong amount") });
  await harness.mine(base, { settled: [unknown, wrongAmount] });
  assert.equal(await harness.status(payment), "ACTIVE");
  const kept = await harness.database
    .selectFrom("settlements")
    .select("quoteId")
    .where("transactionHash", "in", [unknown.transactionHash, wrongAmount.transactionHash])
    .execute();
  assert.deepEqual(kept, [{ quoteId: null }, { quoteId: null }]);
});

test("a second settlement through another quote is told as overpaid, never hidden", async () => {
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

for (const secondIsFinal of [false, true]) {
  const when = secondIsFinal ? "was final already" : "was not final yet";
  test(`where the first of two settlements is reorganised away, the second pays, also where it ${when}`, async () => {
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

test("money after a cancellation is late: the state stays, the merchant is told", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const { payment: row } = await loadPayment(harness.database, payment);
  await cancelPayment(harness, payment, { organizationId: row.organizationId, mode: "test" });
  await harness.mine(base, { settled: [settlementOf(quote)] });
  await finalizeBlocks(harness, base, everythingFinal);
  assert.equal(await harness.status(payment), "CANCELLED");
  assert.deepEqual(await harness.events(payment), ["payment.cancelled", "payment.late"]);
});

test("late money is told once it is final, once, however often a reorganisation brings it", async () => {
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

test("a reorganisation takes a settlement back and leaves the payment PROCESSING; it may land again", async () => {
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

test("a settlement that was final and went with a deeper reorganisation is told as reversed, and told again when it lands after all", async () => {
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
  await harness.mine(base, { settled: [{ ...settlement, logIndex: 4 }] });
  assert.deepEqual((await harness.events(payment)).at(-1), "payment.reversed");
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await ledgerOf(quote.id), ["PAYMENT, reversed", "REVERSED", "PAYMENT"]);
  assert.equal(await harness.status(payment), "SUCCESSFUL");
  assert.deepEqual(await harness.events(payment), [
    "payment.processing",
    "payment.completed",
    "payment.reversed",
    "payment.completed",
  ]);
});

test("a final settlement that a reorganisation only moved is told to nobody", async () => {
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

test("a final settlement that landed again in another transaction is the payment still, not one too many", async () => {
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

test("what its beneficiary took from a deposit address is in the ledger, once, with who got it", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const reclaim = {
    ...settlementOf(quote, { transactionHash: hashOf("reclaim") }),
    to: "0x4444444444444444444444444444444444444444",
    amount: 1_500_000n,
  } as const;
  const { transactionHash, logIndex, blockHash, blockNumber, blockTime, onchainId, token, to, amount } = reclaim;
  // On another chain than the quote's: there too the address is ours to follow.
  const log = {
    chainId: 1,
    transactionHash,
    logIndex,
    blockHash,
    blockNumber,
    blockTime,
    onchainId,
    token,
    to,
    amount,
  };
  await harness.mine(1);
  await harness.mine(1, { reclaimed: [log] });
  const row = await harness.database
    .selectFrom("settlements")
    .select(["kind", "recipient", "payer", "amount", "fee", "chainId"])
    .where("quoteId", "=", quote.id)
    .executeTakeFirstOrThrow();
  const payer = depositAddressOf(termsFromJson(quote.terms), harness.router);
  assert.deepEqual(row, { kind: "RECLAIMED", recipient: to, payer, amount, fee: 0n, chainId: 1 });
  assert.equal(await harness.status(payment), "ACTIVE");
  // A payment of the same quote is a payment still.
  await harness.mine(base, { settled: [settlementOf(quote)] });
  assert.equal(await harness.status(payment), "PROCESSING");
});

for (const [title, changes] of [
  ["another amount", { amount: 1n }],
  ["another fee", { fee: 1n }],
  ["another token", { token: "0x5555555555555555555555555555555555555555" }],
  ["another merchant", { merchant: "0x5555555555555555555555555555555555555555" }],
] as const) {
  test(`an event under a quote's id with ${title} is credited to nobody and counted as an alarm`, async () => {
    const payment = await harness.newPayment();
    const quote = await harness.newQuote(payment);
    const count = async () =>
      (await countUnknownSettlements(harness.database)).find(({ reason }) => reason === "OTHER_TERMS")?.count ?? 0;
    const before = await count();
    await harness.mine(base, { settled: [settlementOf(quote, changes)] });
    assert.equal(await harness.status(payment), "ACTIVE");
    assert.equal(await count(), before + 1);
  });
}

test("what is being read again is not told as reversed: nobody knows yet that it is gone", async () => {
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

/** An operation in a block, as the watcher reads it. */
const included = (hash: Hex, success: boolean) =>
  operationOf({
    chainId: base,
    transactionHash: hashOf(`transaction of ${hash}`),
    logIndex: 0,
    blockNumber: 0n,
    blockHash: hash,
    blockTime: minutes(0),
    hash,
    success,
  });
const attemptsOf = async (payment: string) =>
  (await loadPayment(harness.database, payment)).attempts.map((attempt) => attemptSnapshot(attempt, harness.clock()));

test("startAttempt: an operation that was accepted moves no state, and holds the right to pay for two minutes", async () => {
  const payment = await harness.newPayment();
  const { organizationId, mode } = (await loadPayment(harness.database, payment)).payment;
  const quote = await harness.newQuote(payment);
  assert.equal(await submitted(harness, quote, hashOf("accepted")), true);
  assert.equal(await harness.status(payment), "ACTIVE");
  assert.deepEqual(await harness.events(payment), []);
  harness.setTime(new Date(minutes(0).getTime() + 30_000));
  const another = { kind: "SIGNATURE" as const, quote, reference: "another" };
  const start = () =>
    harness.database.transaction().execute((transaction) => startAttempt(harness, transaction, another));
  await assert.rejects(start(), { name: "PaymentUnderWayError", retryAfter: 90, details: { retryAfter: 90 } });
  await assert.rejects(cancelPayment(harness, payment, { organizationId, mode }), { name: "PaymentUnderWayError" });
  assert.equal((await checkoutView(harness, payment)).attempt?.kind, "USER_OPERATION");
  harness.setTime(minutes(2));
  assert.equal((await checkoutView(harness, payment)).attempt, null);
  await start();
  assert.deepEqual(
    (await attemptsOf(payment)).map(({ kind, outcome }) => [kind, outcome]),
    [
      ["USER_OPERATION", "EXPIRED"],
      ["SIGNATURE", null],
    ],
  );
  harness.setTime(minutes(0));
});

test("recordBlocks: an operation that reverts, or does not pay, frees its payment at once and changes nothing else", async () => {
  for (const success of [false, true]) {
    const payment = await harness.newPayment();
    const quote = await harness.newQuote(payment);
    const hash = hashOf(`dead, ${success}`);
    await submitted(harness, quote, hash);
    const before = harness.cursor(base);
    await harness.mine(base, { operations: [included(hash, success)] });
    await finalizeBlocks(harness, base, () => before.blockNumber);
    assert.equal(await harness.status(payment), "ACTIVE");
    assert.deepEqual(await harness.events(payment), []);
    const [attempt] = await attemptsOf(payment);
    assert.equal(attempt?.outcome, "REVERTED");
    assert.equal(attempt?.transactionHash, included(hash, success).transactionHash);
    assert.match(attempt?.reason ?? "", new RegExp(included(hash, success).transactionHash));
    // Taken back by a reorganisation it is running again.
    await rewindBlocks(harness, base, before);
    harness.setCursor(base, before);
    assert.equal((await attemptsOf(payment))[0]?.outcome, null);
    await harness.mine(base, { operations: [included(hash, success)] });
    assert.equal(await submitted(harness, quote, hashOf(`next, ${success}`)), true);
    await harness.mine(base, { settled: [settlementOf(quote)] });
    await finalizeBlocks(harness, base, everythingFinal);
    assert.equal(await harness.status(payment), "SUCCESSFUL");
    assert.deepEqual(
      (await attemptsOf(payment)).map(({ outcome }) => outcome),
      ["REVERTED", "SETTLED"],
    );
  }
});

test("expirePayments: a payment whose last attempt reverted on chain is FAILED and says where, any other EXPIRED", async () => {
  const late = await startHarness();
  await late.mine(base);
  const hash = hashOf("reverts");
  const payments: string[] = [];
  for (const last of ["reverts", "is dropped"]) {
    const payment = await late.newPayment();
    payments.push(payment);
    const quote = await late.newQuote(payment);
    await submitted(late, quote, hashOf(last));
  }
  await late.mine(base, { operations: [included(hash, false)] });
  late.setTime(minutes(61));
  await late.mine(base);
  await expirePayments(late);
  assert.deepEqual(await Promise.all(payments.map(late.status)), ["FAILED", "EXPIRED"]);
  const { payment } = await loadPayment(late.database, payments[0] ?? "");
  assert.match(payment.failureReason ?? "", new RegExp(included(hash, false).transactionHash));
  await late[Symbol.asyncDispose]();
});

for (const ended of ["EXPIRED", "FAILED"] as const) {
  test(`finalizeBlocks: a settlement made in time that is learned of after ${ended} makes the payment SUCCESSFUL`, async () => {
    const late = await startHarness();
    await late.mine(base);
    const payment = await late.newPayment();
    const quote = await late.newQuote(payment);
    if (ended === "FAILED") {
      await submitted(late, quote, hashOf("reverts"));
      await late.mine(base, { operations: [included(hashOf("reverts"), false)] });
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

test("a payment without quotes expires at its second", async () => {
  const payment = await harness.newPayment();
  harness.setTime(new Date(minutes(60).getTime() - 1));
  await expirePayments(harness);
  assert.equal(await harness.status(payment), "ACTIVE");
  harness.setTime(minutes(60));
  await expirePayments(harness);
  assert.equal(await harness.status(payment), "EXPIRED");
  assert.deepEqual(await harness.events(payment), ["payment.expired"]);
  harness.setTime(minutes(0));
});

test("a payment with a quote expires only when its chain has been read past the quote: money of the last second counts", async () => {
  const payment = await harness.newPayment();
  harness.setTime(minutes(55));
  const quote = await harness.newQuote(payment);
  assert.deepEqual(quote.expiresAt, minutes(60));
  harness.setTime(minutes(61));
  await harness.mine(base, { time: minutes(60) });
  await expirePayments(harness);
  assert.equal(await harness.status(payment), "ACTIVE");
  await harness.mine(base, { settled: [settlementOf(quote)], time: minutes(60) });
  await harness.mine(base, { time: minutes(61) });
  await expirePayments(harness);
  assert.equal(await harness.status(payment), "PROCESSING");
});

test("failUnlandablePayments: what was on chain and is not any more fails its payment only when the chain itself is past the deadline", async () => {
  const late = await startHarness();
  await late.mine(base);
  const payment = await late.newPayment();
  const quote = await late.newQuote(payment);
  await late.database
    .updateTable("payments")
    .set({ status: "PROCESSING", quoteId: quote.id })
    .where("id", "=", payment)
    .execute();
  late.setTime(minutes(600));
  await failUnlandablePayments(late);
  assert.equal(await late.status(payment), "PROCESSING");
  await late.mine(base, { time: minutes(19) });
  await failUnlandablePayments(late);
  assert.equal(await late.status(payment), "PROCESSING");
  await late.mine(base, { time: minutes(21) });
  await failUnlandablePayments(late);
  assert.equal(await late.status(payment), "FAILED");
  await late[Symbol.asyncDispose]();
});
