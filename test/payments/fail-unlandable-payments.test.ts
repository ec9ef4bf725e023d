import assert from "node:assert/strict";
import { test } from "node:test";
import { failUnlandablePayments } from "../../src/payments/fail-unlandable-payments.ts";
import { minutes, startHarness } from "../support/payments-harness.ts";

const base = 8453;

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
