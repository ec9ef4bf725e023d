import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createWalletClient, encodeFunctionData, erc20Abi, type Hex, http, type LocalAccount, parseGwei } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Json } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { paymentCalls, type Token, totalOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { type BaseStack, startBaseStack } from "../support/base-stack.ts";
import { ask, bundle, deploy, draft, newAccount, newQuote, type Operation, unpriced } from "../support/operations.ts";

// An attacker knows a payment's public URL and nothing else. It bundles for itself: whatever the sponsor pays is its income.

const baseId = 8453;
const attacker = privateKeyToAccount(generatePrivateKey());

let started: BaseStack;
let stack: Stack;
let base: SandboxChain;
let usdc: Token;
before(async () => {
  started = await startBaseStack();
  ({ stack, base, usdc } = started);
  await base.local.setBalance({ address: attacker.address, value: 10n ** 20n });
});
after(() => started?.[Symbol.asyncDispose]());

const quoteOf = (amount: string) => newQuote(stack, baseId, amount);
const draftOf = (quote: Json, account: SmartAccount) => draft(base, quote, account, usdc);

test("gas sponsor: accounts of the attacker's own code, at fees of its own, get no signature, and the deposit stays", async () => {
  const quote = await quoteOf("1000000.00");
  const before = await started.sponsorDeposit();
  // `validateUserOp` answers 0, "valid"; whatever else is called does nothing.
  const code: Hex = "0x5f5f5260205ff3";
  const model = await newAccount(base);
  const callData = await model.encodeCalls(paymentCalls(termsFromJson(quote.terms), quote.router, usdc));
  const signed: Operation[] = [];
  for (let index = 0; index < 12; index += 1) {
    const sender = privateKeyToAccount(generatePrivateKey()).address;
    await base.local.setCode({ address: sender, bytecode: code });
    const { sponsored } = await ask(quote, {
      sender,
      nonce: BigInt(index) << 64n,
      callData,
      callGasLimit: 100_000n,
      verificationGasLimit: 100_000n,
      preVerificationGas: 2_000_000n,
      paymasterVerificationGasLimit: 60_000n,
      paymasterPostOpGasLimit: 1n,
      maxFeePerGas: parseGwei("500"),
      maxPriorityFeePerGas: parseGwei("500"),
      signature: "0x",
    });
    if (sponsored) signed.push(sponsored);
  }
  if (signed.length > 0) await bundle(base, attacker, signed);
  const stolen = before - (await started.sponsorDeposit());
  assert.equal(
    stolen,
    0n,
    `${signed.length} signatures, ${Number(stolen) / 1e18} native tokens taken from the deposit`,
  );
  assert.equal(signed.length, 0);
});

test("gas sponsor: one payment has one live sponsorship, whoever asks, at gas and fees that we reckon", async () => {
  const quote = await quoteOf("250.00");
  const total = totalOf(termsFromJson(quote.terms).shares);
  const accounts = [await newAccount(base), await newAccount(base)] as const;
  for (const { address } of accounts) await mintToken(base.local, usdc, address, total);
  const honest = await draftOf(quote, accounts[0]);
  const tooMuch = {
    preVerificationGas: { preVerificationGas: 3n * honest.preVerificationGas },
    callGasLimit: { callGasLimit: 3n * honest.callGasLimit },
    verificationGasLimit: { verificationGasLimit: honest.verificationGasLimit + 1_000_000n },
    paymasterVerificationGasLimit: { paymasterVerificationGasLimit: 600_000n },
    paymasterPostOpGasLimit: { paymasterPostOpGasLimit: 100_000n },
    maxFeePerGas: { maxFeePerGas: 5n * honest.maxFeePerGas },
    maxPriorityFeePerGas: { maxPriorityFeePerGas: honest.maxFeePerGas, maxFeePerGas: honest.maxFeePerGas },
  };
  for (const [name, changes] of Object.entries(tooMuch)) {
    const { error } = await ask(quote, { ...honest, ...changes });
    assert.match(error?.message ?? "signed", new RegExp(name), name);
  }
  assert.ok((await ask(quote, honest)).sponsored);
  assert.ok((await ask(quote, honest)).sponsored, "the same pair again replaces it");
  const others = await Promise.all([
    ask(quote, { ...honest, nonce: honest.nonce + (1n << 64n) }),
    draftOf(quote, accounts[1]).then((operation) => ask(quote, operation)),
  ]);
  for (const { sponsored, error } of others) {
    assert.equal(sponsored, undefined);
    assert.equal(error?.data?.code, "SPONSORSHIP_UNDER_WAY");
  }
});

test("gas sponsor: without the money nothing is signed", async () => {
  const quote = await quoteOf("250.00");
  const rich = await newAccount(base);
  await mintToken(base.local, usdc, rich.address, totalOf(termsFromJson(quote.terms).shares));
  const operation = await draftOf(quote, rich);
  const poor = await newAccount(base);
  const { error } = await ask(quote, { ...operation, ...(await unpriced(quote, poor, usdc)) } as Operation);
  assert.match(error?.message ?? "signed", /exceeds balance|revert/i);
});

test("gas sponsor: an operation that does not settle costs at most the fee, bars its account and no other, and is alarmed", async () => {
  const quote = await quoteOf("250.00");
  const total = totalOf(termsFromJson(quote.terms).shares);
  const key = generatePrivateKey();
  const owner = privateKeyToAccount(key);
  const account = await newAccount(base, key);
  await deploy(base, account);
  await mintToken(base.local, usdc, account.address, total);
  const before = await started.sponsorDeposit();
  const { sponsored } = await ask(quote, await draftOf(quote, account));
  assert.ok(sponsored);
  const signature = await account.signUserOperation(sponsored);
  // Takes the money away, and has the sponsor pay for an operation that fails.
  await takeBack(account, owner, total);
  await bundle(base, attacker, [{ ...sponsored, signature }]);
  const lost = before - (await started.sponsorDeposit());
  assert.ok(lost > 0n, "the operation was included and paid for");
  const worst =
    (sponsored.callGasLimit +
      sponsored.verificationGasLimit +
      sponsored.preVerificationGas +
      (sponsored.paymasterVerificationGasLimit ?? 0n)) *
    sponsored.maxFeePerGas;
  assert.ok(lost <= worst);
  await mintToken(base.local, usdc, account.address, total);
  const signal = AbortSignal.timeout(60_000);
  for (;;) {
    const { error } = await ask(quote, await draftOf(quote, account));
    if (error?.data?.code === "SPONSORSHIP_BARRED") break;
    await sleep(500, undefined, { signal });
  }
  const honest = await newAccount(base);
  await mintToken(base.local, usdc, honest.address, total);
  assert.ok((await ask(quote, await draftOf(quote, honest))).sponsored, "another account is sponsored for it");
  const metrics = await (await fetch(`${stack.state.apiUrl}/metrics`)).text();
  assert.match(metrics, /railsplit_sponsorships\{status="UNSETTLED"\} 1/);
});

/** Moves an account's tokens to its owner by a transaction of the owner. */
async function takeBack(account: SmartAccount, owner: LocalAccount, amount: bigint): Promise<void> {
  await base.local.setBalance({ address: owner.address, value: 10n ** 18n });
  const transfer = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [owner.address, amount] });
  const data = await account.encodeCalls([{ to: usdc.address, value: 0n, data: transfer }]);
  const wallet = createWalletClient({ account: owner, chain: base.local.chain, transport: http(base.rpcUrl) });
  const hash = await wallet.sendTransaction({ to: account.address, data, gas: 200_000n });
  assert.equal((await base.local.waitForTransactionReceipt({ hash })).status, "success");
}
