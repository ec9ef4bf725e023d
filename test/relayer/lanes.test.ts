import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createPublicClient, encodeFunctionData, http, parseAbi, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { ChainUnavailableError } from "../../src/chain/errors.ts";
import type { ChainClient } from "../../src/chain/providers/chain-client.ts";
import { canonicalContracts } from "../../src/protocol/index.ts";
import type { Lane } from "../../src/relayer/lanes/lane.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { createGasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";
import { type RelayerChain, type RelayerHarness, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

/** With the smart account of the bundler lane deployed: the first operation brings it. */
async function openDeployed(): Promise<RelayerHarness> {
  const harness = await chain.open({ withBundler: true });
  const services = harness.servicesBy(harness.bundler);
  const { id } = await harness.accept(services);
  await harness.workUntilConfirmed(services, [id]);
  return harness;
}

test("lanes: while the bundler is down transactions take over at once, and when it is back it is used again", async () => {
  await using harness = await chain.open({ withBundler: true });
  const services = harness.servicesBy(harness.bundler, harness.transactions);
  await harness.on.stopBundler();
  const [one, two] = [await harness.accept(services), await harness.accept(services)];
  await harness.workUntilConfirmed(services, [one.id, two.id]);
  assert.equal((await harness.submissionOf(one.id)).lane, "transactions");
  await harness.on.startBundler();
  const signal = AbortSignal.timeout(60_000);
  while (!harness.bundler.isAvailable()) {
    harness.pass(1_000);
    await sleep(100, undefined, { signal });
  }
  const three = await harness.accept(services);
  await harness.workUntilConfirmed(services, [three.id]);
  assert.equal((await harness.submissionOf(three.id)).lane, "bundler");
});

test("lanes: a bundler that accepts operations and does nothing is given up; should it wake up, nothing is paid twice", async () => {
  await using harness = await openDeployed();
  const held: string[] = [];
  const silent: Lane = {
    ...harness.bundler,
    async send(envelope) {
      held.push(envelope);
      return { type: "ACCEPTED" };
    },
    isPending: async () => true,
  };
  const services = harness.servicesBy(silent, harness.transactions);
  const payer = sandboxAccounts.payersWithoutNative[0].address;
  const { quote, id } = await harness.accept(services);
  const before = await harness.balanceOf(payer);
  await harness.submit(services);
  assert.equal((await harness.submissionOf(id)).lane, "bundler");
  harness.pass(harness.settings.inclusionTimeout);
  await harness.follow(services);
  assert.equal((await harness.request(id)).avoidLane, "bundler");
  await harness.workUntilConfirmed(services, [id]);
  assert.equal((await harness.submissionOf(id)).lane, "transactions");
  assert.equal(await harness.isSettled(quote), true);
  for (const envelope of held) await harness.bundler.send(envelope);
  await sleep(2_000);
  assert.equal(before - (await harness.balanceOf(payer)), 10_000_000n);
});

test("bundler lane: an operation that is not included is replaced by one that pays more", async () => {
  await using harness = await openDeployed();
  const services = harness.servicesBy(harness.bundler);
  const { id } = await harness.accept(services);
  const holding: Lane = { ...harness.bundler, isPending: async () => true, send: async () => ({ type: "ACCEPTED" }) };
  await harness.submit(harness.servicesBy(holding));
  harness.pass(harness.settings.inclusionTimeout);
  await harness.follow(harness.servicesBy(holding));
  const [first, second] = await harness.attemptsOf(id);
  assert.ok(first && second);
  assert.ok(second.maxFeePerGas * 10n >= first.maxFeePerGas * 11n);
  // The bundler has forgotten it, as it does when it is started again: then the same is sent again.
  harness.pass(harness.settings.inclusionTimeout);
  await harness.follow(services);
  await harness.workUntilConfirmed(services, [id]);
  assert.equal(await harness.bundler.inclusionOf(first.hash), null);
  assert.ok(await harness.bundler.inclusionOf(second.hash));
});

test("failOver: what a bundler refuses goes by the other lane at once, whether it refuses to estimate or to accept it", async () => {
  await using harness = await chain.open({ withBundler: true });
  const sponsor = createGasSponsor(harness.on.chain.id, {
    address: sandboxAccounts.merchant.address,
    signerKey: sandboxAccounts.sponsorSigner.privateKey,
  });
  const unable = harness.bundlerWith({ sponsor });
  const services = harness.servicesBy(unable, harness.transactions);
  const accepted = await harness.acceptMany(services, 2);
  assert.equal(await harness.submit(services), true);
  for (const { id } of accepted) {
    const { avoidLane, failureReason, unbatchable } = await harness.request(id);
    assert.deepEqual([avoidLane, unbatchable], ["bundler", false]);
    assert.match(failureReason ?? "", /AA3/);
    assert.equal((await harness.submissionOf(id)).lane, "transactions");
  }
  const refusing: Lane = { ...harness.bundler, send: async () => ({ type: "REFUSED", reason: "banned" }) };
  const taking = harness.servicesBy(refusing, harness.transactions);
  const { id } = await harness.accept(taking);
  await harness.submit(taking);
  await harness.submit(taking);
  assert.equal((await harness.submissionOf(id)).lane, "transactions");
  await harness.mine();
  await harness.follow(taking);
  assert.deepEqual(await harness.statuses([...accepted.map((row) => row.id), id]), [
    "CONFIRMED",
    "CONFIRMED",
    "CONFIRMED",
  ]);
});

test("failOver: while neither lane has funds they alternate with backoff; a request is not stuck where the lane that it avoids is the only one", async () => {
  await using harness = await chain.open({ withBundler: true });
  const keys = sandboxAccounts.relayerKeys;
  await setDeposit(harness, "spent");
  for (const { address } of keys) await harness.on.local.setBalance({ address, value: 0n });
  const services = harness.servicesBy(harness.bundler, harness.transactions);
  const { quote, id } = await harness.accept(services);
  const turns: string[] = [];
  const tryOnce = async () => {
    await harness.submit(services);
    const { avoidLane, status } = await harness.request(id);
    assert.equal(status, "QUEUED");
    if (avoidLane !== turns.at(-1)) turns.push(avoidLane ?? "none");
  };
  for (let round = 0; round < 10; round += 1) {
    await tryOnce();
    harness.pass(3_000);
  }
  assert.deepEqual(turns.slice(0, 3), ["transactions", "bundler", "transactions"]);
  assert.ok(turns.length < 7, "each time they wait longer");
  while (turns.at(-1) !== "bundler") {
    harness.pass(61_000);
    await tryOnce();
  }
  await setDeposit(harness, "filled");
  harness.pass(61_000);
  const remaining = harness.servicesBy(harness.bundler);
  await harness.workUntilConfirmed(remaining, [id]);
  assert.equal(
    (await harness.submissionOf(id)).lane,
    "bundler",
    "the lane that it avoided, since there is no other any more",
  );
  assert.equal(await harness.isSettled(quote), true);
  for (const { address } of keys) await harness.on.local.setBalance({ address, value: parseEther("100") });
});

test("bundler lane: a nonce that the bundler has forgotten is used again, also while a reorganisation may undo the one before it", async () => {
  await using harness = await chain.open({ withBundler: true });
  const others = harness.context.database.updateTable("relaySequences").where("lane", "=", "bundler");
  const restOthers = (pausedUntil: Date | null) => others.where("nonceKey", "!=", 0n).set({ pausedUntil }).execute();
  await restOthers(new Date(harness.context.clock().getTime() + 3_600_000));
  const bundlerAlone = harness.servicesBy(harness.bundler);
  harness.pass(31_000);
  const before = await harness.accept(bundlerAlone);
  await harness.workUntilConfirmed(bundlerAlone, [before.id]);
  const forgetful: Lane = {
    ...harness.bundler,
    send: async () => ({ type: "ACCEPTED" }),
    isPending: async () => false,
  };
  const services = harness.servicesBy(forgetful, harness.transactions);
  const { id } = await harness.accept(services);
  await harness.submit(services);
  const { nonce } = await harness.submissionOf(id);
  harness.pass(harness.settings.inclusionTimeout);
  await harness.follow(services);
  assert.equal((await harness.request(id)).avoidLane, "bundler");
  assert.equal((await harness.submissionOf(before.id)).status, "LANDED");
  const next = await harness.accept(bundlerAlone);
  await harness.workUntilConfirmed(bundlerAlone, [next.id]);
  const submission = await harness.submissionOf(next.id);
  assert.deepEqual([submission.lane, submission.nonce], ["bundler", nonce]);
  await restOthers(null);
});

test("bundler lane: an error of our own node is not taken for a refusal of the bundler", async () => {
  await using harness = await chain.open({ withBundler: true });
  // The bundler knows nothing of a chain's methods, and says so.
  const transport = http(harness.on.bundlerUrl, { retryCount: 0 });
  const client = createPublicClient({ chain: harness.client.chain, transport }) as ChainClient;
  const { sequences, sign } = harness.bundlerWith({ client });
  const [sequence] = sequences;
  assert.ok(sequence);
  const call = { to: harness.on.router, value: 0n, data: "0x" } as const;
  const fees = await harness.bundler.fees();
  await assert.rejects(
    sign({ sequence, nonce: 0n, call, gas: 100_000n, fees, validUntil: harness.context.clock() }),
    ChainUnavailableError,
  );
});

/** Takes all that the gas sponsor can spend, or gives it back. */
async function setDeposit(harness: RelayerHarness, done: "spent" | "filled") {
  const { local, gasSponsor } = harness.on;
  const entryPoint = canonicalContracts.entryPoint.address;
  const abi = parseAbi([
    "function balanceOf(address account) view returns (uint256)",
    "function depositTo(address account) payable",
    "function withdrawTo(address to, uint256 amount)",
  ]);
  if (done === "filled") {
    const data = encodeFunctionData({ abi, functionName: "depositTo", args: [gasSponsor] });
    await local.sendTransaction({ to: entryPoint, data, value: parseEther("100"), gas: 100_000n });
  } else {
    const args = [gasSponsor] as const;
    const deposit = await harness.client.readContract({ address: entryPoint, abi, functionName: "balanceOf", args });
    const owner = privateKeyToAccount(sandboxAccounts.sponsorOwner.privateKey);
    await local.setBalance({ address: owner.address, value: parseEther("1") });
    const data = encodeFunctionData({ abi, functionName: "withdrawTo", args: [owner.address, deposit] });
    await local.sendTransaction({ account: owner, to: gasSponsor, data, gas: 200_000n });
  }
  await harness.mine();
}
