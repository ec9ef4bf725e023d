import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Address } from "viem";
import { checkoutView } from "../../src/checkout/checkout-view.ts";
import { notifyDeposit } from "../../src/deposits/notify-deposit.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { enabledChains } from "../../src/protocol/index.ts";
import type { Quote } from "../../src/store/index.ts";
import { fanOut } from "../../src/webhooks/enqueue-deliveries.ts";
import { type Harness, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";
import { renderers } from "../support/webhook-renderers.ts";

const base = 8453;
const polygon = 137;

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness[Symbol.asyncDispose]());

/** By chain and token: why it is not to be used. */
const reasons = async (paymentId: string) => {
  const { options } = await checkoutView(harness, paymentId);
  return Object.fromEntries(
    options.map(({ chainId, token, unavailableReason }) => [`${chainId} ${token}`, unavailableReason]),
  );
};

/** What the scan of deposit addresses reports. Answers the address. */
async function report(
  quote: Quote,
  type: "payment.underpaid" | "payment.overpaid" | "payment.late",
  amount: bigint,
): Promise<Address> {
  const watch = await harness.database
    .selectFrom("depositWatches")
    .selectAll()
    .where("quoteId", "=", quote.id)
    .where("chainId", "=", quote.chainId)
    .executeTakeFirstOrThrow();
  const token = enabledChains.find(({ id }) => id === quote.chainId)?.tokens.find(({ symbol }) => symbol === "USDC");
  assert.ok(token);
  const leased = { ...watch, quote, recoveryRequested: false, leasedUntil: harness.clock() };
  const as = type === "payment.underpaid" ? "underpaid" : "left over";
  await notifyDeposit(harness, { watch: leased, token, amount }, { as, typeOf: () => type });
  return watch.address;
}

test("a chain that is not read up to the present is not to be used, until it is again", async () => {
  const payment = await harness.newPayment("250.00", [base, polygon]);
  const chains = async () => {
    const all = await reasons(payment);
    return [all["8453 USDC"], all["137 USDC"], all["137 USDT"]];
  };
  assert.deepEqual(await chains(), ["CHAIN_BEHIND", "CHAIN_BEHIND", "CHAIN_BEHIND"]);
  await harness.mine(base, { time: minutes(0) });
  await harness.mine(polygon, { time: minutes(-3) });
  assert.deepEqual(await chains(), [null, "CHAIN_BEHIND", "CHAIN_BEHIND"]);
  await harness.mine(polygon, { time: minutes(0) });
  assert.deepEqual(await chains(), [null, null, null]);
});

test("without an exchange rate an option is not to be used; dollars need none", async () => {
  assert.deepEqual(await reasons(await harness.newPayment()), { "8453 USDC": null, "8453 EURC": "RATE_UNAVAILABLE" });
});

test("checkoutView: an amount that is not enough is shown with what is due, the last of each address", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  assert.deepEqual((await checkoutView(harness, payment)).deposits, []);
  await report(quote, "payment.underpaid", 100_000_000n);
  const address = await report(quote, "payment.underpaid", 120_000_000n);
  const { deposits, unexpected } = await checkoutView(harness, payment);
  const amounts = { receivedAmount: "120.000000", dueAmount: "130.000000" };
  assert.deepEqual(deposits, [{ quoteId: quote.id, chainId: base, token: "USDC", address, ...amounts }]);
  assert.deepEqual(unexpected, []);
});

test("who is paid what is there once it is being paid; fees, metadata and ids of the shop never are", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  assert.equal((await checkoutView(harness, payment)).shares, null);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  const view = await checkoutView(harness, payment);
  const merchant = (await loadPayment(harness.database, payment)).payment.merchantAddress;
  assert.deepEqual(view.shares, [{ recipient: merchant, amount: "250.000000" }]);
  assert.equal(view.receivedAmount, "250.000000");
  for (const name of Object.keys(view)) assert.doesNotMatch(name, /fee|net|metadata|externalId/i);
});

test("checkoutView: a second settlement and a surplus at a deposit address are shown, also after all delivered events were deleted", async () => {
  const payment = await harness.newPayment();
  const [first, another] = [await harness.newQuote(payment), await harness.newQuote(payment)];
  await harness.mine(base, { settled: [settlementOf(first), settlementOf(another, { logIndex: 1 })] });
  await finalizeBlocks(harness, base, () => 10n ** 9n);
  await report(first, "payment.underpaid", 100_000_000n);
  await report(first, "payment.overpaid", 3_000_000n);
  // docs/scaling.md lets an operator do so.
  await fanOut({ ...harness, renderers });
  await harness.database.deleteFrom("webhookDeliveries").execute();
  await harness.database.deleteFrom("events").execute();
  const { status, deposits, unexpected } = await checkoutView(harness, payment);
  assert.equal(status, "SUCCESSFUL");
  assert.deepEqual(
    deposits.map(({ receivedAmount, dueAmount }) => [receivedAmount, dueAmount]),
    [["100.000000", "150.000000"]],
  );
  assert.deepEqual(
    unexpected.map(({ kind, amount, txHash, address }) => [kind, amount, txHash !== null, address !== null]),
    [
      ["OVERPAID", "250.000000", true, false],
      ["OVERPAID", "3.000000", false, true],
    ],
  );
});

test("money after the end is told as late", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const { organizationId, mode } = (await loadPayment(harness.database, payment)).payment;
  await cancelPayment(harness, payment, { organizationId, mode });
  await harness.mine(base, { settled: [settlementOf(quote)] });
  const { status, unexpected } = await checkoutView(harness, payment);
  assert.equal(status, "CANCELLED");
  assert.deepEqual(
    unexpected.map(({ kind, chainId, token, amount }) => [kind, chainId, token, amount]),
    [["LATE", base, "USDC", "250.000000"]],
  );
});
