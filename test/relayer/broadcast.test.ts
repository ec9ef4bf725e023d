import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Lane } from "../../src/relayer/lanes/lane.ts";
import { followSubmissions } from "../../src/relayer/submissions/follow-submissions.ts";
import { sendRequests } from "../../src/relayer/submissions/send-requests.ts";
import { type RelayerChain, startRelayerChain } from "../support/relayer-harness.ts";

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

test("replace: a transaction that waits too long is replaced under the same nonce by one that pays an eighth more", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { id } = await harness.accept(services);
  await harness.submit(services);
  for (let round = 0; round < 2; round += 1) {
    harness.pass(harness.settings.inclusionTimeout);
    await harness.follow(services);
  }
  const attempts = await harness.attemptsOf(id);
  assert.equal(attempts.length, 3);
  for (const [index, later] of attempts.slice(1).entries()) {
    const earlier = attempts[index];
    assert.ok(earlier && later.sentAt, "the node took it in place of the one before");
    assert.ok(later.maxFeePerGas * 1000n >= earlier.maxFeePerGas * 1125n);
    assert.ok(later.maxPriorityFeePerGas * 1000n >= earlier.maxPriorityFeePerGas * 1125n);
  }
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "CONFIRMED");
  const included = await Promise.all(attempts.map(({ hash }) => harness.transactions.inclusionOf(hash)));
  assert.deepEqual(included, [null, null, attempts[2]?.hash]);
});

test("broadcast: an attempt that a node calls underpriced is replaced at once", async () => {
  await using harness = await chain.open();
  const refused: string[] = [];
  const demanding: Lane = {
    ...harness.transactions,
    async send(envelope) {
      if (refused.length === 2) return harness.transactions.send(envelope);
      refused.push(envelope);
      return { type: "UNDERPRICED" };
    },
  };
  const { id } = await harness.accept(harness.servicesBy(demanding));
  await harness.submit(harness.servicesBy(demanding));
  const attempts = await harness.attemptsOf(id);
  assert.deepEqual(
    attempts.map(({ sentAt }) => sentAt !== null),
    [false, false, true],
  );
  await harness.mine();
  await harness.follow(harness.servicesBy(harness.transactions));
  assert.equal((await harness.request(id)).status, "CONFIRMED");
});

test("replace: fees are not raised above the ceiling", async () => {
  await using harness = await chain.open();
  const services = harness.servicesBy(harness.transactions);
  const { id } = await harness.accept(services);
  const atCeiling = { ...harness.settings, feeCeiling: 1n };
  await sendRequests(harness.context, services, atCeiling);
  harness.pass(harness.settings.inclusionTimeout + 5_000);
  await followSubmissions(harness.context, services, atCeiling);
  assert.equal((await harness.attemptsOf(id)).length, 1);
});
