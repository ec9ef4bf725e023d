import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { encodeFunctionData, parseAbi } from "viem";
import { checkoutOptions } from "../../src/checkout/checkout-options.ts";
import { createPayment } from "../../src/payments/create-payment.ts";
import { type Chain, chains, paymentRouterAbi, type TokenSymbol } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import { DomainError } from "../../src/runtime/index.ts";
import { type Mode, modes, type Organization } from "../../src/store/index.ts";
import { OperationRefusedError } from "../../src/user-operations/errors.ts";
import { parseOperation } from "../../src/user-operations/operation/parse-operation.ts";
import { quoteOfOperation } from "../../src/user-operations/operation/quote-of-operation.ts";
import { openTestDatabase } from "../support/database.ts";
import { engineContext } from "../support/engine-context.ts";
import { newMerchant } from "../support/merchant.ts";
import { openSponsorship } from "../support/sponsorship.ts";

// One server of real chains and testnets: whoever holds a test key must not take real money, and no live payment is paid in what is worthless.

const clock = () => new Date("2026-01-02T12:00:00.000Z");
const modeOf = ({ testnet }: Chain): Mode => (testnet ? "test" : "live");
const modeOfId = (id: number) => modeOf(chains.find((chain) => chain.id === id) as Chain);
const accountAbi = parseAbi(["function execute(address target, uint256 value, bytes data)"]);
const tokens: readonly TokenSymbol[] = ["USDC", "USDT"];

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let context: ReturnType<typeof engineContext>;
let merchant: Organization;
before(async () => {
  opened = await openTestDatabase();
  context = engineContext(opened.database, clock, { chains, modeOf });
  merchant = await newMerchant(context);
});
after(() => opened[Symbol.asyncDispose]());

const refused = (error: unknown) => assert.ok(error instanceof DomainError, String(error));

test("modes: whatever a payment asks for, it is offered and quoted on chains of its mode alone", async () => {
  let quotes = 0;
  const asked = fc.record({
    mode: fc.constantFrom(...modes),
    chainId: fc.constantFrom(...chains.map(({ id }) => id)),
    token: fc.constantFrom(...tokens),
    acceptedChains: fc.option(fc.uniqueArray(fc.constantFrom(...chains.map(({ id }) => id)), { minLength: 1 }), {
      nil: undefined,
      freq: 1,
    }),
    acceptedTokens: fc.option(fc.uniqueArray(fc.constantFrom(...tokens), { minLength: 1 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ mode, chainId, token, ...accepted }) => {
      const input = { amount: "10.00", currency: "USD", ...accepted } as const;
      const created = await createPayment(context, merchant, mode, input).catch(refused);
      if (created === undefined) return;
      const { payment } = created;
      assert.deepEqual(
        payment.acceptedChains.filter((id) => modeOfId(id) !== mode),
        [],
      );
      // Nor where a row says otherwise, as those of older releases do.
      const everywhere = { ...payment, acceptedChains: chains.map(({ id }) => id), acceptedTokens: [...tokens] };
      const { acceptedChains, acceptedTokens } = everywhere;
      await context.database
        .updateTable("payments")
        .set({ acceptedChains, acceptedTokens })
        .where("id", "=", payment.id)
        .execute();
      for (const option of await checkoutOptions(context, everywhere)) assert.equal(modeOfId(option.chainId), mode);
      const quoted = await quotePayment(context, payment.id, { chainId, token }).catch(refused);
      if (quoted === undefined) return;
      quotes += 1;
      assert.equal(modeOfId(quoted.quote.chainId), mode);
    }),
    { numRuns: 60 },
  );
  assert.ok(quotes > 3, "some were quoted");
});

test("modes: a server without chains of the key's mode says so", async () => {
  const realOnly = engineContext(opened.database, clock, { modeOf });
  await assert.rejects(createPayment(realOnly, merchant, "test", { amount: "1.00", currency: "USD" }), {
    code: "MODE_UNAVAILABLE",
  });
});

test("modes: a key of one mode has no operation of the other mode's payment sent", async () => {
  const { payment } = await createPayment(context, merchant, "live", { amount: "1.00", currency: "USD" });
  const { quote } = await quotePayment(context, payment.id, { chainId: 8453, token: "USDC" });
  const services = {
    chain: chains.find(({ id }) => id === 8453) as Chain,
    router: context.router,
    sponsorship: openSponsorship,
  };
  const pay = encodeFunctionData({
    abi: paymentRouterAbi,
    functionName: "pay",
    args: [termsFromJson(quote.terms)],
  });
  const callData = encodeFunctionData({ abi: accountAbi, functionName: "execute", args: [context.router, 0n, pay] });
  const operation = parseOperation({ sender: context.router, nonce: "0x0", callData }, "0.8");
  const asked = (mode: Mode) =>
    quoteOfOperation(context, services, operation, { owner: { organizationId: merchant.id, mode } });
  assert.equal((await asked("live")).quote.id, quote.id);
  await assert.rejects(asked("test"), OperationRefusedError);
});
