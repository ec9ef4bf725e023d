import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Mutex } from "async-mutex";
import type { Browser } from "playwright-core";
import { type Address, encodeDeployData, encodeFunctionData, erc20Abi, maxUint256, parseAbi, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { callApi, type Json, waitForStatus } from "../../../../scripts/pay.ts";
import { type Stack, startStack } from "../../../../scripts/stack.ts";
import {
  type Chain,
  canonicalContracts,
  chainById,
  type Token,
  tokenBySymbol,
} from "../../../../src/protocol/index.ts";
import { sandboxAccounts } from "../../../../src/sandbox/accounts.ts";
import { ownArtifact } from "../../../../src/sandbox/artifacts.ts";
import { deployCode, transact } from "../../../../src/sandbox/local-chain.ts";
import type { SandboxChain } from "../../../../src/sandbox/sandbox.ts";
import { mintToken } from "../../../../src/sandbox/stablecoins.ts";
import { launchBrowser, skip } from "../../support/browser.ts";
import { actionsOf, openPayingPage, type PayingPage } from "../../support/paying-page.ts";
import { createTestWallet, type TestWallet, type TestWalletOptions, userRejected } from "../../support/test-wallet.ts";

const ethereum = 1;
const polygon = 137;
const patience = () => AbortSignal.timeout(60_000);

let directory: string;
let stack: Stack;
let browser: Browser;
before(async () => {
  if (skip) return;
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  const chains = [ethereum, polygon].map((id) => chainById(id) as Chain);
  stack = await startStack({ chains, directory, firstPort: 19_500, apiPort: 19_480 });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  if (directory) await rm(directory, { recursive: true });
});

const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
const statusOf = async ({ id }: Json) => (await api("GET", `/v1/payments/${id}`)).status;

/** One way to pay: chain and token, with what the tests do to them beside the page. */
function market(chainId: number, symbol: string) {
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
type Market = ReturnType<typeof market>;
type Account = ReturnType<typeof privateKeyToAccount>;
const minting = new Mutex();
const newAccount = () => privateKeyToAccount(generatePrivateKey());

/** 7.00 for a merchant and two sellers that nobody else pays, so that payments may go on at the same time. */
const sellerAmounts = ["2.00", "1.00"] as const;
async function newPayment() {
  const sellers = sellerAmounts.map((amount) => ({ address: newAccount().address, amount }));
  return api("POST", "/v1/payments", { amount: "7.00", currency: "USD", sellers });
}
const total = 7_000_000n;

function newWallet(account: Account, options: Partial<TestWalletOptions> = {}): TestWallet {
  return createTestWallet({ account, chains: stack.sandbox.chains, chainId: ethereum, ...options });
}

/** Everybody has what is theirs, to the base unit. */
async function assertPaid(payment: Json, { balanceOf }: Market, payer: Address, left = 0n) {
  const [first, second] = payment.sellers.map(({ address }: { address: Address }) => address);
  assert.deepEqual(await Promise.all([balanceOf(first), balanceOf(second)]), [1_980_000n, 990_000n]);
  assert.equal(await balanceOf(payer), left);
}

/** What the wallet's user was asked, without what concerns account and network. */
const asked = ({ requests }: TestWallet) =>
  requests
    .map(({ method }) => method)
    .filter((method) => ["eth_signTypedData_v4", "eth_sendTransaction", "wallet_sendCalls"].includes(method));

const networkOf = ({ chain }: Market) => chain.chain.name;

/** Pays with one wallet, from the first click to the receipt. */
async function payWith(wallet: TestWallet, place: Market): Promise<{ payment: Json; steps: string[] }> {
  const payment = await newPayment();
  await using page = await openPayingPage(browser, payment, [wallet]);
  await page.choose(place.symbol, networkOf(place));
  await page.connect(wallet.name);
  const steps = await page.page.locator(".steps li").allTextContents();
  await page.pay();
  await page.waitUntilPaid();
  assert.equal(await statusOf(payment), "SUCCESSFUL");
  assertUnobtrusive(page);
  return { payment, steps };
}

/** Nothing on the console, and no host but our own was asked. */
function assertUnobtrusive({ complaints, requested }: PayingPage) {
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    requested.filter((url) => !url.startsWith(stack.state.apiUrl) && !url.startsWith("data:")),
    [],
  );
}

describe("every method pays, from the page to the last base unit", { skip, concurrency: 4 }, () => {
  test("EIP-3009: one signature, no native token", async () => {
    const place = market(polygon, "USDC");
    const account = newAccount();
    const wallet = newWallet(account);
    await place.give(account.address, total);
    const { payment, steps } = await payWith(wallet, place);
    await assertPaid(payment, place, account.address);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4"]);
    assert.equal(await place.nativeOf(account.address), 0n);
    assert.equal(steps.length, 1);
    assert.match(steps[0] ?? "", /7\.00.USDC.*costs nothing/);
  });

  test("Permit2: one signature, no native token, where the token's allowance to Permit2 stands", async () => {
    const place = market(ethereum, "USDT");
    const account = newAccount();
    const wallet = newWallet(account);
    await place.give(account.address, total);
    await place.allow(account, canonicalContracts.permit2.address, maxUint256);
    const { payment } = await payWith(wallet, place);
    await assertPaid(payment, place, account.address);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4"]);
    assert.equal(await place.nativeOf(account.address), 0n);
  });

  test("the payment itself: one signature that shows the split, no native token, where an allowance to the router stands", async () => {
    const place = market(polygon, "USDT");
    const account = newAccount();
    const wallet = newWallet(account);
    await place.give(account.address, total);
    await place.allow(account, place.router, total);
    const { payment } = await payWith(wallet, place);
    await assertPaid(payment, place, account.address);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4"]);
    const signing = wallet.requests.find(({ method }) => method === "eth_signTypedData_v4");
    const signed = `${signing?.params?.[1]}`.toLowerCase();
    for (const { address } of payment.sellers) assert.ok(signed.includes(address.toLowerCase()));
    assert.equal(await place.nativeOf(account.address), 0n);
  });

  test("a batch of the wallet (EIP-5792), upgraded by EIP-7702, our paymaster pays; then the upgraded key signs", async () => {
    const place = market(ethereum, "USDT");
    const account = newAccount();
    const wallet = newWallet(account, { batches: true });
    await place.give(account.address, total);
    const { payment } = await payWith(wallet, place);
    await assertPaid(payment, place, account.address);
    assert.deepEqual(asked(wallet), ["wallet_sendCalls"]);

    const usdc = market(ethereum, "USDC");
    await usdc.give(account.address, total);
    const { payment: second } = await payWith(wallet, usdc);
    await assertPaid(second, usdc, account.address);
    assert.deepEqual(asked(wallet), ["wallet_sendCalls", "eth_signTypedData_v4"]);
    assert.equal(await place.nativeOf(account.address), 0n);
  });

  test("the key's ERC-4337 account, which holds the money: one signature, no native token", async () => {
    const place = market(polygon, "USDC");
    const account = newAccount();
    const wallet = newWallet(account);
    const smartAccount = await place.chain.local.readContract({
      address: canonicalContracts.simpleAccountFactory.address,
      abi: parseAbi(["function getAddress(address owner, uint256 salt) view returns (address)"]),
      functionName: "getAddress",
      args: [account.address, 0n],
    });
    await place.give(smartAccount, total);
    const { payment } = await payWith(wallet, place);
    await assertPaid(payment, place, smartAccount);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4"]);
    assert.equal(await place.nativeOf(account.address), 0n);
  });

  test("EIP-2612: a signature and one transaction of the payer's own, on a token whose domain has a salt", async () => {
    const place = market(polygon, "USDT");
    const account = newAccount();
    const wallet = newWallet(account);
    await place.give(account.address, total);
    await place.giveNative(account.address);
    const { payment, steps } = await payWith(wallet, place);
    await assertPaid(payment, place, account.address);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4", "eth_sendTransaction"]);
    assert.match(steps[1] ?? "", /at most about 0\.\d+.POL/);
  });

  test("approve and pay: a token that changes no allowance but from zero, and an old one in the way", async () => {
    const place = market(ethereum, "USDT");
    const account = newAccount();
    const wallet = newWallet(account);
    await place.give(account.address, total);
    await place.allow(account, place.router, 5n);
    await place.giveNative(account.address);
    const { payment, steps } = await payWith(wallet, place);
    await assertPaid(payment, place, account.address);
    assert.deepEqual(asked(wallet), ["eth_sendTransaction", "eth_sendTransaction", "eth_sendTransaction"]);
    assert.equal(steps.length, 4);
    assert.equal(await place.allowanceOf(account.address, place.router), 0n);
  });

  test("a contract wallet signs by its own code (ERC-1271)", async () => {
    const place = market(polygon, "USDC");
    const owner = newAccount();
    const deployment = encodeDeployData({ ...ownArtifact("test/SignerWallet"), args: [owner.address] });
    const contract = await minting.runExclusive(() => deployCode(place.chain.local, deployment));
    const wallet = newWallet(owner, { contract });
    await place.give(contract, total);
    const { payment } = await payWith(wallet, place);
    await assertPaid(payment, place, contract);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4"]);
  });

  test("the sandbox's own wallet: a newcomer pays with any token, without any extension", async () => {
    for (const place of [market(ethereum, "USDC"), market(ethereum, "USDT"), market(polygon, "USDT")]) {
      const payment = await newPayment();
      const payer = sandboxAccounts.checkoutPayer.address;
      const before = await place.balanceOf(payer);
      await using page = await openPayingPage(browser, payment, []);
      await page.choose(place.symbol, networkOf(place));
      await page.connect("Sandbox wallet");
      await page.pay();
      await page.waitUntilPaid();
      await assertPaid(payment, place, payer, before - total);
      assertUnobtrusive(page);
    }
  });
});

/** A node of some other chain: no code is anywhere. */
const emptyChain = { request: async () => "0x" } as unknown as SandboxChain["local"];

describe("what goes wrong between page and wallet", { skip, concurrency: 4 }, () => {
  /** A payer with money for an EIP-3009 payment, at the page and connected unless told otherwise. */
  async function atThePage(options: Partial<TestWalletOptions> = {}, others: readonly TestWallet[] = []) {
    const place = market(polygon, "USDC");
    const account = newAccount();
    const wallet = newWallet(account, { chainId: polygon, ...options });
    await place.give(account.address, total);
    const payment = await newPayment();
    const page = await openPayingPage(browser, payment, [wallet, ...others]);
    await page.choose(place.symbol, networkOf(place));
    return { place, account, wallet, payment, page, [Symbol.asyncDispose]: () => page[Symbol.asyncDispose]() };
  }
  const signing = ({ method }: { method: string }) => method === "eth_signTypedData_v4";

  test("who says no is told that nothing was paid, and can say yes then", async () => {
    await using at = await atThePage();
    const { page, wallet, payment } = at;
    let refusals = 0;
    wallet.approve = (request) => {
      if (!signing(request) || refusals > 0) return;
      refusals += 1;
      throw userRejected();
    };
    await page.connect(wallet.name);
    await page.pay();
    assert.match(await page.problem(), /You said no in the wallet, and nothing has been paid/);
    assert.equal(await statusOf(payment), "ACTIVE");
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, at.place, wallet.address);
  });

  test("a half-finished approval is gone on with, not begun again", async () => {
    const place = market(ethereum, "USDT");
    const account = newAccount();
    await place.give(account.address, total);
    await place.giveNative(account.address);
    const wallet = newWallet(account);
    let sent = 0;
    wallet.approve = ({ method }) => {
      if (method !== "eth_sendTransaction") return;
      sent += 1;
      if (sent === 2) throw userRejected();
    };
    const payment = await newPayment();
    await using page = await openPayingPage(browser, payment, [wallet]);
    await page.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    await page.pay();
    assert.match(await page.problem(), /You said no/);
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, account.address);
    // The allowance, the payment that was refused, and the payment.
    assert.equal(sent, 3);
  });

  test("another network: refused it is said, agreed it is told of and changed to", async () => {
    await using at = await atThePage({ chainId: ethereum, unknownChains: [polygon] });
    const { page, wallet, payment } = at;
    let refused = false;
    wallet.approve = ({ method }) => {
      if (method !== "wallet_addEthereumChain" || refused) return;
      refused = true;
      throw userRejected();
    };
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /on another network\. Let it switch to Polygon PoS/);
    await page.connect(wallet.name);
    // And once more, by hand, behind the page's back.
    await wallet.useChain(ethereum);
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, at.place, wallet.address);
    assert.deepEqual(
      wallet.requests.filter(({ method }) => method === "wallet_addEthereumChain").map(({ params }) => params),
      Array(2).fill([
        {
          chainId: "0x89",
          chainName: "Polygon PoS",
          nativeCurrency: { name: "POL", symbol: "POL", decimals: 18 },
          rpcUrls: ["https://polygon.drpc.org"],
          blockExplorerUrls: ["https://polygonscan.com"],
        },
      ]),
    );
  });

  test("a wallet whose network is another under the same number is not asked to sign", async () => {
    // Its endpoint leads elsewhere: our router is not there.
    const elsewhere = { ...(stack.sandbox.chains.get(polygon) as SandboxChain) };
    await using at = await atThePage({ chains: new Map([[polygon, { ...elsewhere, local: emptyChain }]]) });
    await at.page.page.getByRole("button", { name: at.wallet.name }).click();
    assert.match(await at.page.problem(), /another network than ours/);
    assert.deepEqual(asked(at.wallet), []);
  });

  test("another account in the wallet is noticed, and pays from its own money", async () => {
    await using at = await atThePage();
    const { page, wallet, payment, place, account } = at;
    await page.connect(wallet.name);
    const other = newAccount();
    await place.give(other.address, total);
    await wallet.useAccount(other);
    await page.page.getByText(`${other.address.slice(0, 6)}…${other.address.slice(-4)}`).waitFor();
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, other.address);
    assert.equal(await place.balanceOf(account.address), total);
  });

  test("an account with too little is told so, and by how much, before anything is asked", async () => {
    await using at = await atThePage();
    const { page, wallet } = at;
    await wallet.useAccount(newAccount());
    await at.place.give(wallet.address, total - 1n);
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /7\.00.USDC are needed on Polygon PoS, and your wallet has 6\.999999.USDC/);
    assert.deepEqual(asked(wallet), []);
  });

  test("an account without native tokens is told so where only its own transactions would pay", async () => {
    const place = market(ethereum, "USDT");
    const wallet = newWallet(newAccount());
    await place.give(wallet.address, total);
    await using page = await openPayingPage(browser, await newPayment(), [wallet]);
    await page.choose(place.symbol, networkOf(place));
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /too little ETH for the network fee on Ethereum/);
    assert.deepEqual(asked(wallet), []);
  });

  test("another way can be chosen, and is told by what it asks and costs", async () => {
    await using at = await atThePage();
    const { page, wallet, payment, place } = at;
    await place.giveNative(wallet.address);
    await page.connect(wallet.name);
    await page.page.getByText("Other ways with this wallet").click();
    await page.page.getByRole("button", { name: "Send transactions of your own" }).click();
    await page.page.getByText(/Confirm a transaction that allows exactly 7\.00.USDC/).waitFor();
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["eth_sendTransaction", "eth_sendTransaction"]);
  });

  test("an account that the token's issuer has frozen is not asked to sign", async () => {
    await using at = await atThePage();
    const { wallet, place, page } = at;
    const data = encodeFunctionData({
      abi: parseAbi(["function blacklist(address account)"]),
      args: [wallet.address],
    });
    await minting.runExclusive(() => transact(place.chain.local, place.token.address, data));
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /would fail, so your wallet was not asked: .*blacklisted/);
    assert.deepEqual(asked(wallet), []);
  });

  test("what changed between plan and signature is found before anything is sent", async () => {
    await using at = await atThePage();
    const { wallet, account, place, page, payment } = at;
    await page.connect(wallet.name);
    await place.giveNative(wallet.address);
    const args = [newAccount().address, 1n] as const;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args });
    const hash = await place.chain.local.sendTransaction({ account, to: place.token.address, data, gas: 100_000n });
    await place.chain.local.waitForTransactionReceipt({ hash });
    await page.pay();
    assert.match(await page.problem(), /What your wallet signed does not pay this, and nothing has been paid/);
    assert.equal(await statusOf(payment), "ACTIVE");
  });

  test("a wallet that never answers leaves the page usable, for another one", async () => {
    const silent = newWallet(newAccount(), { chainId: polygon, approve: () => new Promise(() => {}) });
    await using at = await atThePage({}, [silent]);
    const { page, wallet, payment } = at;
    await page.page.getByRole("button", { name: silent.name }).click();
    await page.page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.connect(wallet.name);
    let silence = true;
    wallet.approve = (request) => (silence && signing(request) ? new Promise(() => {}) : undefined);
    await page.pay();
    await page.page.getByText(`Continue in ${wallet.name}`).waitFor();
    await page.page.getByRole("button", { name: "Cancel", exact: true }).click();
    silence = false;
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, at.place, wallet.address);
  });

  test("a quote that was tampered with on its way is refused, and no wallet is asked", async () => {
    const wallet = newWallet(newAccount(), { chainId: polygon });
    const payment = await newPayment();
    await using page = await openPayingPage(browser, payment, [wallet]);
    await page.page.route("**/quotes", async (route) => {
      const response = await route.fetch();
      const quote = await response.json();
      quote.terms.shares[0].recipient = newAccount().address;
      await route.fulfill({ response, json: quote });
    });
    await page.choose("USDC", "Polygon PoS");
    assert.match(await page.problem(), /does not fit this payment, so nothing is shown to pay/);
    assert.deepEqual(wallet.requests, []);
  });

  test("a payment that ends while the wallet is being asked is not paid any more", async () => {
    const place = market(polygon, "USDC");
    const wallet = newWallet(newAccount(), { chainId: polygon });
    await place.give(wallet.address, total);
    const payment = await newPayment();
    const end = new Date(Date.now() + 9_000);
    const { database } = stack.railsplit;
    await database.updateTable("payments").set({ expiresAt: end }).where("id", "=", payment.id).execute();
    let sign = () => {};
    wallet.approve = (request) => (signing(request) ? new Promise<void>((resolve) => (sign = resolve)) : undefined);
    await using page = await openPayingPage(browser, payment, [wallet]);
    await page.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    await page.pay();
    await page.page.getByText(`Continue in ${wallet.name}`).waitFor();
    await page.page.getByRole("heading", { name: "The time to pay is over" }).waitFor();
    sign();
    await waitForStatus(stack.state, payment.id, "EXPIRED", patience());
    await page.page.getByText("Nothing has been paid").waitFor();
    assert.equal(await place.balanceOf(wallet.address), total);
  });

  test("two tabs: one pays, the other says so and shows the receipt; money is taken once", async () => {
    await using at = await atThePage();
    const { page, wallet, payment, place } = at;
    await place.give(wallet.address, total);
    const tab = await page.page.context().newPage();
    await tab.goto(payment.paymentUrl);
    const second = actionsOf(tab);
    await second.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    await second.connect(wallet.name);
    let sign = () => {};
    wallet.approve = (request) => (signing(request) ? new Promise<void>((resolve) => (sign = resolve)) : undefined);
    await page.pay();
    for (const signal = patience(); asked(wallet).length === 0; signal.throwIfAborted()) await tab.waitForTimeout(50);
    await second.pay();
    assert.match(await second.problem(), /under way in another tab/);
    sign();
    await Promise.all([page.waitUntilPaid(), second.waitUntilPaid()]);
    await assertPaid(payment, place, wallet.address, total);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4"]);
  });

  test("two devices that sign at the same time: one is refused, money is taken once", async () => {
    await using at = await atThePage();
    const { page, wallet, payment, place } = at;
    await place.give(wallet.address, total);
    await using device = await openPayingPage(browser, payment, [wallet]);
    await device.choose(place.symbol, networkOf(place));
    await Promise.all([page.connect(wallet.name), device.connect(wallet.name)]);
    const signatures: (() => void)[] = [];
    wallet.approve = (request) =>
      signing(request) ? new Promise<void>((resolve) => signatures.push(resolve)) : undefined;
    await Promise.all([page.pay(), device.pay()]);
    for (const signal = patience(); signatures.length < 2; signal.throwIfAborted()) await page.page.waitForTimeout(50);
    for (const sign of signatures) sign();
    await Promise.all([page.waitUntilPaid(), device.waitUntilPaid()]);
    await assertPaid(payment, place, wallet.address, total);
  });

  test("it all works in a frame of another page", async () => {
    const place = market(polygon, "USDC");
    const wallet = newWallet(newAccount());
    await place.give(wallet.address, total);
    const payment = await newPayment();
    await using page = await openPayingPage(browser, payment, [wallet]);
    const shop = `${stack.state.apiUrl}/shop.html`;
    const html = `<iframe title="Pay" src="${payment.paymentUrl}?embed=1"></iframe>`;
    await page.page.route(shop, (route) => route.fulfill({ contentType: "text/html", body: html }));
    await page.page.goto(shop);
    const frame = actionsOf(page.page.frameLocator("iframe"));
    await frame.choose(place.symbol, networkOf(place));
    await frame.connect(wallet.name);
    await frame.pay();
    await frame.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
  });
});
