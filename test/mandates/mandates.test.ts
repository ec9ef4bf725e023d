import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { v7 as uuidv7 } from "uuid";
import { encodeFunctionData } from "viem";
import { uuidOfMandate } from "../../src/mandates/index.ts";
import { cancelTypedData, mandatesAbi } from "../../src/protocol/index.ts";
import type { Difference } from "../../src/reconciliation/difference.ts";
import { fails } from "../../src/sandbox/faults/index.ts";
import { settlementAddress } from "../support/test-server.ts";
import { type MandateChain, newMandate, signAs, startMandateChain, unsignedMandate } from "./mandate-chain.ts";

const seller = "0x2222222222222222222222222222222222222222";
const dollars = (count: number) => BigInt(count) * 1_000_000n;
const day = 86_400;

let chain: MandateChain;
before(async () => {
  chain = await startMandateChain();
});
after(() => chain?.[Symbol.asyncDispose]());

type Named = { readonly id: string };

const get = async (path: string) => (await chain.server.call("GET", path)).body;
const ask = (mandate: Named, period = 0, more: object = {}) =>
  chain.server.call("POST", `/v1/mandates/${mandate.id}/charges`, { period, ...more });
const chargesOf = async ({ id }: Named) => (await get(`/v1/mandates/${id}/charges`)).data;
const statusOf = async (mandate: Named) => (await chargesOf(mandate))[0].status;
const eventsOf = async ({ id }: Named) => {
  const events = chain.server.database.selectFrom("events").select("type");
  const rows = await events
    .where("subjectId", "=", uuidOfMandate(id) ?? "")
    .orderBy("sequence")
    .execute();
  return rows.map(({ type }) => type);
};

test("a charge: goes to the split once, is final, in the ledger with its parts, and announced", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(100));
  const mandate = await newMandate(chain, payer, { sellers: [{ address: seller, percent: "25" }] });
  const merchantBefore = await chain.balanceOf(settlementAddress);
  assert.equal((await ask(mandate)).status, 201);
  assert.equal(await chain.hand(), 1);
  await chain.send();
  await chain.follow();
  assert.equal(await statusOf(mandate), "PROCESSING");
  await chain.settle();
  const [charge] = await chargesOf(mandate);
  assert.deepEqual([charge.status, charge.amount, charge.fee], ["SUCCEEDED", "10.000000", "0.100000"]);
  assert.equal(await chain.balanceOf(seller), 2_475_000n);
  assert.equal((await chain.balanceOf(settlementAddress)) - merchantBefore, 7_425_000n);
  assert.deepEqual(await eventsOf(mandate), ["mandate.signed", "mandate.charged"]);
  const { data } = await get("/v1/transactions?type=CHARGED");
  assert.deepEqual(data[0].mandateId, mandate.id);
  assert.deepEqual(
    data[0].shares.map(({ recipient, net }: { recipient: string; net: string }) => [recipient, net]),
    [
      [settlementAddress, "7.425000"],
      [seller, "2.475000"],
    ],
  );
  assert.deepEqual((await ask(mandate)).body.status, "SUCCEEDED", "asked for again, it is answered as it stands");
  await chain.pass(120);
  assert.equal(await chain.hand(), 0);
  assert.deepEqual(await chain.reconcile(), []);
});

test("charges of several payers go in one transaction", async () => {
  const payers = [];
  for (let count = 0; count < 3; count += 1) payers.push(await chain.newPayer(dollars(10), dollars(10)));
  const mandates = [];
  for (const payer of payers) mandates.push(await newMandate(chain, payer));
  for (const mandate of mandates) await ask(mandate);
  assert.equal(await chain.hand(), 3);
  assert.equal(await chain.send(), 1);
  for (const payer of payers) assert.equal(await chain.balanceOf(payer.address), 0n);
  await chain.settle();
});

test("one allowance and three mandates: what it does not cover waits, and is charged once it is raised", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(20));
  const mandates = [await newMandate(chain, payer), await newMandate(chain, payer), await newMandate(chain, payer)];
  for (const mandate of mandates) await ask(mandate);
  assert.equal(await chain.hand(), 2, "the third would revert");
  await chain.send();
  await chain.settle();
  const statuses = await Promise.all(mandates.map(statusOf));
  assert.deepEqual(statuses.toSorted(), ["SCHEDULED", "SUCCEEDED", "SUCCEEDED"]);
  const late = mandates[statuses.indexOf("SCHEDULED")] as Named;
  await chain.pass(61);
  await chain.hand();
  assert.equal((await chargesOf(late))[0].cause, "allowance_too_low");
  await chain.pass(61);
  assert.equal(await chain.watchFunds(), 0, "nothing has changed");
  const { allowance } = await signAs(chain, payer, (await unsignedMandate(chain)).token);
  assert.equal(
    allowance.needed,
    dollars(9 * 10 + 9 * 10 + 10 * 10 + 10 * 10).toString(),
    "the sum of all that is left",
  );
  await chain.allow(payer, dollars(10));
  await chain.pass(61);
  assert.equal(await chain.watchFunds(), 1);
  await chain.hand();
  await chain.send();
  await chain.settle();
  assert.equal(await statusOf(late), "SUCCEEDED");
  assert.deepEqual(await eventsOf(late), ["mandate.signed", "mandate.charge_failed", "mandate.charged"]);
});

test("a payer without the money: the charge fails by its cause, and is missed at the window's end", async () => {
  const payer = await chain.newPayer(dollars(1), dollars(100));
  const mandate = await newMandate(chain, payer);
  await ask(mandate);
  assert.equal(await chain.hand(), 0);
  const [charge] = await chargesOf(mandate);
  assert.deepEqual([charge.status, charge.cause], ["SCHEDULED", "insufficient_balance"]);
  const metrics = await (await fetch(new URL("/metrics", chain.server.url))).text();
  assert.match(metrics, /^railsplit_mandate_charges_failing\{chain="8453",cause="insufficient_balance"\} 1$/m);
  const wait = Date.parse(charge.nextTryAt) - chain.now().getTime();
  assert.ok(Math.abs(wait - 2 * day * 1_000) < 60_000, "tried again after two days");
  await chain.pass(5 * day + 60);
  await chain.settle();
  const [missed] = await chargesOf(mandate);
  assert.deepEqual([missed.status, missed.cause], ["MISSED", "insufficient_balance"]);
  assert.deepEqual(await eventsOf(mandate), ["mandate.signed", "mandate.charge_failed", "mandate.charge_missed"]);
  assert.equal((await ask(mandate, 1)).status, 201, "the next period is another");
});

test("a denylisted payer: blocked, and charged in the window once that is over", async () => {
  const payer = await chain.newPayer(dollars(20), dollars(20));
  const mandate = await newMandate(chain, payer);
  await chain.freeze(payer.address, "blacklist");
  await ask(mandate);
  assert.equal(await chain.hand(), 0);
  assert.equal((await chargesOf(mandate))[0].cause, "blocked");
  await chain.freeze(payer.address, "unBlacklist");
  await chain.pass(2 * day + 60);
  await chain.hand();
  await chain.send();
  await chain.settle();
  assert.equal(await statusOf(mandate), "SUCCEEDED");
});

test("a chain that is down through the whole window: the period is missed, once the chain says so, and nothing is taken", async () => {
  const payer = await chain.newPayer(dollars(20), dollars(20));
  const mandate = await newMandate(chain, payer);
  await ask(mandate);
  await chain.proxy.use(fails());
  await chain.hand();
  await chain.pass(6 * day, "alone");
  await chain.hand();
  assert.equal(await statusOf(mandate), "SCHEDULED", "a chain that does not answer proves nothing");
  const metrics = await (await fetch(new URL("/metrics", chain.server.url))).text();
  // One more is of a payer above, whose next period has begun.
  assert.match(metrics, /^railsplit_mandate_charges_failing\{chain="8453",cause="not_in_time"\} [12]$/m);
  await chain.proxy.use();
  await chain.settle();
  await chain.settle();
  const [missed] = await chargesOf(mandate);
  assert.deepEqual([missed.status, missed.cause], ["MISSED", "not_in_time"]);
  assert.equal(await chain.hand(), 0);
  assert.equal(await chain.balanceOf(payer.address), dollars(20));
});

test("killed between the charge and its record: the period is taken once", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const mandate = await newMandate(chain, payer);
  await ask(mandate);
  await chain.hand();
  await chain.send();
  assert.equal(await statusOf(mandate), "SCHEDULED", "it is on chain, and nothing here knows");
  // As another worker finds it: the lease is over, and so is what the relayer remembers.
  await chain.server.database
    .updateTable("mandateCharges")
    .set({ dueAt: chain.now(), sent: 0 })
    .where("mandateId", "=", uuidOfMandate(mandate.id) ?? "")
    .execute();
  assert.equal(await chain.hand(), 0, "the chain says that the period is charged");
  await chain.settle();
  assert.equal(await statusOf(mandate), "SUCCEEDED");
  assert.equal(await chain.balanceOf(payer.address), dollars(40));
  assert.deepEqual(await chain.reconcile(), []);
});

test("a reorganisation that takes a charge back: it is made again, once", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const mandate = await newMandate(chain, payer);
  await ask(mandate);
  const snapshot = await chain.local.snapshot();
  const { number } = await chain.local.getBlock();
  await chain.hand();
  await chain.send();
  await chain.follow();
  assert.equal(await statusOf(mandate), "PROCESSING");
  await chain.local.revert({ id: snapshot });
  await chain.rewind(number);
  await chain.local.mine({ blocks: 2 });
  await chain.follow();
  assert.equal(await statusOf(mandate), "SCHEDULED");
  assert.equal(await chain.balanceOf(payer.address), dollars(50));
  await chain.pass(61);
  await chain.hand();
  await chain.send();
  await chain.settle();
  assert.equal(await statusOf(mandate), "SUCCEEDED");
  assert.equal(await chain.balanceOf(payer.address), dollars(40));
  assert.deepEqual(await eventsOf(mandate), ["mandate.signed", "mandate.charged"]);
  assert.deepEqual(await chain.reconcile(), []);
});

test("cancelled on chain while a charge is in flight: nothing is taken, and the mandate ends once that is final", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const mandate = await newMandate(chain, payer);
  await ask(mandate);
  assert.equal(await chain.hand(), 1);
  const data = encodeFunctionData({ abi: mandatesAbi, functionName: "cancel", args: [mandate.onchainId] });
  await chain.transact(payer.address, chain.contracts.mandates, data);
  await chain.send();
  await chain.follow();
  assert.equal((await get(`/v1/mandates/${mandate.id}`)).status, "ACTIVE", "not final yet");
  await chain.settle();
  const ended = await get(`/v1/mandates/${mandate.id}`);
  assert.deepEqual([ended.status, ended.cancelledBy], ["CANCELLED", "PAYER"]);
  const [charge] = await chargesOf(mandate);
  assert.deepEqual([charge.status, charge.cause], ["MISSED", "cancelled_on_chain"]);
  assert.deepEqual(await eventsOf(mandate), ["mandate.signed", "mandate.charge_missed", "mandate.cancelled"]);
  assert.equal(await chain.balanceOf(payer.address), dollars(50));
});

test("ended by signature: we pay the gas, and nobody but the payer can", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const stranger = await chain.newPayer(0n);
  const mandate = await newMandate(chain, payer);
  const typedData = cancelTypedData(mandate.onchainId, 8453n, chain.contracts.mandates);
  const end = async (signature: string) =>
    chain.server.call("POST", `/v1/mandate-pages/${mandate.token}/cancellation`, { signature }, {});
  const refused = await end(await stranger.signTypedData(typedData));
  assert.deepEqual([refused.status, refused.body.code], [400, "MANDATE_SIGNATURE_INVALID"]);
  assert.equal((await end(await payer.signTypedData(typedData))).status, 202);
  await chain.send();
  await chain.settle();
  assert.equal((await get(`/v1/mandates/${mandate.id}`)).cancelledBy, "PAYER");
});

test("a charge that anybody made by the signed terms is recorded like our own", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const mandate = await newMandate(chain, payer);
  const { signature } = await chain.server.database
    .selectFrom("mandates")
    .select("signature")
    .where("id", "=", uuidOfMandate(mandate.id) ?? "")
    .executeTakeFirstOrThrow();
  const args = [mandate.terms, 0n, dollars(10), signature ?? "0x", "0x"] as const;
  const data = encodeFunctionData({ abi: mandatesAbi, functionName: "charge", args });
  await chain.transact("0x9999999999999999999999999999999999999999", chain.contracts.mandates, data);
  await chain.settle();
  assert.equal(await statusOf(mandate), "SUCCEEDED");
  assert.deepEqual(await chain.reconcile(), []);
});

test("reconcile: a charge that the ledger has otherwise than the chain, or not at all, is found", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const mandate = await newMandate(chain, payer);
  await ask(mandate);
  await chain.hand();
  await chain.send();
  await chain.settle();
  const { database } = chain.server;
  const ofIt = await database
    .selectFrom("settlements")
    .selectAll()
    .where("onchainId", "=", mandate.onchainId)
    .execute();
  assert.equal(ofIt.length, 1);
  const [row] = ofIt;
  assert.ok(row);
  const found = async () =>
    ((await chain.reconcile()) as Difference[])
      .filter(({ onchainId }) => onchainId === mandate.onchainId)
      .map(({ kind, transactionHash }) => [kind, transactionHash]);
  assert.deepEqual(await found(), []);
  await database
    .updateTable("settlements")
    .set({ amount: dollars(9) })
    .where("id", "=", row.id)
    .execute();
  assert.ok((await found()).some(([kind]) => kind === "MISMATCHED"));
  await database.deleteFrom("settlements").where("id", "=", row.id).execute();
  assert.deepEqual(await found(), [["MISSING", row.transactionHash]]);
  const transactionHash = `0x${"ab".repeat(32)}` as const;
  await database
    .insertInto("settlements")
    .values([row, { ...row, id: uuidv7(), transactionHash }])
    .execute();
  assert.deepEqual(await found(), [["ORPHANED", transactionHash]]);
  await database.deleteFrom("settlements").where("transactionHash", "=", transactionHash).execute();
  assert.deepEqual(await found(), []);
});

test("a merchant's cancel: what was asked for is withdrawn, and nothing more can be", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const mandate = await newMandate(chain, payer);
  await ask(mandate, 1);
  const cancelled = await chain.server.call("POST", `/v1/mandates/${mandate.id}/cancel`);
  assert.deepEqual([cancelled.body.status, cancelled.body.cancelledBy], ["CANCELLED", "MERCHANT"]);
  assert.equal(await statusOf(mandate), "CANCELLED");
  assert.equal((await ask(mandate, 2)).body.code, "MANDATE_STATE");
});
