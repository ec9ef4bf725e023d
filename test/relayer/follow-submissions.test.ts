import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createWalletClient, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { scanDeposits } from "../../src/deposits/scan-deposits.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { depositAddressOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { Lane } from "../../src/relayer/lanes/lane.ts";
import { sendRequests } from "../../src/relayer/submissions/send-requests.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type RelayerChain, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

test("followSubmissions: a dropped transaction is sent again, byte for byte", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { id } = await harness.accept(services);
  await harness.submit(services);
  const [sent] = await harness.attemptsOf(id);
  assert.ok(sent);
  await harness.on.local.dropTransaction({ hash: sent.hash });
  await harness.mine();
  assert.equal((await harness.request(id)).status, "SENT");
  harness.pass(harness.settings.inclusionTimeout);
  await harness.follow(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
  assert.deepEqual(
    (await harness.attemptsOf(id)).map(({ envelope }) => envelope),
    [sent.envelope],
  );
});

test("followSubmissions: a nonce that something else has used is no loss: the payment goes under the next", async () => {
  await using harness = await chain.open();
  const dying: Lane = { ...harness.transactions, send: async () => ({ type: "UNKNOWN", reason: "time-out" }) };
  const { id } = await harness.accept(harness.servicesBy(dying));
  await harness.submit(harness.servicesBy(dying));
  const { address, nonce } = await harness.submissionOf(id);
  const key = sandboxAccounts.relayerKeys.find((account) => account.address === address);
  assert.ok(key);
  const wallet = createWalletClient({
    account: privateKeyToAccount(key.privateKey),
    chain: harness.on.local.chain,
    transport: http(harness.on.rpcUrl),
  });
  await wallet.sendTransaction({ to: address, value: 0n, nonce: Number(nonce) });
  await harness.mine();
  const services = harness.servicesBy(harness.transactions);
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "QUEUED");
  await harness.submit(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
});

test("followSubmissions: a submission that cannot be polled keeps no other of its key waiting", async () => {
  await using harness = await chain.open();
  const oneKey = { ...harness.transactions, sequences: harness.transactions.sequences.slice(0, 1) };
  const silent: Lane = { ...oneKey, send: async () => ({ type: "UNKNOWN", reason: "time-out" }) };
  const [one, two] = await harness.acceptMany(harness.servicesBy(silent), 2);
  assert.ok(one && two);
  for (let round = 0; round < 2; round += 1) {
    await sendRequests(harness.context, harness.servicesBy(silent), { ...harness.settings, batchSize: 1 });
  }
  const [first] = await harness.attemptsOf(one.id);
  const broken = new Error("broken");
  const failing: Lane = {
    ...oneKey,
    send: async (envelope) => (envelope === first?.envelope ? Promise.reject(broken) : oneKey.send(envelope)),
  };
  await assert.rejects(harness.follow(harness.servicesBy(failing)), AggregateError);
  assert.equal((await harness.attemptsOf(one.id))[0]?.sentAt, null);
  assert.ok((await harness.attemptsOf(two.id))[0]?.sentAt, "the one behind it was sent");
  const services = harness.servicesBy(oneKey);
  await harness.follow(services);
  await harness.mine();
  await harness.follow(services);
  assert.deepEqual(await harness.statuses([one.id, two.id]), ["CONFIRMED", "CONFIRMED"]);
});

test("followSubmissions: a request that reverts alone ends its attempt at once, with the transaction, and changes nothing else", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const key = generatePrivateKey();
  const payer = privateKeyToAccount(key);
  await harness.fundPayer(payer.address);
  const { quote, id } = await harness.accept(services, key);
  await harness.submit(services);
  await harness.freeze(payer.address);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "REVERTED");
  const [{ hash } = { hash: "0x" }] = await harness.attemptsOf(id);
  const { payment, attempts } = await loadPayment(harness.context.database, quote.paymentId);
  assert.equal(payment.status, "ACTIVE");
  assert.deepEqual(
    attempts.map(({ kind, outcome, transactionHash }) => [kind, outcome, transactionHash]),
    [["SIGNATURE", "REVERTED", hash]],
  );
  assert.ok(attempts[0]?.reason?.includes(hash));
  await harness.mine(3);
  harness.pass(20_000);
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "FAILED");
  assert.equal(await harness.statusOf(quote), "ACTIVE");
});

test("followSubmissions: a reorganisation takes a transaction's block: it lands again", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { quote, id } = await harness.accept(services);
  await harness.submit(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
  await harness.on.local.request({ method: "anvil_reorg", params: [1, []] } as never);
  assert.equal(await harness.isSettled(quote), false);
  harness.pass(20_000);
  await harness.follow(services);
  await harness.follow(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal(await harness.isSettled(quote), true);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
  assert.equal((await harness.attemptsOf(id)).length, 1);
});

test("followSubmissions: a reorganisation takes a reclaim back while the deposit's next scan is quicker: the key goes on, and the money is reclaimed", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy({
    ...harness.transactions,
    sequences: harness.transactions.sequences.slice(0, 1),
  });
  const { quote, id } = await harness.accept(services);
  await harness.submit(services);
  await harness.mine(3);
  await harness.follow(services);
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
  const address = depositAddressOf(termsFromJson(quote.terms), harness.on.router);
  await harness.fund(address, 10_000_000n);
  const reclaims = async () => {
    const relays = harness.context.database.selectFrom("relays").selectAll();
    return relays.where("quoteId", "=", quote.id).where("kind", "=", "RECLAIM").orderBy("createdAt").execute();
  };
  const lookAtDeposit = async () => {
    harness.pass(3_000);
    await scanDeposits(harness.context, services);
  };
  await lookAtDeposit();
  await harness.submit(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal(await harness.balanceOf(address), 0n);
  assert.deepEqual(
    (await reclaims()).map(({ status }) => status),
    ["CONFIRMED"],
  );
  await harness.on.local.request({ method: "anvil_reorg", params: [1, []] } as never);
  assert.equal(await harness.balanceOf(address), 10_000_000n);
  await lookAtDeposit();
  assert.deepEqual(
    (await reclaims()).map(({ status }) => status),
    ["CONFIRMED", "QUEUED"],
  );
  harness.pass(20_000);
  await harness.follow(services);
  await harness.mine();
  assert.equal(await harness.balanceOf(address), 0n, "the first was sent again");
  const next = await harness.accept(services);
  await harness.submit(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(next.id)).status, "CONFIRMED", "its nonce is used, so the key goes on");
});
