import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createWalletClient, encodeFunctionData, erc20Abi, type Hex, http } from "viem";
import { formatUserOperationRequest, type SmartAccount } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { callApi, type Json } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { canonicalContracts, type Token, totalOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { type BaseStack, startBaseStack } from "../support/base-stack.ts";
import { ask, bundle, deploy, draft, newAccount, newQuote, type Operation, rpc } from "../support/operations.ts";

// An attacker knows payments' public URLs, has money, and bundles for itself, on a server with production's limits. Nobody proves that an account is theirs before they
// are sponsored.

const baseId = 8453;
const entryPoint = canonicalContracts.entryPoint.address;
const attacker = privateKeyToAccount(generatePrivateKey());

/** Milliseconds that the server's time is ahead. */
let passed = 0;
let started: BaseStack;
let stack: Stack;
let base: SandboxChain;
let usdc: Token;
before(async () => {
  started = await startBaseStack({ strict: true, clock: () => new Date(Date.now() + passed) });
  ({ stack, base, usdc } = started);
  await base.local.setBalance({ address: attacker.address, value: 10n ** 20n });
});
after(() => started?.[Symbol.asyncDispose]());

const priceOf = (quote: Json) => totalOf(termsFromJson(quote.terms).shares);

/** An account that is there and has a quote's money, with its operation that pays it as an honest wallet asks for it. */
async function funded(quote: Json, key: Hex = generatePrivateKey()) {
  const account = await newAccount(base, key);
  await deploy(base, account);
  await mintToken(base.local, usdc, account.address, priceOf(quote));
  return { account, key, operation: await drafted(quote, account) };
}

/** At fees of a ninth less: the market falls from block to block, and with it what is sponsored at most. */
async function drafted(quote: Json, account: SmartAccount): Promise<Operation> {
  const operation = await draft(base, quote, account, usdc);
  const less = (fee: bigint) => (fee * 8n) / 9n;
  return {
    ...operation,
    maxFeePerGas: less(operation.maxFeePerGas),
    maxPriorityFeePerGas: less(operation.maxPriorityFeePerGas),
  };
}

async function offersOperations(paymentId: string): Promise<boolean> {
  const { options } = await callApi(stack.state, "GET", `/v1/checkout/${paymentId}`);
  return options.find(({ token }: Json) => token === "USDC").gasless.operations;
}

async function metrics(): Promise<string> {
  return (await fetch(`${stack.state.apiUrl}/metrics`)).text();
}

/** Sponsorships of the server by state. */
async function countOf(status: string): Promise<number> {
  return Number(new RegExp(`^railsplit_sponsorships\\{status="${status}"\\} (\\d+)$`, "m").exec(await metrics())?.[1]);
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  while (!(await isDone())) await sleep(400, undefined, { signal });
}

/** Gets a sponsorship, takes the money away, and includes the operation for its own benefit. Answers why it got none. */
async function steal(quote: Json): Promise<Json | undefined> {
  const { account, key, operation } = await funded(quote);
  const { sponsored, error } = await ask(quote, operation);
  if (!sponsored) return error;
  const signature = await account.signUserOperation(sponsored);
  await takeBack(account, key, priceOf(quote));
  await bundle(base, attacker, [{ ...sponsored, signature }]);
  await until(async () => (await countOf("LIVE")) === 0);
  return undefined;
}

test("stolen sponsorships: one payment's URL takes two, the merchant's budget stays, and the checkout says what is left", async () => {
  const quote = await newQuote(stack, baseId, "100000.00");
  const before = await started.sponsorDeposit();
  let error: Json | undefined;
  let stolen = 0;
  for (; stolen < 4; stolen += 1) {
    error = await steal(quote);
    if (error) break;
  }
  assert.equal(stolen, 2, `${Number(before - (await started.sponsorDeposit())) / 1e18} native tokens taken`);
  assert.equal(error?.data?.code, "SPONSORSHIP_UNAVAILABLE", JSON.stringify(error));
  assert.equal(await countOf("UNSETTLED"), 2);
  assert.equal(await offersOperations(quote.paymentId), false);
  assert.match(await metrics(), /^railsplit_sponsorship_dollars\{window="hour"\} 0$/m, "payers' budget is untouched");
  assert.doesNotMatch(await metrics(), /^railsplit_sponsorship_lost_dollars\{window="hour"\} 0$/m);

  const honest = await newQuote(stack, baseId, "500.00");
  assert.equal(await offersOperations(honest.paymentId), true);
  const { operation } = await funded(honest);
  const { sponsored, error: refused } = await ask(honest, operation);
  assert.ok(sponsored, JSON.stringify(refused));
});

test("stolen sponsorships: an account's name that somebody uses at a payment of its own stands in its owner's way nowhere else", async () => {
  const quote = await newQuote(stack, baseId, "500.00");
  const elsewhere = await newQuote(stack, baseId, "500.00");
  const { account, operation } = await funded(quote);
  const named = { ...(await drafted(elsewhere, account)), nonce: operation.nonce };
  const live = await countOf("LIVE");
  assert.ok((await ask(elsewhere, named)).sponsored, "nobody is asked whose account it is");
  const { sponsored, error } = await ask(quote, operation);
  assert.ok(sponsored, JSON.stringify(error));
  assert.equal(await countOf("LIVE"), live + 2, "both count");

  const signature = await account.signUserOperation(sponsored);
  const params = [formatUserOperationRequest({ ...sponsored, signature }), entryPoint];
  const sent = await rpc(quote.rpcUrl, "eth_sendUserOperation", params, quote.checkoutToken);
  assert.ok(sent.result, JSON.stringify(sent.error));
  await until(async () => (await countOf("SETTLED")) === 1);
  assert.equal(await countOf("LIVE"), live, "the nonce is used up");
});

test("stolen sponsorships: names of others hold a payment for twenty seconds, not for as long as somebody asks", async () => {
  const quote = await newQuote(stack, baseId, "500.00");
  const live = await countOf("LIVE");
  const [named, honest] = [await funded(quote), await funded(quote)];
  assert.ok((await ask(quote, named.operation)).sponsored);
  const { error } = await ask(quote, honest.operation);
  assert.equal(error?.data?.code, "SPONSORSHIP_UNDER_WAY");
  assert.ok(error.data.secondsLeft <= 20, `${error.data.secondsLeft}`);
  // Twenty seconds later, in which the first asked again.
  assert.ok((await ask(quote, named.operation)).sponsored);
  passed += 20_000;
  const again = await ask(quote, honest.operation);
  assert.ok(again.sponsored, JSON.stringify(again.error));
  assert.equal(await countOf("LIVE"), live + 2, "the first may still be included, and counts");
});

/** Moves an account's tokens to its owner by a transaction of the owner. */
async function takeBack(account: SmartAccount, key: Hex, amount: bigint): Promise<void> {
  const owner = privateKeyToAccount(key);
  await base.local.setBalance({ address: owner.address, value: 10n ** 18n });
  const transfer = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [owner.address, amount] });
  const data = await account.encodeCalls([{ to: usdc.address, value: 0n, data: transfer }]);
  const wallet = createWalletClient({ account: owner, chain: base.local.chain, transport: http(base.rpcUrl) });
  const hash = await wallet.sendTransaction({ to: account.address, data, gas: 200_000n });
  assert.equal((await base.local.waitForTransactionReceipt({ hash })).status, "success");
}
