import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Address,
  concat,
  createWalletClient,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  http,
  numberToHex,
  parseAbi,
  size,
} from "viem";
import { formatUserOperationRequest } from "viem/account-abstraction";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { callApi, type Json, payAsNewCustomer, waitForStatus } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { authorizationTypedData, canonicalContracts, type Token, type TokenDomain } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { ownArtifact } from "../../src/sandbox/artifacts.ts";
import { deployCode } from "../../src/sandbox/local-chain.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { type BaseStack, startBaseStack } from "../support/base-stack.ts";
import { ask, deploy, draft, newAccount, newQuote, rpc } from "../support/operations.ts";

// A stranger tries to pay a payment of somebody else by what cannot succeed. The honest payer comes after, without native tokens, and pays.

const baseId = 8453;
const patience = 60_000;

let started: BaseStack;
let stack: Stack;
let base: SandboxChain;
let usdc: Token;
before(async () => {
  // Each call is a transaction that the test can see.
  started = await startBaseStack({ relay: { lanes: ["transactions"] } });
  ({ stack, base, usdc } = started);
});
after(() => started?.[Symbol.asyncDispose]());

/** The fee of ten dollars is more than what the attempts of one test cost. */
const total = 1_000_000_000n;
const quoted = () => newQuote(stack, baseId, "1000.00");
const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
const stranger = privateKeyToAccount(generatePrivateKey());

/** A wallet of the stranger's, with native tokens. */
async function rich(account: PrivateKeyAccount = stranger) {
  await base.local.setBalance({ address: account.address, value: 10n ** 20n });
  return createWalletClient({ account, chain: base.local.chain, transport: http(base.rpcUrl) });
}

/** Hands in an EIP-3009 signature of `signer` for the account `payer`. Answers status and body. */
async function authorize(quote: Json, payer: Address, signer: PrivateKeyAccount) {
  const terms = termsFromJson(quote.terms);
  const typedData = authorizationTypedData(terms, payer, quote.router, usdc.domain as TokenDomain);
  const signature = await signer.signTypedData(typedData);
  const bounds = { validAfter: "0", validBefore: `${terms.deadline}` };
  const response = await fetch(`${stack.state.apiUrl}/v1/checkout/${quote.paymentId}/authorizations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ type: "eip3009", quoteId: quote.id, payer, signature, ...bounds }),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

async function attemptsOf(paymentId: string): Promise<Json[]> {
  return (await api("GET", `/v1/payments/${paymentId}`)).attempts;
}

/** Waits until the last attempt has ended; answers its outcome. */
async function untilEnded(paymentId: string): Promise<string> {
  const signal = AbortSignal.timeout(patience);
  for (;;) {
    const outcome = (await attemptsOf(paymentId)).at(-1)?.outcome;
    if (outcome != null) return outcome;
    await sleep(100, undefined, { signal });
  }
}

/** A customer without native tokens pays by a signature; another one, by a sponsored operation. Both ways are still open. */
async function assertHonestPays(quote: Json): Promise<void> {
  assert.equal((await api("GET", `/v1/payments/${quote.paymentId}`)).status, "ACTIVE");
  const honest = privateKeyToAccount(generatePrivateKey());
  await mintToken(base.local, usdc, honest.address, total);
  const { status, body } = await authorize(quote, honest.address, honest);
  assert.equal(status, 202, JSON.stringify(body));
  await waitForStatus(stack.state, quote.paymentId, "SUCCESSFUL", AbortSignal.timeout(patience));
}

const mode = (contractPayers: "any" | "known") =>
  api("PUT", "/v1/checkout-settings", { embedOrigins: [], contractPayers });

test("killed payment: a contract payer that is no known wallet's is not tried at all", async () => {
  const quote = await quoted();
  const wallet = await deployChangingWallet();
  const { status, body } = await authorize(quote, wallet, stranger);
  assert.deepEqual([status, body.code], [422, "CONTRACT_PAYER_REFUSED"]);
  assert.deepEqual(await attemptsOf(quote.paymentId), []);
  await assertHonestPays(quote);
});

/** A contract wallet with the money, whose owner can change. */
async function deployChangingWallet(): Promise<Address> {
  const { abi, bytecode } = ownArtifact("test/ChangingWallet");
  const wallet = await deployCode(base.local, encodeDeployData({ abi, bytecode, args: [stranger.address] }));
  await mintToken(base.local, usdc, wallet, total);
  return wallet;
}

test("killed payment: contract payers that agree when they are asked and refuse when they are paid for, again and again, delay nobody else", async () => {
  await mode("any");
  const quote = await quoted();
  const sender = await rich();
  // Blocks come by hand: the stranger's own transaction goes in front.
  await base.local.setIntervalMining({ interval: 0 });
  try {
    for (let round = 0; round < 4; round += 1) {
      await base.local.setIntervalMining({ interval: 1 });
      const wallet = await deployChangingWallet();
      await base.local.setIntervalMining({ interval: 0 });
      const { status, body } = await authorize(quote, wallet, stranger);
      assert.equal(status, 202, JSON.stringify(body));
      await untilPending(1);
      const data = encodeFunctionData({
        abi: parseAbi(["function change(address owner)"]),
        args: ["0x000000000000000000000000000000000000dEaD"],
      });
      const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 12n };
      await sender.sendTransaction({ to: wallet, data, gas: 100_000n, ...fees });
      await base.local.setIntervalMining({ interval: 1 });
      assert.equal(await untilEnded(quote.paymentId), "REVERTED");
    }
  } finally {
    await base.local.setIntervalMining({ interval: 1 });
    await mode("known");
  }
  await assertHonestPays(quote);
});

/** Waits until so many transactions wait for a block. */
async function untilPending(count: number): Promise<void> {
  const signal = AbortSignal.timeout(patience);
  for (;;) {
    const { pending } = (await base.local.request({ method: "txpool_status" } as never)) as { pending: Hex };
    if (Number(pending) >= count) return;
    await sleep(50, undefined, { signal });
  }
}

/** Code that deploys code of less than 256 bytes. */
function deploymentOf(runtime: Hex): Hex {
  return concat(["0x60", numberToHex(size(runtime), { size: 1 }), "0x8060093d393df3", runtime]);
}

test("killed payment: an account whose `execute` ignores its call data is neither sponsored nor sent", async () => {
  const quote = await quoted();
  // `validateUserOp` answers 0, "valid", to anybody; whatever else is called does nothing.
  const runtime: Hex = "0x5f5f5260205ff3";
  const ignoring = await deployCode(base.local, deploymentOf(runtime));
  assert.equal(await base.local.getCode({ address: ignoring }), runtime);
  await mintToken(base.local, usdc, ignoring, total);
  const model = await newAccount(base);
  await mintToken(base.local, usdc, model.address, total);
  const honest = await draft(base, quote, model, usdc);
  const hostile = { ...honest, sender: ignoring, nonce: 0n, factory: undefined, factoryData: undefined };
  const { error } = await ask(quote, hostile as never);
  assert.match(error?.message ?? "signed", /The code of account .* is not one that is sponsored here/);
  assert.deepEqual(await attemptsOf(quote.paymentId), []);
  await payAsNewCustomer(stack.state, base, quote.paymentId, "USDC");
  await waitForStatus(stack.state, quote.paymentId, "SUCCESSFUL", AbortSignal.timeout(patience));
});

/** A SimpleAccount's next implementation, which its owner may choose: valid for anybody, and whatever else is called does nothing. */
const careless: Hex = concat([
  "0x5f3560e01c6352d1902d14601557", // to 21 for `proxiableUUID`, which is asked before an upgrade
  "0x5f5f5260205ff3", // else 0
  "0x5b7f360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc5f5260205ff3",
]);

test("killed payment: a known account that becomes another once it is sponsored is not sent", async () => {
  const quote = await quoted();
  const key = generatePrivateKey();
  const account = await newAccount(base, key);
  await deploy(base, account);
  await mintToken(base.local, usdc, account.address, total);
  const { sponsored } = await ask(quote, await draft(base, quote, account, usdc));
  assert.ok(sponsored);
  const signed = { ...sponsored, signature: await account.signUserOperation(sponsored) };
  const owner = await rich(privateKeyToAccount(key));
  const implementation = await deployCode(base.local, deploymentOf(careless));
  const abi = parseAbi(["function upgradeToAndCall(address implementation, bytes data)"]);
  const data = encodeFunctionData({ abi, args: [implementation, "0x"] });
  const hash = await owner.sendTransaction({ to: account.address, data, gas: 200_000n });
  assert.equal((await base.local.waitForTransactionReceipt({ hash })).status, "success");
  const params = [formatUserOperationRequest(signed), canonicalContracts.entryPoint.address];
  const { error } = await rpc(quote.rpcUrl, "eth_sendUserOperation", params, quote.checkoutToken);
  assert.match(error?.message ?? "sent", /does not settle this payment/);
  assert.deepEqual(await attemptsOf(quote.paymentId), []);
  await assertHonestPays(quote);
});

test("killed payment: a key that delegates to a gas burner in the very block costs one honest call's gas, and nothing of the others in that block", async () => {
  const burner = await deployCode(base.local, "0x635b5f56006000526003601cf3");
  const [quote, ...others] = [await quoted(), await quoted(), await quoted()];
  const key = privateKeyToAccount(generatePrivateKey());
  const neighbours = [privateKeyToAccount(generatePrivateKey()), privateKeyToAccount(generatePrivateKey())];
  for (const { address } of [key, ...neighbours]) await mintToken(base.local, usdc, address, total);
  const sender = await rich();
  const authorization = await key.signAuthorization({ address: burner, chainId: baseId, nonce: 0 });
  await base.local.setIntervalMining({ interval: 0 });
  try {
    const taken = await Promise.all([
      authorize(quote, key.address, key),
      ...others.map((other, index) =>
        authorize(other, (neighbours[index] as PrivateKeyAccount).address, neighbours[index] as PrivateKeyAccount),
      ),
    ]);
    assert.deepEqual(
      taken.map(({ status }) => status),
      [202, 202, 202],
    );
    await untilPending(3);
    const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 12n };
    await sender.sendTransaction({
      to: stranger.address,
      authorizationList: [authorization],
      gas: 200_000n,
      ...fees,
    });
  } finally {
    await base.local.setIntervalMining({ interval: 1 });
  }
  assert.equal(await untilEnded(quote.paymentId), "REVERTED");
  assert.equal(await base.local.getCode({ address: key.address }), `0xef0100${burner.slice(2).toLowerCase()}`);
  const [burned] = await attemptsOf(quote.paymentId);
  const { gasUsed, blockNumber } = await base.local.getTransactionReceipt({ hash: burned.txHash });
  assert.ok(gasUsed < 350_000n, `${gasUsed} gas burned`);
  for (const { paymentId } of others) {
    const paid = await waitForStatus(stack.state, paymentId, "SUCCESSFUL", AbortSignal.timeout(patience));
    const { blockNumber: landed } = await base.local.getTransactionReceipt({ hash: paid.txHash });
    assert.equal(landed, blockNumber, "in the same block");
    assert.deepEqual(
      paid.attempts.map(({ outcome }: Json) => outcome),
      ["SETTLED"],
      "at the first try",
    );
  }
  await assertHonestPays(quote);
});

test("killed payment: an account that takes its money away again and again does not hold the right to try", async () => {
  const quote = await quoted();
  const key = privateKeyToAccount(generatePrivateKey());
  await mintToken(base.local, usdc, key.address, total);
  const wallet = await rich(key);
  const { status } = await authorize(quote, key.address, key);
  assert.equal(status, 202);
  await base.local.setIntervalMining({ interval: 0 });
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [stranger.address, total] });
  try {
    const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 12n };
    await wallet.sendTransaction({ to: usdc.address, data, gas: 100_000n, ...fees });
  } finally {
    await base.local.setIntervalMining({ interval: 1 });
  }
  assert.match(await untilEnded(quote.paymentId), /REVERTED|REFUSED/);
  await assertHonestPays(quote);
});
