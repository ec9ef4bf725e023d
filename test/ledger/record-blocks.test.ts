import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { countUnknownSettlements } from "../../src/ledger/unknown-settlements.ts";
import { depositAddressOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { type Harness, hashOf, settlementOf, startHarness } from "../support/payments-harness.ts";

const base = 8453;
const everythingFinal = () => 10n ** 9n;

let harness: Harness;

before(async () => {
  harness = await startHarness();
  await harness.mine(base);
});
after(() => harness[Symbol.asyncDispose]());

test("recordBlocks: a batch that is recorded twice counts once", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const previous = harness.cursor(base);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  const cursor = harness.cursor(base);
  const again = {
    chainId: base,
    after: previous,
    cursor,
    settlements: [settlementOf(quote)],
    reclaims: [],
    sweeps: [],
    charges: [],
    cancellations: [],
    userOperations: [],
  };
  assert.equal(await recordBlocks(harness, again), false);
  // Read again from an earlier block, as after a reorganisation that changed nothing.
  await rewindBlocks(harness, base, previous);
  assert.equal(await recordBlocks(harness, again), true);
  await finalizeBlocks(harness, base, everythingFinal);
  assert.deepEqual(await harness.events(payment), ["payment.processing", "payment.completed"]);
});

test("recordBlocks: an id of none of our quotes is kept and credited to nobody", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const unknown = settlementOf(quote, { onchainId: hashOf("unknown"), transactionHash: hashOf("unknown transaction") });
  const wrongAmount = settlementOf(quote, { amount: 1n, transactionHash: hashOf("wrong amount") });
  await harness.mine(base, { settled: [unknown, wrongAmount] });
  assert.equal(await harness.status(payment), "ACTIVE");
  const kept = await harness.database
    .selectFrom("settlements")
    .select("quoteId")
    .where("transactionHash", "in", [unknown.transactionHash, wrongAmount.transactionHash])
    .execute();
  assert.deepEqual(kept, [{ quoteId: null }, { quoteId: null }]);
});

test("recordBlocks: a reclaim from a deposit address is in the ledger once, with its recipient", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  const reclaim = {
    ...settlementOf(quote, { transactionHash: hashOf("reclaim") }),
    to: "0x4444444444444444444444444444444444444444",
    amount: 1_500_000n,
  } as const;
  const { transactionHash, logIndex, blockHash, blockNumber, blockTime, onchainId, token, to, amount } = reclaim;
  // On another chain than the quote's: there too the address is ours to follow.
  const log = {
    chainId: 1,
    transactionHash,
    logIndex,
    blockHash,
    blockNumber,
    blockTime,
    router: quote.router,
    onchainId,
    token,
    to,
    amount,
  };
  await harness.mine(1);
  await harness.mine(1, { reclaimed: [log] });
  const row = await harness.database
    .selectFrom("settlements")
    .select(["kind", "recipient", "payer", "amount", "fee", "chainId"])
    .where("quoteId", "=", quote.id)
    .executeTakeFirstOrThrow();
  const payer = depositAddressOf(termsFromJson(quote.terms), harness.router);
  assert.deepEqual(row, { kind: "RECLAIMED", recipient: to, payer, amount, fee: 0n, chainId: 1 });
  assert.equal(await harness.status(payment), "ACTIVE");
  // A payment of the same quote is a payment still.
  await harness.mine(base, { settled: [settlementOf(quote)] });
  assert.equal(await harness.status(payment), "PROCESSING");
});

for (const [title, changes] of [
  ["another amount", { amount: 1n }],
  ["another fee", { fee: 1n }],
  ["another token", { token: "0x5555555555555555555555555555555555555555" }],
  ["another merchant", { merchant: "0x5555555555555555555555555555555555555555" }],
] as const) {
  test(`recordBlocks: an event under a quote's id with ${title} is credited to nobody and counted as an alarm`, async () => {
    const payment = await harness.newPayment();
    const quote = await harness.newQuote(payment);
    const count = async () =>
      (await countUnknownSettlements(harness.database)).find(({ reason }) => reason === "OTHER_TERMS")?.count ?? 0;
    const before = await count();
    await harness.mine(base, { settled: [settlementOf(quote, changes)] });
    assert.equal(await harness.status(payment), "ACTIVE");
    assert.equal(await count(), before + 1);
  });
}
