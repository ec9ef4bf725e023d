import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address } from "viem";
import type { Quote } from "../../../clients/typescript/types.ts";
import { depositAddressOf, paymentIdOf } from "../../../src/protocol/index.ts";
import { termsFromJson } from "../../../src/protocol/terms.ts";
import { checkQuote } from "../../../web/shared/quote/check-quote.ts";
import { QuoteMismatchError } from "../../../web/shared/quote/errors.ts";
import { startTestServer } from "../../support/test-server.ts";

test("checkQuote: a quote is taken as the API gives it, and refused with anything in it changed", async () => {
  await using server = await startTestServer();
  const sellers = [{ address: "0x2222222222222222222222222222222222222222", amount: "60.00" }];
  const create = async () =>
    (await server.call("POST", "/v1/payments", { amount: "250.00", currency: "USD", sellers })).body;
  const payment = await create();
  const choice = { chainId: 8453, token: "USDC" };
  const quote: Quote = (await server.call("POST", `/v1/checkout/${payment.id}/quotes`, choice, {})).body;
  const checkout = (await server.call("GET", `/v1/checkout/${payment.id}`, undefined, {})).body;
  await checkQuote(checkout, quote);

  const stranger = "0x9999999999999999999999999999999999999999";
  const { terms } = quote;
  const [merchant, seller] = terms.shares;
  assert.ok(merchant && seller);
  const withTerms = (changes: Partial<Quote["terms"]>): Quote => ({ ...quote, terms: { ...terms, ...changes } });
  const changed: Record<string, Quote> = {
    "another recipient": withTerms({ shares: [merchant, { ...seller, recipient: stranger }] }),
    "a unit moved": withTerms({
      shares: [
        { ...merchant, amount: `${BigInt(merchant.amount) - 1n}` },
        { ...seller, amount: `${BigInt(seller.amount) + 1n}` },
      ],
    }),
    "a share left out": withTerms({ shares: [merchant] }),
    "another token": withTerms({ token: stranger }),
    "another chain": withTerms({ chainId: "1" }),
    "another time": withTerms({ deadline: `${BigInt(terms.deadline) + 1n}` }),
    "another beneficiary": withTerms({ refundTo: stranger }),
    "another payment": withTerms({ uuid: `0x${"1".padStart(64, "0")}` }),
    "another amount": { ...quote, amountToken: "250.000001" },
    "another address": { ...quote, depositAddress: stranger },
    "another router": { ...quote, router: stranger },
    "another id": { ...quote, onchainId: `0x${"1".padStart(64, "0")}` },
    "a longer life": { ...quote, expiresAt: new Date(Date.parse(quote.expiresAt) + 60_000).toISOString() },
    "an unknown token": { ...quote, token: "EURC", chainId: 56 },
  };
  for (const [name, tampered] of Object.entries(changed)) {
    await assert.rejects(checkQuote(checkout, tampered), QuoteMismatchError, name);
  }
  // Whole in itself, and dearer than the payment.
  const dearer = terms.shares.map(({ recipient, amount }) => ({ recipient, amount: `${2n * BigInt(amount)}` }));
  const dearerTerms = termsFromJson({ ...terms, shares: dearer } as Parameters<typeof termsFromJson>[0]);
  const doubled: Quote = {
    ...withTerms({ shares: dearer }),
    amountToken: "500.000000",
    onchainId: paymentIdOf(dearerTerms),
    depositAddress: depositAddressOf(dearerTerms, quote.router as Address),
  };
  await assert.rejects(checkQuote(checkout, doubled), /amount is not the payment's/);
  // Whole in itself, and money would go back to a stranger.
  const strangersTerms = termsFromJson({ ...terms, refundTo: stranger } as Parameters<typeof termsFromJson>[0]);
  const strangers: Quote = {
    ...withTerms({ refundTo: stranger }),
    onchainId: paymentIdOf(strangersTerms),
    depositAddress: depositAddressOf(strangersTerms, quote.router as Address),
  };
  await assert.rejects(checkQuote(checkout, strangers), /it returns money to another address/);
  await assert.rejects(checkQuote(checkout, strangers, seller.recipient), /it returns money to another address/);
  await checkQuote(checkout, strangers, stranger);
  const elsewhere = {
    ...checkout,
    options: checkout.options.filter((one: { chainId: number }) => one.chainId !== 8453),
  };
  await assert.rejects(checkQuote(elsewhere, quote), /does not accept its network and token/);

  const other = await create();
  const otherCheckout = (await server.call("GET", `/v1/checkout/${other.id}`, undefined, {})).body;
  await assert.rejects(checkQuote(otherCheckout, quote), QuoteMismatchError);
});
