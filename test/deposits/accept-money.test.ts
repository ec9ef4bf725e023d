import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Address, BaseError, ContractFunctionRevertedError, erc20Abi, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { findOrganization, operator } from "../../src/access/index.ts";
import { createChainClient } from "../../src/chain/index.ts";
import { type Acceptance, acceptMoney, type RecoveryChain } from "../../src/deposits/index.ts";
import { cancelPayment, createPayment, loadPayment } from "../../src/payments/index.ts";
import {
  amountsOf,
  depositAddressOf,
  feeBasisPoints,
  paymentRouterAbi,
  type Token,
  termsFromJson,
} from "../../src/protocol/index.ts";
import { quotePayment } from "../../src/quotes/index.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { deployRailsplit } from "../../src/sandbox/railsplit-deployment.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import type { Organization, Quote } from "../../src/store/index.ts";
import { base } from "../chain/chains.ts";
import { settlementAddress } from "../support/merchant.ts";
import { type Harness, startHarness } from "../support/payments-harness.ts";

const usdc = base.tokens[0] as Token;
const anybody = "0x7777777777777777777777777777777777777777";

let directory: string;
let chains: BareChains;
let local: LocalChain;
let harness: Harness;
let on: RecoveryChain;
let merchant: Organization;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-accept-"));
  chains = await startBareChains({ chains: [base], directory });
  const [chain] = chains.chains;
  if (!chain) throw new Error("There is no chain.");
  ({ local } = chain);
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  const { router } = await deployRailsplit(local);
  harness = await startHarness({ router });
  on = { chain: base, client: createChainClient(base, [chain.rpcUrl]) };
  await catchUp();
  const { organizationId } = (await loadPayment(harness.database, await harness.newPayment())).payment;
  merchant = (await findOrganization(harness, organizationId)) as Organization;
  for (const account of [settlementAddress, anybody] as const) {
    await local.setBalance({ address: account, value: 10n ** 18n });
    await local.impersonateAccount({ address: account });
  }
});
after(async () => {
  await harness?.[Symbol.asyncDispose]();
  await chains?.stop();
  await rm(directory, { recursive: true });
});

/** The server's clock is the chain's. */
async function catchUp(): Promise<void> {
  const { timestamp } = await local.getBlock();
  harness.setTime(new Date(Number(timestamp) * 1_000));
}

async function pass(seconds: number): Promise<void> {
  await local.increaseTime({ seconds });
  await local.mine({ blocks: 1 });
  await catchUp();
}

const newAccount = (): Address => privateKeyToAccount(generatePrivateKey()).address;

/** Ten dollars for the merchant, of which sellers get theirs; so much came to its deposit address. */
async function came(amount: bigint, { sellers = [], refundTo }: { sellers?: Address[]; refundTo?: Address } = {}) {
  await catchUp();
  const input = {
    amount: "10.00",
    currency: "USD",
    acceptedChains: [base.id],
    sellers: sellers.map((address) => ({ address, amount: "2.50" })),
  } as const;
  const { payment } = await createPayment(harness, merchant, "test", input);
  const { quote } = await quotePayment(harness, payment.id, { chainId: base.id, token: "USDC", refundTo });
  if (amount > 0n) await mintToken(local, usdc, addressOf(quote), amount);
  return { id: payment.id, quote, terms: termsFromJson(quote.terms) };
}

const addressOf = ({ terms, router }: Pick<Quote, "terms" | "router">) =>
  depositAddressOf(termsFromJson(terms), router);

const balanceOf = (account: Address) =>
  on.client.readContract({ address: usdc.address, abi: erc20Abi, functionName: "balanceOf", args: [account] });

/** The router's reason for refusing a call. */
async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const reverted = error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  return reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : undefined;
}

const calls = (terms: ReturnType<typeof termsFromJson>) => {
  const router = { address: harness.router, abi: paymentRouterAbi, account: anybody } as const;
  return {
    payFromDeposit: () => on.client.simulateContract({ ...router, functionName: "payFromDeposit", args: [terms] }),
    reclaim: () =>
      on.client.simulateContract({ ...router, functionName: "reclaim", args: [terms, usdc.address as Address] }),
  };
};

const owner = () => ({ organizationId: merchant.id, mode: "test" }) as const;
const accept = (id: string) => acceptMoney(harness, [on], merchant, owner(), id, operator);

async function acceptOne(id: string): Promise<Acceptance> {
  const { data, unreadChains } = await accept(id);
  assert.deepEqual([data.length, unreadChains], [1, []]);
  return data[0] as Acceptance;
}

async function sendAll({ transactions }: Acceptance): Promise<void> {
  for (const { from, to, data } of transactions) await sendOne(from ?? anybody, to, data);
}

async function sendOne(account: Address, to: Address, data: Hex): Promise<void> {
  const hash = await local.sendTransaction({ account, to, data, gas: 1_000_000n });
  assert.equal((await local.waitForTransactionReceipt({ hash })).status, "success");
}

test("the router: a shortfall pays nothing, goes nowhere before the deadline, and belongs to no other terms", async () => {
  const { terms } = await came(9_000_000n);
  assert.equal(await refusalOf(calls(terms).payFromDeposit()), "DepositTooSmall");
  assert.equal(await refusalOf(calls(terms).reclaim()), "DepositStillPayable");
  // A split in proportion is other terms, and they have an address of their own, where nothing is.
  const [share] = terms.shares;
  assert.ok(share);
  const smaller = { ...terms, shares: [{ ...share, amount: 9_000_000n }] };
  assert.notEqual(depositAddressOf(smaller, harness.router), depositAddressOf(terms, harness.router));
  assert.equal(await refusalOf(calls(smaller).payFromDeposit()), "DepositTooSmall");
});

test("accept: a shortfall is paid by its own terms once the merchant has added what is missing", async () => {
  const seller = newAccount();
  const { id, quote, terms } = await came(9_000_000n, { sellers: [seller], refundTo: newAccount() });
  const topUp = await acceptOne(id);
  assert.deepEqual([topUp.outcome, topUp.amount, topUp.transactions.length], ["TOP_UP", "9.000000", 1]);
  assert.equal(topUp.availableUntil, quote.expiresAt.toISOString());
  assert.equal(topUp.transactions[0]?.from, settlementAddress);
  await mintToken(local, usdc, settlementAddress, 1_000_000n);
  await sendAll(topUp);
  await calls(terms).payFromDeposit();
  const { request } = await calls(terms).payFromDeposit();
  await local.waitForTransactionReceipt({ hash: await local.writeContract({ ...request, account: anybody } as never) });
  assert.equal(await balanceOf(seller), amountsOf(terms.shares, feeBasisPoints).net[1]);
});

test("accept: a shortfall of a payment without sellers goes to the merchant whole, without a fee, once the quote is over", async () => {
  const { id, quote, terms } = await came(9_000_000n);
  await pass(40 * 60);
  assert.equal(await refusalOf(calls(terms).payFromDeposit()), "PaymentExpired");
  const before = await balanceOf(settlementAddress);
  const taken = await acceptOne(id);
  assert.deepEqual([taken.outcome, taken.availableAt, taken.paymentId], ["RECLAIM", null, null]);
  assert.equal(taken.transactions[0]?.from, null, "anybody may send for it");
  await sendAll(taken);
  assert.equal((await balanceOf(settlementAddress)) - before, 9_000_000n);
  const watch = harness.database.selectFrom("depositWatches").select("recoveryRequested");
  const { recoveryRequested } = await watch
    .where("quoteId", "=", quote.id)
    .where("chainId", "=", base.id)
    .executeTakeFirstOrThrow();
  assert.equal(recoveryRequested, true, "this server sends it too");
});

test("accept: late money of a payment with sellers goes to the merchant, and a new payment splits it in proportion", async () => {
  const seller = newAccount();
  const { id } = await came(8_000_001n, { sellers: [seller] });
  await pass(40 * 60);
  const taken = await acceptOne(id);
  assert.deepEqual([taken.outcome, taken.transactions.length], ["RECLAIM", 2]);
  const { payment } = await loadPayment(harness.database, taken.paymentId ?? "");
  assert.deepEqual(
    [payment.sourceType, payment.sourceId, payment.currency, payment.amount, payment.sellers[0]?.amount],
    ["accepted_payment", id, "USDC", 8_000_001n, "2000000"],
  );
  await sendAll(taken);
  const quotes = harness.database.selectFrom("quotes").selectAll().where("paymentId", "=", payment.id);
  const { terms } = await quotes.executeTakeFirstOrThrow();
  const { request } = await calls(termsFromJson(terms)).payFromDeposit();
  await local.waitForTransactionReceipt({ hash: await local.writeContract({ ...request, account: anybody } as never) });
  assert.equal(await balanceOf(seller), 2_000_000n - 20_000n);
  await assert.rejects(accept(id), { code: "NOTHING_TO_ACCEPT" });
});

test("accept: asked twice it makes one new payment", async () => {
  const { id } = await came(5_000_000n, { sellers: [newAccount()] });
  await pass(40 * 60);
  const [first, second] = await Promise.all([acceptOne(id), acceptOne(id)]);
  assert.ok(first.paymentId);
  assert.equal(second.paymentId, first.paymentId);
  assert.equal((await acceptOne(id)).paymentId, first.paymentId);
});

test("accept: money that the payer has named an address for goes back there, which is said, with its transaction", async () => {
  const refundTo = newAccount();
  const { id } = await came(9_000_000n, { sellers: [newAccount()], refundTo });
  await pass(40 * 60);
  const refused = await acceptOne(id);
  assert.deepEqual([refused.outcome, refused.paymentId, refused.transactions.length], ["NOT_POSSIBLE", null, 1]);
  assert.ok(refused.message.includes(refundTo));
  await sendAll(refused);
  assert.equal(await balanceOf(refundTo), 9_000_000n);
});

test("accept: the whole amount at a cancelled payment is still paid by its terms until its quote is over", async () => {
  const seller = newAccount();
  const { id, terms } = await came(10_000_000n, { sellers: [seller], refundTo: newAccount() });
  await cancelPayment(harness, id, owner());
  const settled = await acceptOne(id);
  assert.deepEqual([settled.outcome, settled.transactions.length], ["SETTLE", 1]);
  await sendAll(settled);
  assert.equal(await balanceOf(seller), amountsOf(terms.shares, feeBasisPoints).net[1]);
});

test("accept: what a payment has that is paid, and what has nothing, is refused", async () => {
  const { id } = await came(0n);
  await assert.rejects(accept(id), { code: "NOTHING_TO_ACCEPT" });
  await harness.database.updateTable("payments").set({ status: "SUCCESSFUL" }).where("id", "=", id).execute();
  await assert.rejects(accept(id), { code: "PAYMENT_NOT_ACCEPTABLE" });
  const stranger = { organizationId: "0198f0a2-7f30-7000-8000-000000000001", mode: "test" } as const;
  await assert.rejects(acceptMoney(harness, [on], merchant, stranger, id, operator), { code: "PAYMENT_NOT_FOUND" });
});
