import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import type { Quote } from "../../src/store/index.ts";
import { type RelayerChain, type RelayerHarness, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

/** Answers that any signature is valid (ERC-1271). */
const agrees: Hex = "0x631626ba7e60e01b5f5260205ff3";
/** Uses up all gas that it gets. */
const burns: Hex = "0x5b5f56";
/** Agrees where gas costs nothing, as in a simulation without a price; else it burns. */
const agreesWithoutPrice: Hex = "0x3a156009575b6005565b631626ba7e60e01b5f5260205ff3";
/** Agrees where the transaction is of the address that simulations used to be of; else it burns. */
const agreesWithNobody: Hex = `0x3273000000000000000000000000000000000000beef14601e575b601a565b631626ba7e60e01b5f5260205ff3`;

async function newPayer(harness: RelayerHarness, code?: Hex) {
  const key = generatePrivateKey();
  const { address } = privateKeyToAccount(key);
  await harness.fundPayer(address);
  if (code) await harness.on.local.setCode({ address, bytecode: code });
  return { key, address };
}

/** From now on the merchant of these payments takes signatures that any contract checks. */
async function allowAny({ context: { database } }: RelayerHarness): Promise<void> {
  const { id: organizationId } = await database.selectFrom("organizations").select("id").executeTakeFirstOrThrow();
  await database
    .insertInto("checkoutSettings")
    .values({ organizationId, mode: "test", embedOrigins: [], contractPayers: "any" })
    .execute();
}

const statusOf = async ({ context }: RelayerHarness, { paymentId }: Quote) =>
  (await context.database.selectFrom("payments").select("status").where("id", "=", paymentId).executeTakeFirstOrThrow())
    .status;

test("submitAuthorization: a payer with unknown code is refused, unless the merchant takes any; then it goes alone", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { key } = await newPayer(harness, agrees);
  await assert.rejects(harness.accept(services, key, "eip3009"), { code: "CONTRACT_PAYER_REFUSED" });
  const payments = await harness.context.database.selectFrom("payments").select("status").execute();
  assert.deepEqual(payments, [{ status: "ACTIVE" }]);
  await allowAny(harness);
  const { id, quote } = await harness.accept(services, key, "eip3009");
  assert.equal((await harness.request(id)).unbatchable, true);
  await harness.submit(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal(await harness.isSettled(quote), true);
});

test("submitAuthorization: a payer that delegates to a wallet that is known is not refused", async () => {
  await using harness = await chain.open();
  const delegate = privateKeyToAccount(generatePrivateKey()).address;
  await harness.on.local.setCode({ address: delegate, bytecode: agrees });
  const services = { ...harness.servicesBy(harness.transactions), knownDelegates: [delegate] };
  const { key } = await newPayer(harness, `0xef0100${delegate.slice(2)}`);
  const { id } = await harness.accept(services, key, "eip3009");
  assert.equal((await harness.request(id)).unbatchable, true);
});

test("simulateCall: code that agrees in a simulation alone is found out by the real sender and a real price", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  await allowAny(harness);
  for (const code of [agreesWithoutPrice, agreesWithNobody]) {
    const { key } = await newPayer(harness, code);
    await assert.rejects(harness.accept(services, key, "eip3009"), { code: "AUTHORIZATION_REVERTS" });
  }
});

test("submitAuthorization: a signature whose check takes more gas than an honest one is not relayed", async () => {
  await using harness = await chain.open();
  await allowAny(harness);
  const services = harness.servicesBy(harness.transactions);
  // Reads 400 words of its storage, at 2,100 gas each, and agrees.
  const greedy: Hex = `0x5f5b8054506001018061019090106001575f${agrees.slice(2)}`;
  const { key } = await newPayer(harness, greedy);
  await assert.rejects(harness.accept(services, key, "eip3009"), /it would use \d+ gas, and at most \d+ is relayed/);
});

test("leaseRequests: a payer whose account has become a contract that nobody knows is refused, and costs no gas", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const honest = await harness.acceptMany(services, 2);
  const { key, address } = await newPayer(harness);
  const hostile = await harness.accept(services, key, "eip3009");
  await harness.on.local.setCode({ address, bytecode: burns });
  await harness.submit(services);
  await harness.submit(services);
  await harness.mine();
  await harness.follow(services);
  assert.deepEqual(await harness.statuses(honest.map(({ id }) => id)), ["CONFIRMED", "CONFIRMED"]);
  const { status, submissionId, failureReason } = await harness.request(hostile.id);
  assert.deepEqual([status, submissionId], ["EXPIRED", null]);
  assert.match(failureReason ?? "", /has become a contract/);
  assert.equal(await statusOf(harness, hostile.quote), "ACTIVE");
  const attempts = harness.context.database.selectFrom("attempts").select(["outcome"]);
  const [attempt] = await attempts.where("paymentId", "=", hostile.quote.paymentId).execute();
  assert.equal(attempt?.outcome, "REFUSED", "the payment is free again at once");
});

test("submitAuthorization: what the payer's code may be asked about goes alone; a payment signature of a key shares", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { key, address } = await newPayer(harness);
  await harness.fund(address);
  const alone = await harness.accept(services, key, "eip3009");
  const shares = await harness.accept(services, key, "payment");
  assert.deepEqual(
    [(await harness.request(alone.id)).unbatchable, (await harness.request(shares.id)).unbatchable],
    [true, false],
  );
});

test("leaseRequests: what would revert is tried again for a moment, then given up, and its payment is free", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { key, address } = await newPayer(harness);
  const { id, quote } = await harness.accept(services, key, "eip3009");
  await harness.freeze(address);
  await harness.mine();
  for (let tries = 0; tries < 3; tries += 1) {
    harness.pass(5_000);
    assert.equal((await harness.request(id)).status, "QUEUED", `after ${tries}`);
    await harness.submit(services);
  }
  const { status, failureReason } = await harness.request(id);
  assert.equal(status, "EXPIRED");
  assert.match(failureReason ?? "", /blacklisted/);
  const { attempts } = await loadPayment(harness.context.database, quote.paymentId);
  assert.deepEqual(
    attempts.map(({ outcome, payer }) => [outcome, payer]),
    [["REFUSED", address]],
  );
});
