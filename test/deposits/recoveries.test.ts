import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { padHex, toHex } from "viem";
import { createChainClient } from "../../src/chain/index.ts";
import { createRecoveriesReader, listRecoveries, type RecoveryChain } from "../../src/deposits/recoveries.ts";
import { PaymentNotFoundError } from "../../src/payments/errors.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { depositAddressOf, type Token } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import { fails, type RpcProxy, startRpcProxy } from "../../src/sandbox/faults/index.ts";
import { type LocalChain, transact } from "../../src/sandbox/local-chain.ts";
import { deployRailsplit } from "../../src/sandbox/railsplit-deployment.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import type { Quote } from "../../src/store/index.ts";
import { base, polygon } from "../chain/chains.ts";
import { type Harness, startHarness } from "../support/payments-harness.ts";

const usdc = base.tokens[0] as Token;

let directory: string;
let chains: BareChains;
let local: LocalChain;
let proxy: RpcProxy;
let harness: Harness;
let on: RecoveryChain;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  chains = await startBareChains({ chains: [base], directory });
  const [chain] = chains.chains;
  if (!chain) throw new Error("There is no chain.");
  ({ local } = chain);
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  const { router } = await deployRailsplit(local);
  proxy = await startRpcProxy(chain.rpcUrl);
  harness = await startHarness({ router });
  // The chain counts from the real time.
  harness.setTime(new Date());
  on = { chain: base, client: createChainClient(base, [proxy.url]) };
});
after(async () => {
  await proxy?.stop();
  await harness?.[Symbol.asyncDispose]();
  await chains?.stop();
  await rm(directory, { recursive: true });
});
beforeEach(() => proxy.use());

const send = ({ terms }: Quote, amount: bigint) =>
  mintToken(local, usdc, depositAddressOf(termsFromJson(terms), harness.router), amount);

/** Quotes of one payment with an address each. */
async function quotes(paymentId: string, count: number): Promise<Quote[]> {
  const made: Quote[] = [];
  while (made.length < count) {
    harness.setTime(new Date(harness.clock().getTime() + 10));
    const refundTo = padHex(toHex(0x100000 + made.length), { size: 20 });
    made.push((await quotePayment(harness, paymentId, { chainId: base.id, token: "USDC", refundTo })).quote);
  }
  return made;
}

test("listRecoveries: a deposit is listed with why it does not pay, whom it goes to and the transaction for it", async () => {
  const payment = await harness.newPayment("250.00", [base.id, polygon.id]);
  const short = await harness.newQuote(payment, base.id);
  const elsewhere = await harness.newQuote(payment, polygon.id);
  await send(short, 1_500_000n);
  await send(elsewhere, 2_000_000n);
  const { recoveries, unreadChains, nextCursor } = await listRecoveries(harness, [on], payment);
  assert.deepEqual([unreadChains, nextCursor], [[], null]);
  const shown = recoveries.map(({ quoteId, amount, reason, sender, chainId }) => [
    quoteId,
    amount,
    reason,
    sender,
    chainId,
  ]);
  assert.deepEqual(
    shown.toSorted(),
    [
      [short.id, "1.500000", "TOO_LITTLE", "anybody", base.id],
      [elsewhere.id, "2.000000", "WRONG_CHAIN", "beneficiary", base.id],
    ].toSorted(),
  );
  const [first] = recoveries.filter(({ reason }) => reason === "TOO_LITTLE");
  assert.equal(Date.parse(first?.availableAt ?? "") / 1_000, Number(short.terms.deadline) + 1);
  assert.equal(first?.transaction.to, harness.router);
  assert.equal(first?.beneficiary, short.terms.shares[0]?.recipient);
});

test("listRecoveries: at a server without a relayer the whole amount is listed at once, with the transaction that pays", async () => {
  const payment = await harness.newPayment();
  const quote = await harness.newQuote(payment);
  await send(quote, quote.amountToken);
  assert.deepEqual((await listRecoveries(harness, [on], payment)).recoveries, [], "the relayer submits it");
  const context = { ...harness, database: harness.database, clock: harness.clock, settlesDeposits: false };
  const [recovery, ...others] = (await listRecoveries(context, [on], payment)).recoveries;
  assert.ok(recovery);
  assert.deepEqual(others, []);
  const { reason, sender, availableAt, beneficiary } = recovery;
  const merchant = quote.terms.shares[0]?.recipient;
  assert.deepEqual([reason, sender, availableAt, beneficiary], ["UNSUBMITTED", "anybody", null, merchant]);
  await transact(local, recovery.transaction.to, recovery.transaction.data);
  const { recoveries } = await listRecoveries(context, [on], payment);
  assert.deepEqual(recoveries, [], "it was settled, and nothing is left");
});

test("listRecoveries: a chain that cannot be read is named, and hides no other", async () => {
  const payment = await harness.newPayment();
  await harness.newQuote(payment);
  await proxy.use(fails({ code: -32000, message: "down" }));
  assert.deepEqual((await listRecoveries(harness, [on], payment)).unreadChains, [base.id]);
});

test("listRecoveries: another merchant's payment is not found", async () => {
  const payment = await harness.newPayment();
  const { mode } = (await loadPayment(harness.database, payment)).payment;
  const owner = { organizationId: "00000000-0000-4000-8000-000000000000", mode };
  await assert.rejects(listRecoveries(harness, [on], payment, {}, owner), PaymentNotFoundError);
});

test("listRecoveries: four hundred quotes are read twenty at a time, each deposit once", async () => {
  const payment = await harness.newPayment();
  const made = await quotes(payment, 45);
  for (const index of [0, 21, 44]) await send(made[index] as Quote, 1_000_000n);
  const found: string[] = [];
  const pages: number[] = [];
  let cursor: string | undefined;
  do {
    await proxy.use();
    const page = await listRecoveries(harness, [on], payment, { cursor });
    pages.push(proxy.calls());
    found.push(...page.recoveries.map(({ quoteId }) => quoteId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(
    found,
    [44, 21, 0].map((index) => made[index]?.id),
  );
  assert.equal(pages.length, 3);
  for (const calls of pages) assert.ok(calls <= 3, `${calls} calls of the chain`);
});

test("createRecoveriesReader: whoever asks at once, or within a second, shares one reading", async () => {
  const payment = await harness.newPayment();
  await quotes(payment, 20);
  const reader = createRecoveriesReader(harness, () => [on]);
  await proxy.use();
  await Promise.all(Array.from({ length: 20 }, () => reader.read(payment)));
  const calls = proxy.calls();
  assert.ok(calls <= 3, `${calls} calls of the chain`);
  await reader.read(payment);
  assert.equal(proxy.calls(), calls);
  harness.setTime(new Date(harness.clock().getTime() + 1_000));
  await reader.read(payment);
  assert.ok(proxy.calls() > calls);
});
