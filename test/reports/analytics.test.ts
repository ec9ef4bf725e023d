import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { analyse, exportPaid } from "../../src/reports/analytics.ts";
import type { Owner } from "../../src/store/index.ts";
import { type Harness, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";

const base = 8453;
const day = 24 * 60;
const span = { from: minutes(0), to: minutes(3 * day) };
let harness: Harness;
let owner: Owner;
let paid: string;

before(async () => {
  harness = await startHarness();
  await harness.mine(base);
  paid = await harness.newPayment();
  await harness.newPayment("10.00");
  ({ payment: owner } = await loadPayment(harness.database, paid));
  await harness.mine(base, { settled: [settlementOf(await harness.newQuote(paid))], time: minutes(1) });
  await finalizeBlocks(harness, base, () => 10n ** 9n);
});
after(() => harness[Symbol.asyncDispose]());

test("analyse: counts payments by state, and sums what was paid by currency, token, chain and day", async () => {
  const report = await analyse(harness.database, owner, span);
  const sum = { currency: "USD", count: 1, amount: "250.00" };
  assert.deepEqual(report.summary.volume, [sum]);
  assert.equal(report.summary.payments.SUCCESSFUL, 1);
  assert.equal(report.summary.payments.ACTIVE, 1);
  assert.deepEqual(report.byToken, [{ token: "USDC", ...sum }]);
  assert.deepEqual(report.byChain, [{ chainId: base, name: "Base", ...sum }]);
  assert.deepEqual(report.byDay, [{ date: "2026-01-02", ...sum }]);
  assert.deepEqual(report.ledger, [
    { type: "PAYMENT", chainId: base, token: "USDC", count: 1, amount: "250.000000", fee: "2.500000" },
  ]);
});

test("analyse: the span's end is excluded, and the other mode sees nothing", async () => {
  const { summary } = await analyse(harness.database, owner, { from: minutes(-day), to: minutes(0) });
  assert.deepEqual(summary.volume, []);
  const other = owner.mode === "test" ? "live" : "test";
  const { ledger } = await analyse(harness.database, { organizationId: owner.organizationId, mode: other }, span);
  assert.deepEqual(ledger, []);
});

test("analyse: payers are new once, and return in every span after", async () => {
  assert.deepEqual((await analyse(harness.database, owner, span)).summary.payers, { new: 1, returning: 0 });
  const again = await harness.newPayment("20.00");
  const settled = [settlementOf(await harness.newQuote(again))];
  harness.setTime(minutes(4 * day));
  await harness.mine(base, { settled, time: minutes(4 * day) });
  await finalizeBlocks(harness, base, () => 10n ** 9n);
  const later = { from: span.to, to: minutes(5 * day) };
  assert.deepEqual((await analyse(harness.database, owner, later)).summary.payers, { new: 0, returning: 1 });
  assert.deepEqual((await analyse(harness.database, owner, span)).summary.payers, { new: 1, returning: 0 });
  // Who pays to an address is not known.
  const { payer } = settled[0] ?? assert.fail();
  await harness.database.updateTable("depositWatches").set({ address: payer }).execute();
  assert.deepEqual((await analyse(harness.database, owner, later)).summary.payers, { new: 0, returning: 0 });
});

test("exportPaid: a row a paid payment, with its split, rate and transaction", async () => {
  const rows = [];
  for await (const row of exportPaid(harness.database, owner, span)) rows.push(row);
  assert.equal(rows.length, 1);
  const [row] = rows;
  assert.ok(row);
  const { payment_id, amount, fee, merchant_net, chain, amount_token, exchange_rate } = row;
  assert.deepEqual(
    { payment_id, amount, fee, merchant_net, chain, amount_token, exchange_rate },
    {
      payment_id: paid,
      amount: "250.00",
      fee: "2.50",
      merchant_net: "247.50",
      chain: "Base",
      amount_token: "250.000000",
      exchange_rate: "1",
    },
  );
});
