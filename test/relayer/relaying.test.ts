import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createPublicClient, createWalletClient, encodeFunctionData, type Hex, http, parseAbi, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { ChainClient } from "../../src/chain/chain-client.ts";
import { ChainUnavailableError } from "../../src/chain/errors.ts";
import { createGasMarket } from "../../src/chain/gas-prices.ts";
import { scanDeposits } from "../../src/deposits/scan-deposits.ts";
import { canonicalContracts, depositAddressOf, paymentRouterAbi } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import { watchBalances } from "../../src/relayer/balance-watch.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import type { RelayLane } from "../../src/relayer/lanes/lane.ts";
import type { RelaySettings } from "../../src/relayer/settings.ts";
import { followSubmissions } from "../../src/relayer/submissions/follow-submissions.ts";
import { sendRelays } from "../../src/relayer/submissions/send-requests.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { createGasSponsor } from "../../src/user-operations/gas-sponsor.ts";
import { type RelayHarness, startRelayHarness } from "../support/relayer-harness.ts";

const settings: RelaySettings = { batchSize: 20, feeCeiling: 5n, patience: 10_000 };
const patience = () => AbortSignal.timeout(30_000);

let harness: RelayHarness;
before(async () => {
  harness = await startRelayHarness(19_600);
});
after(() => harness[Symbol.asyncDispose]());
// Blocks come when the test says so.
beforeEach(() => harness.on.local.setIntervalMining({ interval: 0 }));
afterEach(async () => {
  await mine(3);
  await look(harness.relayBy(harness.transactions, harness.bundler));
  await harness.context.database
    .updateTable("relays")
    .set({ status: "EXPIRED" })
    .where("status", "in", ["QUEUED", "SENT"])
    .execute();
});

const mine = (blocks = 1) => harness.on.local.mine({ blocks });
const submit = (relay: ChainServices) => sendRelays(harness.context, relay, settings);
/** Looks what became of everything, when it is time for that. */
const look = async (relay: ChainServices) => {
  harness.pass(5_000);
  await followSubmissions(harness.context, relay, settings);
};
const statuses = (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await harness.relay(id)).status));
const attemptsOf = async (id: string) => {
  const { submissionId } = await harness.relay(id);
  assert.ok(submissionId);
  const attempts = harness.context.database.selectFrom("relayAttempts").selectAll();
  return attempts.where("submissionId", "=", submissionId).orderBy("number").execute();
};
const submissionOf = async (id: string) => {
  const { submissionId } = await harness.relay(id);
  const submissions = harness.context.database.selectFrom("relaySubmissions").selectAll();
  return submissions.where("id", "=", submissionId ?? "").executeTakeFirstOrThrow();
};
async function acceptMany(relay: ChainServices, count: number, payer?: Hex) {
  const accepted = [];
  while (accepted.length < count) accepted.push(await harness.accept(relay, payer));
  return accepted;
}
/** Has Circle freeze an account, in front of everything else in the next block. */
async function freeze(account: Hex, done: "blacklist" | "unBlacklist" = "blacklist") {
  const { local } = harness.on;
  const data = encodeFunctionData({
    abi: parseAbi(["function blacklist(address account)", "function unBlacklist(address account)"]),
    functionName: done,
    args: [account],
  });
  const fee = 10n ** 12n;
  await local.sendTransaction({
    to: harness.usdc.address,
    data,
    gas: 100_000n,
    maxFeePerGas: fee,
    maxPriorityFeePerGas: fee,
  });
}

// The first of all: a payment that finds its recipients' balances empty needs more gas than the one behind it.
test("a relay has the gas to land alone, though another that waits in front of it would make it cheaper", async () => {
  const relay = harness.relayBy(harness.transactions);
  assert.equal(await harness.balanceOf(sandboxAccounts.merchant.address), 0n);
  const key = generatePrivateKey();
  const payer = privateKeyToAccount(key);
  await harness.on.local.setIntervalMining({ interval: 1 });
  await mintToken(harness.on.local, harness.usdc, payer.address, 10_000_000n);
  await harness.on.local.setIntervalMining({ interval: 0 });
  await harness.accept(relay, key);
  await submit(relay);
  const behind = await harness.accept(relay);
  const { gas, callData } = await harness.relay(behind.id);
  const estimate = { to: harness.on.router, data: callData, account: payer.address };
  const gasBehind = await harness.client.estimateGas({ ...estimate, blockTag: "pending" });
  assert.ok(gas > gasBehind + 30_000n, `${gas} alone, ${gasBehind} behind the first`);
  await submit(relay);
  await freeze(payer.address);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(behind.id)).status, "CONFIRMED");
  assert.equal(await harness.balanceOf(payer.address), 10_000_000n);
});

test("several payments share a transaction; one that cannot be settled harms no other, and is settled once it can be", async () => {
  const relay = harness.relayBy(harness.transactions);
  const poorKey = generatePrivateKey();
  const poorPayer = privateKeyToAccount(poorKey);
  await harness.on.local.setIntervalMining({ interval: 1 });
  await mintToken(harness.on.local, harness.usdc, poorPayer.address, 10_000_000n);
  await harness.on.local.setIntervalMining({ interval: 0 });
  const good = await acceptMany(relay, 4);
  const bad = await harness.accept(relay, poorKey);
  assert.equal(await harness.statusOf(bad.quote), "PROCESSING");
  const all = [...good, bad];
  assert.equal(await submit(relay), true);
  const submissions = new Set(await Promise.all(all.map(async ({ id }) => (await harness.relay(id)).submissionId)));
  assert.equal(submissions.size, 1, "one transaction carries all");
  await freeze(poorPayer.address);
  await mine();
  await look(relay);
  assert.deepEqual(await statuses(good.map(({ id }) => id)), ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED"]);
  for (const { quote } of good) assert.equal(await harness.isSettled(quote), true);
  assert.equal((await harness.relay(bad.id)).status, "QUEUED");
  assert.equal((await harness.relay(bad.id)).alone, true);

  await submit(relay);
  const putOff = await harness.relay(bad.id);
  assert.deepEqual([putOff.status, putOff.submissionId], ["QUEUED", null], "it is tried before it is sent");
  assert.match(putOff.failureReason ?? "", /blacklisted/);
  await freeze(poorPayer.address, "unBlacklist");
  await mine();
  harness.pass(5_000);
  assert.equal(await submit(relay), true);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(bad.id)).status, "CONFIRMED");
  assert.equal(await harness.balanceOf(poorPayer.address), 0n);
});

test("killed after writing and before sending: another worker sends the same bytes, once", async () => {
  const died = new Error("kill -9");
  const dying: RelayLane = { ...harness.transactions, send: () => Promise.reject(died) };
  const { quote, id } = await harness.accept(harness.relayBy(dying));
  await assert.rejects(submit(harness.relayBy(dying)), died);
  const [recorded] = await attemptsOf(id);
  assert.equal(recorded?.sentAt, null);
  const relay = harness.relayBy(harness.transactions);
  await look(relay);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
  assert.deepEqual(
    (await attemptsOf(id)).map(({ hash }) => hash),
    [recorded?.hash],
  );
  assert.equal(await harness.isSettled(quote), true);
});

test("killed after sending and before writing that it was: it is not sent under another nonce", async () => {
  const died = new Error("kill -9");
  const dying: RelayLane = {
    ...harness.transactions,
    async send(envelope) {
      await harness.transactions.send(envelope);
      throw died;
    },
  };
  const { id } = await harness.accept(harness.relayBy(dying));
  await assert.rejects(submit(harness.relayBy(dying)), died);
  const relay = harness.relayBy(harness.transactions);
  assert.equal(await submit(relay), false, "nothing is due");
  await look(relay);
  assert.equal((await attemptsOf(id)).length, 1);
  assert.ok((await attemptsOf(id))[0]?.sentAt, "the node knew it");
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
});

test("a worker that dies with relays and a key in its hands loses neither: both come back when the leases are over", async () => {
  const { id } = await harness.accept(harness.relayBy(harness.transactions));
  let reached = () => {};
  const signing = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const hanging: RelayLane = {
    ...harness.transactions,
    sign() {
      reached();
      return new Promise(() => {});
    },
  };
  submit(harness.relayBy(hanging)).catch(() => {});
  await signing;
  const relay = harness.relayBy(harness.transactions);
  assert.equal(await submit(relay), false);
  harness.pass(61_000);
  assert.equal(await submit(relay), true);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
});

test("a transaction that waits too long is replaced under the same nonce by one that pays an eighth more", async () => {
  const relay = harness.relayBy(harness.transactions);
  const { id } = await harness.accept(relay);
  await submit(relay);
  for (let round = 0; round < 2; round += 1) {
    harness.pass(settings.patience);
    await look(relay);
  }
  const attempts = await attemptsOf(id);
  assert.equal(attempts.length, 3);
  for (const [index, later] of attempts.slice(1).entries()) {
    const earlier = attempts[index];
    assert.ok(earlier && later.sentAt, "the node took it in place of the one before");
    assert.ok(later.maxFeePerGas * 1000n >= earlier.maxFeePerGas * 1125n);
    assert.ok(later.maxPriorityFeePerGas * 1000n >= earlier.maxPriorityFeePerGas * 1125n);
  }
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
  const included = await Promise.all(attempts.map(({ hash }) => harness.transactions.inclusionOf(hash)));
  assert.deepEqual(included, [null, null, attempts[2]?.hash]);
});

test("what a node calls underpriced pays more at once", async () => {
  const refused: string[] = [];
  const demanding: RelayLane = {
    ...harness.transactions,
    async send(envelope) {
      if (refused.length === 2) return harness.transactions.send(envelope);
      refused.push(envelope);
      return { type: "UNDERPRICED" };
    },
  };
  const { id } = await harness.accept(harness.relayBy(demanding));
  await submit(harness.relayBy(demanding));
  const attempts = await attemptsOf(id);
  assert.deepEqual(
    attempts.map(({ sentAt }) => sentAt !== null),
    [false, false, true],
  );
  await mine();
  await look(harness.relayBy(harness.transactions));
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
});

test("fees are not raised above the ceiling", async () => {
  const relay = harness.relayBy(harness.transactions);
  const { id } = await harness.accept(relay);
  const atCeiling = { ...settings, feeCeiling: 1n };
  await sendRelays(harness.context, relay, atCeiling);
  harness.pass(settings.patience + 5_000);
  await followSubmissions(harness.context, relay, atCeiling);
  assert.equal((await attemptsOf(id)).length, 1);
});

test("a dropped transaction is sent again, byte for byte", async () => {
  const relay = harness.relayBy(harness.transactions);
  const { id } = await harness.accept(relay);
  await submit(relay);
  const [sent] = await attemptsOf(id);
  assert.ok(sent);
  await harness.on.local.dropTransaction({ hash: sent.hash });
  await mine();
  assert.equal((await harness.relay(id)).status, "SENT");
  harness.pass(settings.patience);
  await look(relay);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
  assert.deepEqual(
    (await attemptsOf(id)).map(({ envelope }) => envelope),
    [sent.envelope],
  );
});

test("a nonce that something else has used is no loss: the payment goes under the next", async () => {
  const dying: RelayLane = { ...harness.transactions, send: async () => ({ type: "UNKNOWN", reason: "time-out" }) };
  const { id } = await harness.accept(harness.relayBy(dying));
  await submit(harness.relayBy(dying));
  const { address, nonce } = await submissionOf(id);
  const key = sandboxAccounts.relayerKeys.find((account) => account.address === address);
  assert.ok(key);
  const wallet = createWalletClient({
    account: privateKeyToAccount(key.privateKey),
    chain: harness.on.local.chain,
    transport: http(harness.on.rpcUrl),
  });
  await wallet.sendTransaction({ to: address, value: 0n, nonce: Number(nonce) });
  await mine();
  const relay = harness.relayBy(harness.transactions);
  await look(relay);
  assert.equal((await harness.relay(id)).status, "QUEUED");
  await submit(relay);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
});

test("a signature that somebody else has submitted is done, and nothing is sent for it", async () => {
  const relay = harness.relayBy(harness.transactions);
  const { quote, id } = await harness.accept(relay);
  const { callData } = await harness.relay(id);
  await harness.on.local.sendTransaction({ to: harness.on.router, data: callData, gas: 500_000n });
  await mine();
  assert.equal(await harness.isSettled(quote), true);
  harness.pass(5_000);
  assert.equal(await submit(relay), false);
  const { status, submissionId } = await harness.relay(id);
  assert.deepEqual([status, submissionId], ["CONFIRMED", null]);
});

test("a key without coin is passed over, and what it was to send goes by another", async () => {
  const [poor] = sandboxAccounts.relayerKeys;
  await harness.on.local.setBalance({ address: poor.address, value: 0n });
  const relay = harness.relayBy(harness.transactions);
  const accepted = await acceptMany(relay, 5);
  for (let round = 0; round < 10; round += 1) {
    await sendRelays(harness.context, relay, { ...settings, batchSize: 1 });
    harness.pass(2_500);
  }
  await mine();
  await look(relay);
  for (const { id } of accepted) {
    assert.equal((await harness.relay(id)).status, "CONFIRMED");
    assert.notEqual((await submissionOf(id)).address, poor.address);
  }
  await harness.on.local.setBalance({ address: poor.address, value: parseEther("100") });
});

test("a reorganisation takes a transaction's block: it lands again", async () => {
  const relay = harness.relayBy(harness.transactions);
  const { quote, id } = await harness.accept(relay);
  await submit(relay);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
  await harness.on.local.request({ method: "anvil_reorg", params: [1, []] } as never);
  assert.equal(await harness.isSettled(quote), false);
  harness.pass(20_000);
  await look(relay);
  await look(relay);
  await mine();
  await look(relay);
  assert.equal(await harness.isSettled(quote), true);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
  assert.equal((await attemptsOf(id)).length, 1);
});

test("a reorganisation takes a reclaim back, and the deposit's next look is quicker: the key goes on, and the money is given back", async () => {
  const relay = harness.relayBy({ ...harness.transactions, sequences: harness.transactions.sequences.slice(0, 1) });
  const { quote, id } = await harness.accept(relay);
  await submit(relay);
  await mine(3);
  await look(relay);
  await look(relay);
  assert.equal((await harness.relay(id)).status, "CONFIRMED");
  const address = depositAddressOf(termsFromJson(quote.terms), harness.on.router);
  await harness.on.local.setIntervalMining({ interval: 1 });
  await mintToken(harness.on.local, harness.usdc, address, 10_000_000n);
  await harness.on.local.setIntervalMining({ interval: 0 });
  const reclaims = async () => {
    const relays = harness.context.database.selectFrom("relays").selectAll();
    return relays.where("quoteId", "=", quote.id).where("kind", "=", "RECLAIM").orderBy("createdAt").execute();
  };
  const lookAtDeposit = async () => {
    harness.pass(3_000);
    await scanDeposits(harness.context, relay);
  };
  await lookAtDeposit();
  await submit(relay);
  await mine();
  await look(relay);
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
  await look(relay);
  await mine();
  assert.equal(await harness.balanceOf(address), 0n, "the first was sent again");
  const next = await harness.accept(relay);
  await submit(relay);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(next.id)).status, "CONFIRMED", "its nonce is used, so the key goes on");
});

test("a submission that cannot be looked at keeps no other of its key waiting", async () => {
  const oneKey = { ...harness.transactions, sequences: harness.transactions.sequences.slice(0, 1) };
  const silent: RelayLane = { ...oneKey, send: async () => ({ type: "UNKNOWN", reason: "time-out" }) };
  const [one, two] = await acceptMany(harness.relayBy(silent), 2);
  assert.ok(one && two);
  for (let round = 0; round < 2; round += 1) {
    await sendRelays(harness.context, harness.relayBy(silent), { ...settings, batchSize: 1 });
  }
  const [first] = await attemptsOf(one.id);
  const broken = new Error("broken");
  const failing: RelayLane = {
    ...oneKey,
    send: async (envelope) => (envelope === first?.envelope ? Promise.reject(broken) : oneKey.send(envelope)),
  };
  await assert.rejects(look(harness.relayBy(failing)), AggregateError);
  assert.equal((await attemptsOf(one.id))[0]?.sentAt, null);
  assert.ok((await attemptsOf(two.id))[0]?.sentAt, "the one behind it was sent");
  const relay = harness.relayBy(oneKey);
  await look(relay);
  await mine();
  await look(relay);
  assert.deepEqual(await statuses([one.id, two.id]), ["CONFIRMED", "CONFIRMED"]);
});

test("a relay that reverts by itself fails its payment once its block is final, with the transaction", async () => {
  const relay = harness.relayBy(harness.transactions);
  const key = generatePrivateKey();
  const payer = privateKeyToAccount(key);
  await harness.on.local.setIntervalMining({ interval: 1 });
  await mintToken(harness.on.local, harness.usdc, payer.address, 10_000_000n);
  await harness.on.local.setIntervalMining({ interval: 0 });
  const { quote, id } = await harness.accept(relay, key);
  await submit(relay);
  await freeze(payer.address);
  await mine();
  await look(relay);
  assert.equal((await harness.relay(id)).status, "REVERTED");
  assert.equal(await harness.statusOf(quote), "PROCESSING");
  const [{ hash } = { hash: "0x" }] = await attemptsOf(id);
  await mine(3);
  harness.pass(20_000);
  await look(relay);
  assert.equal((await harness.relay(id)).status, "FAILED");
  const { status, failureReason } = await harness.context.database
    .selectFrom("payments")
    .selectAll()
    .where("id", "=", quote.paymentId)
    .executeTakeFirstOrThrow();
  assert.equal(status, "FAILED");
  assert.ok(failureReason?.includes(hash));
});

test("a deposit whose gas costs more than the fee is told, stays where it is, and pays once gas is cheaper", async () => {
  const relay = harness.relayBy(harness.transactions);
  const { context } = harness;
  const rates = createMarketRates({
    sources: [{ name: "hand", fetchRates: async () => new Map([["ETH", "0.0005"]] as const) }],
    clock: context.clock,
    log: { warn() {} },
  });
  await rates.refresh();
  await harness.transactions.fees();
  const quote = await harness.newQuote();
  const { terms } = quote;
  const address = depositAddressOf(termsFromJson(terms), harness.on.router);
  await harness.on.local.setIntervalMining({ interval: 1 });
  await mintToken(harness.on.local, harness.usdc, address, 10_000_000n);
  await harness.on.local.setIntervalMining({ interval: 0 });
  // A ten-thousandth of the fee of ten cents.
  const dear = { ...context, rates, sponsorshipLimit: 1n };
  const told = async () => {
    const events = context.database.selectFrom("webhookEvents").select(["type", "body"]);
    return events.where("paymentId", "=", quote.paymentId).execute();
  };
  for (let look = 0; look < 2; look += 1) {
    harness.pass(3_000);
    await scanDeposits(dear, relay);
  }
  const [waiting, ...more] = await told();
  assert.deepEqual([waiting?.type, more.length], ["payment.waiting", 0]);
  const { deposit } = JSON.parse(waiting?.body ?? "");
  assert.deepEqual(
    [deposit.address, deposit.receivedAmount, deposit.sponsorship.fee],
    [address, "10.000000", "0.1000"],
  );
  assert.equal(await harness.statusOf(quote), "ACTIVE");
  assert.equal(await harness.balanceOf(address), 10_000_000n);

  harness.pass(3_000);
  await scanDeposits({ ...dear, sponsorshipLimit: 100_000_000n }, relay);
  await submit(relay);
  await mine();
  assert.equal(await harness.isSettled(quote), true);
  await look(relay);
});

test("what pays for gas is read, and is low when it covers too few payments: said once, and once when it is filled up", async () => {
  const { client, on, transactions } = harness;
  const [key] = sandboxAccounts.relayerKeys;
  const lines: string[] = [];
  const say = (level: string) => (details: { address?: string }) => void lines.push(`${level} ${details.address}`);
  const watch = watchBalances({
    chain: on.chain,
    client,
    gasMarket: createGasMarket(client, on.chain, harness.context.clock),
    gasSponsor: on.gasSponsor,
    lanes: [transactions],
    fewestPayments: 500n,
    log: { warn: say("warn"), info: say("info") } as never,
  });
  assert.deepEqual(watch.current(), []);
  await watch.read();
  assert.deepEqual(
    watch.current().map(({ holder, low }) => [holder, low]),
    [["sponsor", false], ...transactions.sequences.map(() => ["key", false])],
  );
  const before = await client.getBalance({ address: key.address });
  await on.local.setBalance({ address: key.address, value: 1_000_000_000_000_000n });
  for (let look = 0; look < 2; look += 1) await watch.read();
  const low = watch.current().find(({ address }) => address === key.address);
  assert.ok(low?.low && low.amount === 1_000_000_000_000_000n && low.paymentsLeft < 500n);
  await on.local.setBalance({ address: key.address, value: before });
  await watch.read();
  assert.deepEqual(lines, [`warn ${key.address}`, `info ${key.address}`]);
});

/** Blocks each second, and work until all are confirmed. */
async function workUntilConfirmed(relay: ChainServices, ids: readonly string[], contexts = [harness.context]) {
  const signal = patience();
  await harness.on.local.setIntervalMining({ interval: 1 });
  while ((await statuses(ids)).some((status) => status !== "CONFIRMED")) {
    await Promise.all(
      contexts.flatMap((context) => [
        sendRelays(context, relay, { ...settings, batchSize: 3 }),
        sendRelays(context, relay, { ...settings, batchSize: 3 }),
        followSubmissions(context, relay, settings),
      ]),
    );
    await sleep(100, undefined, { signal });
  }
}

test("two workers on one queue with the same keys, over both lanes: each payment is settled once, none reverts", async () => {
  const relay = harness.relayBy(harness.bundler, harness.transactions);
  const fromBlock = (await harness.client.getBlockNumber()) + 1n;
  const accepted = await acceptMany(relay, 40);
  await workUntilConfirmed(
    relay,
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
  const submissions = await Promise.all(accepted.map(({ id }) => submissionOf(id)));
  assert.deepEqual(new Set(submissions.map(({ lane }) => lane)), new Set(["bundler", "transactions"]));
  for (const { transactionHash } of settled) {
    assert.equal((await harness.client.getTransactionReceipt({ hash: transactionHash })).status, "success");
  }
});

test("while the bundler is down transactions take over at once, and when it is back it is used again", async () => {
  const relay = harness.relayBy(harness.bundler, harness.transactions);
  await harness.on.stopBundler();
  const [one, two] = [await harness.accept(relay), await harness.accept(relay)];
  await workUntilConfirmed(relay, [one.id, two.id]);
  assert.equal((await submissionOf(one.id)).lane, "transactions");
  await harness.on.startBundler();
  const signal = patience();
  while (!harness.bundler.isAvailable()) {
    harness.pass(1_000);
    await sleep(100, undefined, { signal });
  }
  const three = await harness.accept(relay);
  await workUntilConfirmed(relay, [three.id]);
  assert.equal((await submissionOf(three.id)).lane, "bundler");
});

test("a bundler that takes operations and does nothing is given up after a while; should it wake up, nothing is paid twice", async () => {
  const held: string[] = [];
  const silent: RelayLane = {
    ...harness.bundler,
    async send(envelope) {
      held.push(envelope);
      return { type: "TAKEN" };
    },
    isPending: async () => true,
  };
  const relay = harness.relayBy(silent, harness.transactions);
  const payer = sandboxAccounts.payersWithoutCoin[0].address;
  const { quote, id } = await harness.accept(relay);
  const before = await harness.balanceOf(payer);
  await submit(relay);
  assert.equal((await submissionOf(id)).lane, "bundler");
  harness.pass(settings.patience);
  await look(relay);
  assert.equal((await harness.relay(id)).avoidLane, "bundler");
  await workUntilConfirmed(relay, [id]);
  assert.equal((await submissionOf(id)).lane, "transactions");
  assert.equal(await harness.isSettled(quote), true);
  for (const envelope of held) await harness.bundler.send(envelope);
  await sleep(2_000);
  assert.equal(before - (await harness.balanceOf(payer)), 10_000_000n);
});

test("an operation that the bundler does not include is replaced by one that pays more", async () => {
  const relay = harness.relayBy(harness.bundler);
  const { id } = await harness.accept(relay);
  await harness.on.local.setIntervalMining({ interval: 0 });
  const holding: RelayLane = { ...harness.bundler, isPending: async () => true, send: async () => ({ type: "TAKEN" }) };
  await submit(harness.relayBy(holding));
  harness.pass(settings.patience);
  await look(harness.relayBy(holding));
  const [first, second] = await attemptsOf(id);
  assert.ok(first && second);
  assert.ok(second.maxFeePerGas * 10n >= first.maxFeePerGas * 11n);
  // The bundler has forgotten it, as it does when it is started again: then the same is sent again.
  harness.pass(settings.patience);
  await look(relay);
  await workUntilConfirmed(relay, [id]);
  assert.equal(await harness.bundler.inclusionOf(first.hash), null);
  assert.ok(await harness.bundler.inclusionOf(second.hash));
});

/** Takes all that the gas sponsor can spend, or gives it back. */
async function setDeposit(done: "spent" | "filled") {
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
  await mine();
}

test("what a bundler refuses goes by the other lane at once, whether it refuses to estimate it or to take it", async () => {
  const sponsor = createGasSponsor(harness.on.chain.id, {
    address: sandboxAccounts.merchant.address,
    signerKey: sandboxAccounts.sponsorSigner.privateKey,
  });
  const unable = harness.bundlerWith({ sponsor });
  const relay = harness.relayBy(unable, harness.transactions);
  const accepted = await acceptMany(relay, 2);
  assert.equal(await submit(relay), true);
  for (const { id } of accepted) {
    const { avoidLane, failureReason, alone } = await harness.relay(id);
    assert.deepEqual([avoidLane, alone], ["bundler", false]);
    assert.match(failureReason ?? "", /AA3/);
    assert.equal((await submissionOf(id)).lane, "transactions");
  }
  const refusing: RelayLane = { ...harness.bundler, send: async () => ({ type: "REFUSED", reason: "banned" }) };
  const taking = harness.relayBy(refusing, harness.transactions);
  const { id } = await harness.accept(taking);
  await submit(taking);
  await submit(taking);
  assert.equal((await submissionOf(id)).lane, "transactions");
  await mine();
  await look(taking);
  assert.deepEqual(await statuses([...accepted.map((row) => row.id), id]), ["CONFIRMED", "CONFIRMED", "CONFIRMED"]);
});

test("while neither lane has coin they take turns and wait longer each time; what avoids a lane is not stuck where it is the only one", async () => {
  const keys = sandboxAccounts.relayerKeys;
  await setDeposit("spent");
  for (const { address } of keys) await harness.on.local.setBalance({ address, value: 0n });
  const relay = harness.relayBy(harness.bundler, harness.transactions);
  const { quote, id } = await harness.accept(relay);
  const turns: string[] = [];
  const tryOnce = async () => {
    await submit(relay);
    const { avoidLane, status } = await harness.relay(id);
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
  await setDeposit("filled");
  harness.pass(61_000);
  const remaining = harness.relayBy(harness.bundler);
  await workUntilConfirmed(remaining, [id]);
  assert.equal((await submissionOf(id)).lane, "bundler", "the lane that it avoided, since there is no other any more");
  assert.equal(await harness.isSettled(quote), true);
  for (const { address } of keys) await harness.on.local.setBalance({ address, value: parseEther("100") });
});

test("a nonce that a bundler has forgotten is used again, also while the one before it may be taken back", async () => {
  const others = harness.context.database.updateTable("relaySequences").where("lane", "=", "bundler");
  const restOthers = (restsUntil: Date | null) => others.where("nonceKey", "!=", 0n).set({ restsUntil }).execute();
  await restOthers(new Date(harness.context.clock().getTime() + 3_600_000));
  const bundlerAlone = harness.relayBy(harness.bundler);
  harness.pass(31_000);
  const before = await harness.accept(bundlerAlone);
  await workUntilConfirmed(bundlerAlone, [before.id]);
  await harness.on.local.setIntervalMining({ interval: 0 });
  const forgetful: RelayLane = {
    ...harness.bundler,
    send: async () => ({ type: "TAKEN" }),
    isPending: async () => false,
  };
  const relay = harness.relayBy(forgetful, harness.transactions);
  const { id } = await harness.accept(relay);
  await submit(relay);
  const { nonce } = await submissionOf(id);
  harness.pass(settings.patience);
  await look(relay);
  assert.equal((await harness.relay(id)).avoidLane, "bundler");
  assert.equal((await submissionOf(before.id)).status, "LANDED");
  const next = await harness.accept(bundlerAlone);
  await workUntilConfirmed(bundlerAlone, [next.id]);
  const submission = await submissionOf(next.id);
  assert.deepEqual([submission.lane, submission.nonce], ["bundler", nonce]);
  await restOthers(null);
});

test("a node of ours that answers with an error is not taken for a bundler that refuses", async () => {
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
