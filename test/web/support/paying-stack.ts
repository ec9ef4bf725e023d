import assert from "node:assert/strict";
import { after, before } from "node:test";
import { inspect } from "node:util";
import { Mutex } from "async-mutex";
import type { Browser } from "playwright-core";
import { type Address, encodeFunctionData, erc20Abi, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { callApi, type Json } from "../../../scripts/pay.ts";
import type { Stack } from "../../../scripts/stack.ts";
import { type Chain, chainById, type Token, tokenBySymbol } from "../../../src/protocol/index.ts";
import type { SandboxChain } from "../../../src/sandbox/sandbox.ts";
import { mintToken } from "../../../src/sandbox/stablecoins.ts";
import { startTestStack } from "../../support/test-stack.ts";
import { launchBrowser, skip } from "./browser.ts";
import { openPayingPage, type PayingPage } from "./paying-page.ts";
import { createTestWallet, type TestWallet, type TestWalletOptions } from "./test-wallet.ts";

export const ethereum = 1;
export const polygon = 137;
export let stack: Stack;
export let browser: Browser;

/** Starts chains with everything that pays on them, and a browser, for the tests of one file. */
export function setUpPayingStack(chainIds: readonly number[] = [ethereum, polygon]): void {
  before(async () => {
    if (skip) return;
    const chains = chainIds.map((id) => chainById(id) as Chain);
    stack = await startTestStack({ chains });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await stack?.stop();
  });
}

/** The API, as the merchant calls it. */
export const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
export const statusOf = async ({ id }: Json) => (await api("GET", `/v1/payments/${id}`)).status;

/** One way to pay: chain and token, with what the tests do to them beside the page. */
export function market(chainId: number, symbol: string) {
  const chain = stack.sandbox.chains.get(chainId) as SandboxChain;
  const token = tokenBySymbol(chain.chain, symbol) as Token;
  const { local, router } = chain;
  const read = { address: token.address, abi: erc20Abi } as const;
  return {
    chainId,
    symbol,
    chain,
    token,
    router,
    balanceOf: (account: Address) => local.readContract({ ...read, functionName: "balanceOf", args: [account] }),
    allowanceOf: (owner: Address, spender: Address) =>
      local.readContract({ ...read, functionName: "allowance", args: [owner, spender] }),
    /** Gives tokens. One after the other: they come from one account, whose transactions are numbered. */
    give: (to: Address, amount: bigint) => minting.runExclusive(() => mintToken(local, token, to, amount)),
    giveNative: (address: Address) => local.setBalance({ address, value: parseEther("1") }),
    nativeOf: (address: Address) => local.getBalance({ address }),
    /** What the payer did some time before: it leaves it without native tokens. */
    async allow(account: Account, spender: Address, amount: bigint) {
      await local.setBalance({ address: account.address, value: parseEther("1") });
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [spender, amount] });
      const hash = await local.sendTransaction({ account, to: token.address, data, gas: 100_000n });
      await local.waitForTransactionReceipt({ hash });
      await local.setBalance({ address: account.address, value: 0n });
    },
  };
}
export type Market = ReturnType<typeof market>;
export type Account = ReturnType<typeof privateKeyToAccount>;
export const minting = new Mutex();
export const newAccount = () => privateKeyToAccount(generatePrivateKey());

/** 7.00 for a merchant and two sellers that nobody else pays, so that payments may go on at the same time. */
const sellerAmounts = ["2.00", "1.00"] as const;
export async function newPayment(changes: Json = {}) {
  const sellers = sellerAmounts.map((amount) => ({ address: newAccount().address, amount }));
  return api("POST", "/v1/payments", { amount: "7.00", currency: "USD", sellers, ...changes });
}
export const total = 7_000_000n;

export function newWallet(account: Account, options: Partial<TestWalletOptions> = {}): TestWallet {
  return createTestWallet({ account, chains: stack.sandbox.chains, chainId: ethereum, ...options });
}

/** Everybody has what is theirs, to the base unit. */
export async function assertPaid(payment: Json, { balanceOf }: Market, payer: Address, left = 0n) {
  const [first, second] = payment.sellers.map(({ address }: { address: Address }) => address);
  assert.deepEqual(await Promise.all([balanceOf(first), balanceOf(second)]), [1_980_000n, 990_000n]);
  assert.equal(await balanceOf(payer), left);
}

/** What the wallet's user was asked, without what concerns account and network. */
export const asked = ({ requests }: TestWallet) =>
  requests
    .map(({ method }) => method)
    .filter((method) => ["eth_signTypedData_v4", "eth_sendTransaction", "wallet_sendCalls"].includes(method));

export const networkOf = ({ chain }: Market) => chain.chain.name;

/** Pays with one wallet, from the first click to the receipt. */
export async function payWith(wallet: TestWallet, place: Market): Promise<{ payment: Json; steps: string[] }> {
  const payment = await newPayment();
  await using page = await openPayingPage(browser, payment, [wallet]);
  await page.choose(place.symbol, networkOf(place));
  await page.connect(wallet.name);
  const steps = await page.page.locator(".steps li").allTextContents();
  await page.pay();
  await page.waitUntilPaid().catch((error: unknown) => {
    // The page says it in the payer's words; why is what the wallet answered.
    throw new Error(inspect({ error, complaints: page.complaints, wallet: wallet.failures }, { depth: 6 }), {
      cause: error,
    });
  });
  assert.equal(await statusOf(payment), "SUCCESSFUL");
  assertUnobtrusive(page);
  return { payment, steps };
}

/** Nothing on the console, and no host but our own was asked. */
export function assertUnobtrusive({ complaints, requested }: PayingPage) {
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    requested.filter((url) => !url.startsWith(stack.state.apiUrl) && !url.startsWith("data:")),
    [],
  );
}
