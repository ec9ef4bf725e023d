import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { sendRequests } from "../../src/relayer/submissions/send-requests.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type RelayerChain, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

test("sendRequests: a request has the gas to land alone, though another in front of it would make it cheaper", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  assert.equal(await harness.balanceOf(sandboxAccounts.merchant.address), 0n);
  const key = generatePrivateKey();
  const payer = privateKeyToAccount(key);
  await harness.fundPayer(payer.address);
  await harness.accept(services, key);
  await harness.submit(services);
  const behind = await harness.accept(services);
  const { gas, callData } = await harness.request(behind.id);
  const estimate = { to: harness.on.router, data: callData, account: payer.address };
  const gasBehind = await harness.client.estimateGas({ ...estimate, blockTag: "pending" });
  assert.ok(gas > gasBehind + 30_000n, `${gas} alone, ${gasBehind} behind the first`);
  await harness.submit(services);
  await harness.freeze(payer.address);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(behind.id)).status, "CONFIRMED");
  assert.equal(await harness.balanceOf(payer.address), 10_000_000n);
});

test("sendRequests: requests share a transaction; one that cannot be settled harms no other, and is settled once it can be", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const poorKey = generatePrivateKey();
  const poorPayer = privateKeyToAccount(poorKey);
  await harness.fundPayer(poorPayer.address);
  const good = await harness.acceptMany(services, 4);
  const bad = await harness.accept(services, poorKey);
  assert.equal(await harness.statusOf(bad.quote), "ACTIVE");
  const all = [...good, bad];
  assert.equal(await harness.submit(services), true);
  const submissions = new Set(await Promise.all(all.map(async ({ id }) => (await harness.request(id)).submissionId)));
  assert.equal(submissions.size, 1, "one transaction carries all");
  await harness.freeze(poorPayer.address);
  await harness.mine();
  await harness.follow(services);
  assert.deepEqual(await harness.statuses(good.map(({ id }) => id)), [
    "CONFIRMED",
    "CONFIRMED",
    "CONFIRMED",
    "CONFIRMED",
  ]);
  for (const { quote } of good) assert.equal(await harness.isSettled(quote), true);
  assert.equal((await harness.request(bad.id)).status, "QUEUED");
  assert.equal((await harness.request(bad.id)).unbatchable, true);

  await harness.submit(services);
  const backOff = await harness.request(bad.id);
  assert.deepEqual([backOff.status, backOff.submissionId], ["QUEUED", null], "it is tried before it is sent");
  assert.match(backOff.failureReason ?? "", /blacklisted/);
  await harness.freeze(poorPayer.address, "unBlacklist");
  await harness.mine();
  harness.pass(5_000);
  assert.equal(await harness.submit(services), true);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(bad.id)).status, "CONFIRMED");
  assert.equal(await harness.balanceOf(poorPayer.address), 0n);
});

test("sendRequests: a signature that somebody else has submitted is confirmed, and nothing is sent for it", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { quote, id } = await harness.accept(services);
  const { callData } = await harness.request(id);
  await harness.on.local.sendTransaction({ to: harness.on.router, data: callData, gas: 500_000n });
  await harness.mine();
  assert.equal(await harness.isSettled(quote), true);
  harness.pass(5_000);
  assert.equal(await harness.submit(services), false);
  const { status, submissionId } = await harness.request(id);
  assert.deepEqual([status, submissionId], ["CONFIRMED", null]);
});

test("sendRequests: a key without native tokens is paused, and its requests go by another", async () => {
  await using harness = await chain.open();
  const [poor] = sandboxAccounts.relayerKeys;
  await harness.on.local.setBalance({ address: poor.address, value: 0n });
  const services = harness.servicesBy(harness.transactions);
  const accepted = await harness.acceptMany(services, 5);
  for (let round = 0; round < 10; round += 1) {
    await sendRequests(harness.context, services, { ...harness.settings, batchSize: 1 });
    harness.pass(2_500);
  }
  await harness.mine();
  await harness.follow(services);
  for (const { id } of accepted) {
    assert.equal((await harness.request(id)).status, "CONFIRMED");
    assert.notEqual((await harness.submissionOf(id)).address, poor.address);
  }
  await harness.on.local.setBalance({ address: poor.address, value: parseEther("100") });
});
