import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createPayment } from "../../src/payments/create-payment.ts";
import { InvalidPaymentError } from "../../src/payments/errors.ts";
import { expirePayments } from "../../src/payments/expire-payments.ts";
import type { CreatePaymentInput } from "../../src/payments/payment-input.ts";
import type { Organization } from "../../src/store/index.ts";
import { anyRouter } from "../support/engine-context.ts";
import { newMerchant, settlementAddress } from "../support/merchant.ts";
import { type Harness, minutes, startHarness } from "../support/payments-harness.ts";

const seller = "0x2222222222222222222222222222222222222222";
const ask: CreatePaymentInput = { amount: "250.00", currency: "USD" };

let harness: Harness;
let merchant: Organization;

before(async () => {
  harness = await startHarness();
  merchant = await newMerchant(harness);
});
after(() => harness[Symbol.asyncDispose]());

const create = (changes: Partial<CreatePaymentInput> = {}) =>
  createPayment(harness, merchant, "test", { ...ask, ...changes });

/** The paths of what is wrong with a request, in alphabetical order. */
async function wrongPaths(changes: Partial<CreatePaymentInput>): Promise<string[]> {
  const error = await create(changes).then(
    () => assert.fail("It was created."),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof InvalidPaymentError, String(error));
  return error.issues.map(({ path }) => path.join(".")).toSorted();
}

test("createPayment: what is left out has its default: every offer of the server, an hour, the whole amount", async () => {
  const { payment, quote, attempts } = await create();
  assert.deepEqual(
    [payment.status, payment.amount, payment.merchantAmount, payment.expiresAt, quote, attempts],
    ["ACTIVE", 25_000n, 25_000n, minutes(60), null, []],
  );
  assert.deepEqual(
    payment.acceptedChains,
    harness.chains.map(({ id }) => id),
  );
  assert.equal(payment.merchantAddress, settlementAddress);
});

test("createPayment: every mistake of a request is named at its path, and nothing is written", async () => {
  const count = async () =>
    (
      await harness.database
        .selectFrom("payments")
        .select(({ fn }) => fn.countAll<bigint>().as("count"))
        .executeTakeFirstOrThrow()
    ).count;
  const before = await count();
  const sellers = [
    { address: "0x12", amount: "1.00" },
    { address: anyRouter, amount: "0.00" },
  ];
  assert.deepEqual(await wrongPaths({ amount: "1.005", sellers, acceptedChains: [5], expiresAt: minutes(1) }), [
    "acceptedChains",
    "amount",
    "expiresAt",
    "sellers.0.address",
    "sellers.1.address",
    "sellers.1.amount",
  ]);
  assert.equal(await count(), before);
});

test("createPayment: sellers and merchant share the amount exactly, or the request is refused", async () => {
  const shared = { sellers: [{ address: seller, amount: "60.00" }] };
  assert.equal((await create(shared)).payment.merchantAmount, 19_000n);
  assert.deepEqual(await wrongPaths({ ...shared, merchantAmount: "189.99" }), ["amount"]);
  assert.deepEqual(await wrongPaths({ sellers: [{ address: seller, amount: "250.00" }] }), ["merchantAmount"]);
});

test("createPayment: chains and tokens without a common pair are refused", async () => {
  const base = 8453;
  assert.deepEqual(await wrongPaths({ acceptedChains: [base], acceptedTokens: ["USDT"] }), ["acceptedTokens"]);
  const { payment } = await create({ acceptedTokens: ["USDC"] });
  assert.ok(!payment.acceptedChains.includes(56), "BNB Chain offers USDT alone");
});

test("createPayment: a run that is repeated answers the first one's payment, also where the request is out of date", async () => {
  const run = { id: "01890000-0000-7000-8000-000000000001", isAgain: false };
  const expiresAt = minutes(20);
  const first = await createPayment(harness, merchant, "test", { ...ask, expiresAt }, run);
  harness.setTime(minutes(10));
  const again = await createPayment(harness, merchant, "test", { ...ask, expiresAt }, { ...run, isAgain: true });
  harness.setTime(minutes(0));
  assert.deepEqual(again.payment, first.payment);
});

test("createPayment: an external id is taken per organization, until its payment ends unpaid", async () => {
  const { payment } = await create({ externalId: "order 1" });
  await assert.rejects(create({ externalId: "order 1" }), { name: "ExternalIdInUseError" });
  await createPayment(harness, await newMerchant(harness), "test", { ...ask, externalId: "order 1" });
  harness.setTime(minutes(61));
  await expirePayments(harness);
  assert.equal(await harness.status(payment.id), "EXPIRED");
  await create({ externalId: "order 1" });
  harness.setTime(minutes(0));
});
