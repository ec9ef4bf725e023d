import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { paymentRouterAbi } from "../../src/protocol/index.ts";
import type { Lane } from "../../src/relayer/lanes/lane.ts";
import { laneWork } from "../../src/relayer/lanes/lane-work.ts";
import { type RelayerChain, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

test("worker killed after recording and before sending: another sends the same bytes, once", async () => {
  await using harness = await chain.open();
  const died = new Error("kill -9");
  const dying: Lane = { ...harness.transactions, send: () => Promise.reject(died) };
  const { quote, id } = await harness.accept(harness.servicesBy(dying));
  await assert.rejects(harness.submit(harness.servicesBy(dying)), died);
  const [recorded] = await harness.attemptsOf(id);
  assert.equal(recorded?.sentAt, null);
  const { database, clock } = harness.context;
  const work = async () =>
    (await laneWork(database, clock())).map(({ lane, open, paused, since }) => [lane, open, paused, since !== null]);
  assert.deepEqual(await work(), [["transactions", 1, 0, true]]);
  const sequences = database.updateTable("relaySequences").where("lane", "=", "transactions");
  await sequences.set({ pausedUntil: new Date(clock().getTime() + 60_000) }).execute();
  assert.deepEqual(await work(), [["transactions", 1, harness.transactions.sequences.length, true]]);
  await sequences.set({ pausedUntil: null }).execute();
  const services = harness.servicesBy(harness.transactions);
  await harness.follow(services);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
  assert.deepEqual(await work(), []);
  assert.deepEqual(
    (await harness.attemptsOf(id)).map(({ hash }) => hash),
    [recorded?.hash],
  );
  assert.equal(await harness.isSettled(quote), true);
});

test("worker killed after sending and before recording that: nothing is sent under another nonce", async () => {
  await using harness = await chain.open();
  const died = new Error("kill -9");
  const dying: Lane = {
    ...harness.transactions,
    async send(envelope) {
      await harness.transactions.send(envelope);
      throw died;
    },
  };
  const { id } = await harness.accept(harness.servicesBy(dying));
  await assert.rejects(harness.submit(harness.servicesBy(dying)), died);
  const services = harness.servicesBy(harness.transactions);
  assert.equal(await harness.submit(services), false, "nothing is due");
  await harness.follow(services);
  assert.equal((await harness.attemptsOf(id)).length, 1);
  assert.ok((await harness.attemptsOf(id))[0]?.sentAt, "the node knew it");
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
});

test("worker that dies with requests and a key leased: both come back when the leases are over", async () => {
  await using harness = await chain.open();
  const { id } = await harness.accept(harness.servicesBy(harness.transactions));
  let reached = () => {};
  const signing = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const hanging: Lane = {
    ...harness.transactions,
    sign() {
      reached();
      return new Promise(() => {});
    },
  };
  harness.submit(harness.servicesBy(hanging)).catch(() => {});
  await signing;
  const services = harness.servicesBy(harness.transactions);
  assert.equal(await harness.submit(services), false);
  harness.pass(61_000);
  assert.equal(await harness.submit(services), true);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
});

test("two workers on one queue with the same keys, over both lanes: each payment is settled once, none reverts", async () => {
  await using harness = await chain.open({ withBundler: true });
  const services = harness.servicesBy(harness.bundler, harness.transactions);
  const fromBlock = (await harness.client.getBlockNumber()) + 1n;
  const accepted = await harness.acceptMany(services, 40);
  await harness.workUntilConfirmed(
    services,
    accepted.map(({ id }) => id),
    [harness.context, await harness.newContext()],
  );
  const settled = await harness.client.getContractEvents({
    address: harness.on.router,
    abi: paymentRouterAbi,
    eventName: "PaymentSettled",
    fromBlock,
    strict: true,
  });
  const ids = accepted.map(({ quote }) => quote.onchainId);
  assert.deepEqual(settled.map(({ args }) => args.paymentId).toSorted(), ids.toSorted());
  const submissions = await Promise.all(accepted.map(({ id }) => harness.submissionOf(id)));
  assert.deepEqual(new Set(submissions.map(({ lane }) => lane)), new Set(["bundler", "transactions"]));
  for (const { transactionHash } of settled) {
    assert.equal((await harness.client.getTransactionReceipt({ hash: transactionHash })).status, "success");
  }
});
