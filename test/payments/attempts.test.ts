import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { checkoutView } from "../../src/checkout/checkout-view.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { attemptSnapshot } from "../../src/payments/attempt-snapshot.ts";
import { startAttempt } from "../../src/payments/attempts.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
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

const attemptsOf = async (payment: string) =>
  (await loadPayment(harness.database, payment)).attempts.map((attempt) => attemptSnapshot(attempt, harness.clock()));

let harness: Harness;

before(async () => {
  harness = await startHarness();
  await harness.mine(base);
});
after(() => harness[Symbol.asyncDispose]());
afterEach(() => harness.setTime(minutes(0)));

test("startAttempt: an operation that was accepted moves no state, and holds the right to pay for two minutes", async () => {
  const payment = await harness.newPayment();
  const { organizationId, mode } = (await loadPayment(harness.database, payment)).payment;
  const quote = await harness.newQuote(payment);
  assert.equal(await submitted(harness, quote, hashOf("accepted")), true);
  assert.equal(await harness.status(payment), "ACTIVE");
  assert.deepEqual(await harness.events(payment), []);
  harness.setTime(new Date(minutes(0).getTime() + 30_000));
  const cost = { dollars: 0n, budget: 0n };
  const another = { kind: "SIGNATURE" as const, quote, reference: "another", payer: null, cost };
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
});

test("attempts: an operation that reverts, or does not pay, frees its payment at once and changes nothing else", async () => {
  for (const success of [false, true]) {
    const payment = await harness.newPayment();
    const quote = await harness.newQuote(payment);
    const hash = hashOf(`dead, ${success}`);
    await submitted(harness, quote, hash);
    const before = harness.cursor(base);
    await harness.mine(base, { operations: [includedOperation(hash, success)] });
    await finalizeBlocks(harness, base, () => before.blockNumber);
    assert.equal(await harness.status(payment), "ACTIVE");
    assert.deepEqual(await harness.events(payment), []);
    const [attempt] = await attemptsOf(payment);
    assert.equal(attempt?.outcome, "REVERTED");
    assert.equal(attempt?.transactionHash, includedOperation(hash, success).transactionHash);
    assert.match(attempt?.reason ?? "", new RegExp(includedOperation(hash, success).transactionHash));
    // Taken back by a reorganisation it is running again.
    await rewindBlocks(harness, base, before);
    harness.setCursor(base, before);
    assert.equal((await attemptsOf(payment))[0]?.outcome, null);
    await harness.mine(base, { operations: [includedOperation(hash, success)] });
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
