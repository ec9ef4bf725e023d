import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Address, encodeEventTopics, erc20Abi, pad, toHex } from "viem";
import { reconcileChain } from "../../src/reconciliation/reconcile.ts";
import { inventsLogs, omitsLogs } from "../../src/sandbox/faults/index.ts";
import { uuidOfDeposit } from "../../src/standing/deposit-id.ts";
import { settlementAddress } from "../support/test-server.ts";
import { type StandingChain, sender, startStandingChain, usdc } from "./standing-chain.ts";

const seller = "0x2222222222222222222222222222222222222222";

let chain: StandingChain;
before(async () => {
  chain = await startStandingChain();
});
after(() => chain?.[Symbol.asyncDispose]());

const get = async (path: string) => (await chain.server.call("GET", path)).body;

async function bind(reference: string, more: object = {}): Promise<{ id: string; address: Address }> {
  const { status, body } = await chain.server.call("POST", "/v1/deposit-references", { reference, ...more });
  assert.equal(status, 201, JSON.stringify(body));
  return { id: body.id, address: body.addresses[0].address };
}

const depositsOf = async (reference: string) => (await get(`/v1/deposits?reference=${reference}`)).data;
const eventsOf = async ({ id }: { readonly id: string }) => {
  const events = chain.server.database.selectFrom("events").select("type");
  const rows = await events
    .where("subjectId", "=", uuidOfDeposit(id) ?? "")
    .orderBy("sequence")
    .execute();
  return rows.map(({ type }) => type);
};

/** Past the finality of small amounts. */
async function makeFinal(): Promise<void> {
  await chain.mine(2, 2);
  await chain.follow();
}

async function differences() {
  await chain.follow();
  return (await reconcileChain(chain.server.context, chain.reconciled, 1n)).differences;
}

test("what comes to a bound address is pending, confirmed once it is final, swept to its split, and in the ledger", async () => {
  const { address } = await bind("account-1", { sellers: [{ address: seller, percent: "25" }] });
  const before = await chain.balanceOf(settlementAddress);
  const txHash = await chain.send(address, 10_000_000n);
  await chain.follow();
  const [pending] = await depositsOf("account-1");
  assert.deepEqual(
    [pending.status, pending.amount, pending.txHash, pending.sender, pending.address],
    ["PENDING", "10.000000", txHash, sender, address],
  );
  assert.equal(await chain.sweep(), 0, "nothing is moved before it is final");
  await makeFinal();
  const [confirmed] = await depositsOf("account-1");
  assert.equal(confirmed.status, "CONFIRMED");
  assert.deepEqual(await eventsOf(confirmed), ["deposit.pending", "deposit.confirmed"]);

  assert.equal(await chain.sweep(), 1);
  assert.equal(await chain.balanceOf(address), 0n);
  assert.equal(await chain.balanceOf(seller), 2_475_000n);
  assert.equal((await chain.balanceOf(settlementAddress)) - before, 7_425_000n);
  chain.pass(120_000);
  assert.equal(await chain.sweep(), 0, "there is nothing left");
  assert.deepEqual(await differences(), []);
  const { data } = await get("/v1/transactions");
  const rows = data.map((row: Record<string, unknown>) => [row.type, row.amount, row.fee, row.payer, row.recipient]);
  assert.deepEqual(rows.toSorted(), [
    ["DEPOSIT", "10.000000", "0.000000", sender, address],
    ["SWEPT", "10.000000", "0.100000", address, settlementAddress],
  ]);
});

test("a deposit that is reorganised away before it is final is reversed, and found again where it lands", async () => {
  const { address } = await bind("reorganised");
  await chain.mine();
  const snapshot = await chain.local.snapshot();
  await chain.send(address, 2_000_000n);
  await chain.follow();
  const [first] = await depositsOf("reorganised");
  assert.equal(first.status, "PENDING");
  await chain.local.revert({ id: snapshot });
  await chain.mine(2, 4);
  await chain.follow();
  const [gone] = await depositsOf("reorganised");
  assert.equal(gone.status, "REVERSED");
  assert.deepEqual(await eventsOf(gone), ["deposit.pending", "deposit.reversed"]);
  await chain.send(address, 2_000_000n);
  await makeFinal();
  const statuses = (await depositsOf("reorganised")).map(({ status }: { status: string }) => status);
  assert.deepEqual(statuses, ["CONFIRMED", "REVERSED"]);
  assert.deepEqual(await differences(), []);
});

test("a confirmed deposit that a deeper reorganisation takes away is reversed, in the ledger too", async () => {
  const { address } = await bind("deep");
  await chain.mine();
  const snapshot = await chain.local.snapshot();
  await chain.send(address, 3_000_000n);
  await makeFinal();
  assert.equal((await depositsOf("deep"))[0].status, "CONFIRMED");
  await chain.local.revert({ id: snapshot });
  await chain.mine(2, 6);
  chain.pass(61_000);
  await chain.follow();
  const [reversed] = await depositsOf("deep");
  assert.equal(reversed.status, "REVERSED");
  assert.deepEqual(await eventsOf(reversed), ["deposit.pending", "deposit.confirmed", "deposit.reversed"]);
  assert.deepEqual(await differences(), []);
});

test("what one endpoint leaves out is found when its block is final, and what it makes up is never confirmed", async () => {
  const { address } = await bind("lied-about");
  const [first] = chain.proxies;
  await first?.use(omitsLogs);
  await chain.send(address, 4_000_000n);
  await chain.mine(2, 70);
  await chain.follow();
  assert.deepEqual(await depositsOf("lied-about"), []);
  await chain.follow({ isFinal: true });
  await first?.use();
  await chain.follow();
  assert.deepEqual(
    (await depositsOf("lied-about")).map(({ status }: { status: string }) => status),
    ["CONFIRMED"],
  );

  const blockNumber = await chain.local.getBlockNumber();
  const topics = encodeEventTopics({ abi: erc20Abi, eventName: "Transfer", args: { from: sender, to: address } });
  const data = toHex(9_000_000n, { size: 32 });
  const transactionHash = pad("0x99");
  await chain.mine();
  await first?.use(
    inventsLogs([
      { address: usdc.address, topics: topics as never, data, transactionHash, blockNumber: blockNumber + 1n },
    ]),
  );
  await chain.follow();
  await makeFinal();
  const [made] = await depositsOf("lied-about");
  assert.deepEqual([made.amount, made.status], ["9.000000", "PENDING"]);
  await first?.use();
  await chain.follow();
  assert.equal((await depositsOf("lied-about"))[0].status, "REVERSED");
});

test("dust leaves no row, and what is less than a whole unit costs no gas; both go with the next sweep", async () => {
  await chain.sweep();
  const { address } = await bind("dust");
  await chain.send(address, 99_999n);
  await chain.send(address, 500_000n);
  await makeFinal();
  assert.deepEqual(
    (await depositsOf("dust")).map(({ amount }: { amount: string }) => amount),
    ["0.500000"],
  );
  assert.equal(await chain.sweep(), 0);
  await chain.send(address, 600_000n);
  await makeFinal();
  assert.equal(await chain.sweep(), 1);
  assert.equal(await chain.balanceOf(address), 0n);
});

test("the part of a recipient whom the token does not pay waits in its box, and is collected once it can be", async () => {
  const { address } = await bind("frozen", { sellers: [{ address: seller, percent: "50" }] });
  await chain.sweep();
  const before = await chain.balanceOf(seller);
  await chain.freeze(seller, "blacklist");
  await chain.send(address, 10_000_000n);
  await makeFinal();
  assert.equal(await chain.sweep(), 1);
  assert.equal(await chain.balanceOf(address), 0n);
  chain.pass(120_000);
  await chain.sweep();
  assert.equal(await chain.sweep(), 0, "its box cannot be emptied yet");
  await chain.freeze(seller, "unBlacklist");
  chain.pass(600_000);
  assert.equal(await chain.sweep(), 1);
  assert.equal((await chain.balanceOf(seller)) - before, 4_950_000n);
  assert.deepEqual(await differences(), []);
});

test("an unbound reference is credited all the same, and bound again it has another address", async () => {
  const { id, address } = await bind("moved-out");
  const { body } = await chain.server.call("DELETE", `/v1/deposit-references/${id}`);
  assert.equal(body.bound, false);
  await chain.send(address, 1_000_000n);
  await makeFinal();
  assert.equal((await depositsOf("moved-out"))[0].status, "CONFIRMED");
  assert.notEqual((await bind("moved-out")).address, address);
});
