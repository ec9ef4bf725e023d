import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { InvalidPaymentError } from "../../src/payments/errors.ts";
import { paymentIdOf, termsFromJson } from "../../src/protocol/index.ts";
import { quoteByCheckoutToken, quoteByPaymasterToken } from "../../src/quotes/checkout-token.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import { type Harness, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";

const base = 8453;
const refundTo = "0x3333333333333333333333333333333333333333";
let harness: Harness;

before(async () => {
  harness = await startHarness();
});
after(() => harness[Symbol.asyncDispose]());
afterEach(() => harness.setTime(minutes(0)));

test("quotePayment: the id is the hash of its terms, which bind chain, token, amount, deadline and the way back", async () => {
  const { quote } = await quotePayment(harness, await harness.newPayment(), { chainId: base, token: "USDC", refundTo });
  const terms = termsFromJson(quote.terms);
  assert.equal(quote.onchainId, paymentIdOf(terms));
  assert.equal(quote.amountToken, 250_000_000n);
  assert.deepEqual(
    [terms.chainId, terms.refundTo, terms.deadline, terms.shares.map(({ amount }) => amount)],
    [BigInt(base), refundTo, BigInt(quote.expiresAt.getTime()) / 1_000n, [250_000_000n]],
  );
});

test("quotePayment: never lives longer than its payment", async () => {
  const payment = await harness.newPayment();
  harness.setTime(minutes(55));
  const { quote } = await quotePayment(harness, payment, { chainId: base, token: "USDC" });
  assert.deepEqual(quote.expiresAt, minutes(60));
});

test("quotePayment: the same terms are the same quote, with tokens of their own each time", async () => {
  const payment = await harness.newPayment();
  const choice = { chainId: base, token: "USDC" } as const;
  const [one, two] = [await quotePayment(harness, payment, choice), await quotePayment(harness, payment, choice)];
  assert.equal(one.quote.id, two.quote.id);
  assert.equal((await quoteByCheckoutToken(harness, one.checkoutToken, base)).quote.id, one.quote.id);
  await assert.rejects(quoteByPaymasterToken(harness, one.checkoutToken), { name: "CheckoutTokenError" });
});

for (const [what, choice, path] of [
  ["a chain that the payment does not accept", { chainId: 1, token: "USDC" }, "chainId"],
  ["a token that does not exist there", { chainId: base, token: "USDT" }, "token"],
  ["the zero address to return to", { chainId: base, token: "USDC", refundTo: `0x${"0".repeat(40)}` }, "refundTo"],
] as const) {
  test(`quotePayment: refuses ${what}, at its path`, async () => {
    const payment = await harness.newPayment();
    await assert.rejects(quotePayment(harness, payment, choice), (error) => {
      assert.ok(error instanceof InvalidPaymentError);
      assert.deepEqual(
        error.issues.map((issue) => issue.path),
        [[path]],
      );
      return true;
    });
  });
}

test("quotePayment: refuses a payment that is paid, and one whose time is over though nothing has marked it", async () => {
  const paid = await harness.newPayment();
  await harness.mine(base);
  await harness.mine(base, { settled: [settlementOf(await harness.newQuote(paid))] });
  const over = await harness.newPayment();
  harness.setTime(minutes(60));
  for (const payment of [paid, over])
    await assert.rejects(quotePayment(harness, payment, { chainId: base, token: "USDC" }), {
      name: "PaymentStateError",
    });
});
