import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { sql } from "kysely";
import { checkoutView } from "../../src/checkout/checkout-view.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { paymentSnapshot } from "../../src/payments/payment-snapshot.ts";
import { type Harness, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";

const base = 8453;

let harness: Harness;

before(async () => {
  harness = await startHarness();
  await harness.mine(base);
});
after(() => harness[Symbol.asyncDispose]());
afterEach(() => harness.setTime(minutes(0)));

test("finalityView: names the rule by which a payment becomes final, its progress and the time left", async () => {
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

test("finalityView: a block confirms every payment below it without a write to one of them", async () => {
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

test("finalityView: a tag that decides is named, and the estimate is the chain's usual time", async () => {
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
