import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { expirePayments } from "../../src/payments/expire-payments.ts";
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

let harness: Harness;

before(async () => {
  harness = await startHarness();
  await harness.mine(base);
});
after(() => harness[Symbol.asyncDispose]());
afterEach(() => harness.setTime(minutes(0)));

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
  await late.mine(base, { operations: [includedOperation(hash, false)] });
  late.setTime(minutes(61));
  await late.mine(base);
  await expirePayments(late);
  assert.deepEqual(await Promise.all(payments.map(late.status)), ["FAILED", "EXPIRED"]);
  const { payment } = await loadPayment(late.database, payments[0] ?? "");
  assert.match(payment.failureReason ?? "", new RegExp(includedOperation(hash, false).transactionHash));
  await late[Symbol.asyncDispose]();
});

test("expirePayments: a payment without quotes expires at its second", async () => {
  const payment = await harness.newPayment();
  harness.setTime(new Date(minutes(60).getTime() - 1));
  await expirePayments(harness);
  assert.equal(await harness.status(payment), "ACTIVE");
  harness.setTime(minutes(60));
  await expirePayments(harness);
  assert.equal(await harness.status(payment), "EXPIRED");
  assert.deepEqual(await harness.events(payment), ["payment.expired"]);
});

test("expirePayments: a payment with a quote expires only when its chain has been read past the quote: money of the last second counts", async () => {
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
