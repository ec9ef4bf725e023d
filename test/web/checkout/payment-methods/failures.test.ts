import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  keccak256,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
} from "viem";
import { waitForStatus } from "../../../../scripts/pay.ts";
import { canonicalContracts } from "../../../../src/protocol/canonical-contracts.ts";
import { ownArtifact } from "../../../../src/sandbox/artifacts.ts";
import { deployCode } from "../../../../src/sandbox/local-chain.ts";
import type { SandboxChain } from "../../../../src/sandbox/sandbox.ts";
import { freezeAccount } from "../../../support/freeze-account.ts";
import { skip } from "../../support/browser.ts";
import { actionsOf, openPayingPage } from "../../support/paying-page.ts";
import {
  asked,
  assertPaid,
  browser,
  ethereum,
  type Market,
  market,
  minting,
  networkOf,
  newAccount,
  newPayment,
  newWallet,
  polygon,
  setUpPayingStack,
  stack,
  statusOf,
  total,
} from "../../support/paying-stack.ts";
import { ProviderRpcError, type TestWallet, type TestWalletOptions, userRejected } from "../../support/test-wallet.ts";

setUpPayingStack();
const patience = () => AbortSignal.timeout(60_000);

/** A node of some other chain: no code is anywhere. */
const emptyChain = { request: async () => "0x" } as unknown as SandboxChain["local"];

const freeze = ({ chain, token }: Market, account: Address) =>
  minting.runExclusive(() => freezeAccount(chain.local, token, account));

describe("failures: what goes wrong between page and wallet", { skip, concurrency: 4 }, () => {
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

  test("rejection: who says no is told that nothing was paid, and can say yes then", async () => {
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

  test("approval: one that is half finished is gone on with, not begun again", async () => {
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

  /** A payer who can only approve and pay: Ethereum's USDT has no signatures. */
  async function atAnApproval() {
    const place = market(ethereum, "USDT");
    const account = newAccount();
    await place.give(account.address, total);
    await place.giveNative(account.address);
    const wallet = newWallet(account);
    const payment = await newPayment();
    const page = await openPayingPage(browser, payment, [wallet]);
    await page.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    return { place, wallet, payment, page, [Symbol.asyncDispose]: () => page[Symbol.asyncDispose]() };
  }
  const sending = ({ method }: { method: string }) => method === "eth_sendTransaction";

  test("waitForTransaction: a wallet that answers hashes of its own is followed by what it brings about", async () => {
    await using at = await atAnApproval();
    const { page, wallet, payment, place } = at;
    wallet.respond = async (request, answer) => {
      const answered = await answer();
      return sending(request) ? keccak256(answered as Hex) : answered;
    };
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["eth_sendTransaction", "eth_sendTransaction"]);
  });

  test("waitForTransaction: a chain that cannot be read for a moment is waited for, and nobody is told that nothing was paid", async () => {
    await using at = await atAnApproval();
    const { page, wallet, payment, place } = at;
    let refused = 0;
    const asksForReceipt = ({ method }: { method: string }) => method === "eth_getTransactionReceipt";
    await page.page.route("**/v1/web3/*", async (route) => {
      const asked = [route.request().postDataJSON()].flat();
      if (refused >= 6 || !asked.some(asksForReceipt)) return route.fallback();
      refused += 1;
      const error = { code: -32603, message: "The chain did not answer." };
      const answers = asked.map(({ id }) => ({ jsonrpc: "2.0", id, error }));
      return route.fulfill({ json: Array.isArray(route.request().postDataJSON()) ? answers : answers[0] });
    });
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
    assert.equal(refused, 6);
    assert.deepEqual(asked(wallet), ["eth_sendTransaction", "eth_sendTransaction"]);
  });

  test("cancel: an approval that never lands says what is waited for, and can be gone back from", async () => {
    await using at = await atAnApproval();
    const { page, wallet, payment, place } = at;
    let dropped = 0;
    wallet.respond = async (request, answer) => {
      if (!sending(request) || dropped > 0) return answer();
      dropped += 1;
      return keccak256("0x00");
    };
    await page.pay();
    await page.page.getByText("Waiting until it is on Ethereum").waitFor();
    await page.page.getByRole("button", { name: "Check again" }).click();
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
  });

  test("approval: one that the payer made smaller in the wallet is found before the payment is sent", async () => {
    await using at = await atAnApproval();
    const { page, wallet, place } = at;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [place.router, 1n] });
    wallet.respond = async (request, answer) =>
      sending(request) ? wallet.send({ from: wallet.address, to: place.token.address, data }) : answer();
    await page.pay();
    assert.match(await page.problem(), /Less than 7\.00.USDT was allowed, so nothing has been paid/);
    assert.deepEqual(asked(wallet), ["eth_sendTransaction"]);
  });

  for (const [what, refuse] of [
    ["does not know the method (-32601)", new ProviderRpcError(-32601, "The method does not exist.")],
    ["does not do it on this chain (5710)", new ProviderRpcError(5710, "EIP-7702 not supported on this chain.")],
    ["answers nothing", null],
  ] as const) {
    test(`replaceMethod: where the wallet ${what}, the next method is chosen and the page says so`, async () => {
      await using at = await atThePage();
      const { page, wallet, payment, place } = at;
      await place.giveNative(wallet.address);
      wallet.respond = async (request, answer) => {
        if (!signing(request)) return answer();
        if (refuse) throw refuse;
        return null;
      };
      await page.connect(wallet.name);
      await page.pay();
      const said =
        /could not do this here: “Sign for the token”\. Nothing has been paid\. Chosen instead: “Sign an allowance/;
      assert.match(await page.problem(), said);
      // The other methods are open, with the one that was refused.
      await page.page.getByRole("button", { name: "Sign for the token" }).waitFor();
      await page.pay();
      await page.page.getByText("Chosen instead: “Send transactions of your own”").waitFor();
      await page.pay();
      await page.waitUntilPaid();
      await assertPaid(payment, place, wallet.address);
    });
  }

  test("replaceMethod: where the account's code refuses the signature, the next method is chosen", async () => {
    const place = market(polygon, "USDC");
    // It checks signatures, but takes those of another key.
    const deployment = encodeDeployData({ ...ownArtifact("test/SignerWallet"), args: [newAccount().address] });
    const contract = await minting.runExclusive(() => deployCode(place.chain.local, deployment));
    const wallet = newWallet(newAccount(), { contract, chainId: polygon });
    await place.give(contract, total);
    const payment = await newPayment();
    await using page = await openPayingPage(browser, payment, [wallet]);
    await page.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    await page.pay();
    assert.match(await page.problem(), /contract is not known here.*Chosen instead: “Send transactions of your own”/);
    assert.equal(await statusOf(payment), "ACTIVE");
  });

  test("replaceMethod: where the API pays no gas for now, no further signature is asked for that it would not take", async () => {
    await using at = await atThePage();
    const { page, wallet, payment, place, account } = at;
    // Its signature would do in two ways more.
    await place.allow(account, canonicalContracts.permit2.address, total);
    await place.giveNative(wallet.address);
    const body = { statusCode: 409, message: "Earlier attempts failed.", error: "Conflict", code: "ATTEMPT_DELAYED" };
    await page.page.context().route("**/authorizations", (route) => route.fulfill({ status: 409, json: body }));
    await page.connect(wallet.name);
    await page.pay();
    assert.match(await page.problem(), /Earlier attempts to pay this failed.*Chosen instead: “Sign an allowance/);
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["eth_signTypedData_v4", "eth_signTypedData_v4", "eth_sendTransaction"]);
  });

  test("signTypedData: a compact signature (EIP-2098) pays", async () => {
    await using at = await atThePage();
    const { page, wallet, payment, place } = at;
    wallet.respond = async (request, answer) => {
      const answered = await answer();
      if (!signing(request)) return answered;
      const compact = signatureToCompactSignature(parseSignature(answered as Hex));
      return serializeCompactSignature(compact);
    };
    await page.connect(wallet.name);
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
  });

  test("connectProvider: a wallet that shares no account is told so, with what to do", async () => {
    await using at = await atThePage();
    const { page, wallet } = at;
    wallet.respond = async (request, answer) => (request.method === "eth_requestAccounts" ? [] : answer());
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /shares no account with this page\. Unlock it, allow an account/);
    wallet.respond = (_request, answer) => answer();
    await page.connect(wallet.name);
  });

  test("switchChain: a refusal is reported; a network that the wallet does not know is added", async () => {
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

  test("planPayment: a wallet whose network is another under the same number is not asked to sign", async () => {
    // Its endpoint leads elsewhere: our router is not there.
    const elsewhere = { ...(stack.sandbox.chains.get(polygon) as SandboxChain) };
    await using at = await atThePage({ chains: new Map([[polygon, { ...elsewhere, local: emptyChain }]]) });
    await at.page.page.getByRole("button", { name: at.wallet.name }).click();
    assert.match(await at.page.problem(), /another network than ours/);
    assert.deepEqual(asked(at.wallet), []);
  });

  test("account change: another account in the wallet is noticed, and pays from its own money", async () => {
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

  test("Elsewhere: who has too little here is led to where there is enough, and pays there", async () => {
    await using at = await atThePage();
    const { page, wallet, payment, place } = at;
    const other = newAccount();
    const there = market(ethereum, "USDC");
    await wallet.useAccount(other);
    await place.give(other.address, total - 1n);
    await there.give(other.address, total);
    const { page: shown } = page;
    await shown.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /are needed on Polygon PoS/);
    const way = shown.getByRole("button", { name: "Pay from 7.00 USDC on Ethereum" });
    await way.waitFor();
    await shown.getByRole("button", { name: "Change network or token" }).click();
    assert.match((await shown.locator("label.option").first().textContent()) ?? "", /USDC on Ethereum.*You have 7\.00/);
    await shown.getByLabel("USDC on Polygon PoS").check();
    await shown.getByRole("button", { name: "Continue" }).click();
    await shown.getByRole("button", { name: wallet.name }).click();
    await way.click();
    await page.connect(wallet.name);
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, there, other.address);
    assert.equal(await place.balanceOf(other.address), total - 1n);
  });

  test("planPayment: an account with too little is told so, and by how much, before anything is asked", async () => {
    await using at = await atThePage();
    const { page, wallet } = at;
    await wallet.useAccount(newAccount());
    await at.place.give(wallet.address, total - 1n);
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /7\.00.USDC are needed on Polygon PoS, and your wallet has 6\.999999.USDC/);
    assert.deepEqual(asked(wallet), []);
  });

  test("planPayment: an account without native tokens is told so where only its own transactions would pay", async () => {
    const place = market(ethereum, "USDT");
    const wallet = newWallet(newAccount());
    await place.give(wallet.address, total);
    await using page = await openPayingPage(browser, await newPayment(), [wallet]);
    await page.choose(place.symbol, networkOf(place));
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /too little ETH for the network fee on Ethereum/);
    assert.deepEqual(asked(wallet), []);
  });

  test("chooseMethod: another method can be chosen, and says what it asks and costs", async () => {
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

  test("simulateTransfers: an account that the token's issuer has frozen is not asked, nor where the node takes no state override", async () => {
    await using at = await atThePage();
    const { wallet, place, page } = at;
    let refused = 0;
    await page.page.route("**/v1/web3/*", async (route) => {
      const asked = [route.request().postDataJSON()].flat();
      if (!asked.some(({ params }) => params?.length === 3)) return route.fallback();
      refused += 1;
      const error = { code: -32602, message: "too many arguments, want at most 2" };
      const answers = asked.map(({ id }) => ({ jsonrpc: "2.0", id, error }));
      return route.fulfill({ json: Array.isArray(route.request().postDataJSON()) ? answers : answers[0] });
    });
    await freeze(place, wallet.address);
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), /would fail, so your wallet was not asked: .*blacklisted/);
    assert.equal(refused, 1);
    assert.deepEqual(asked(wallet), []);
  });

  test("authorize: what changed while the wallet signed is found before anything is sent", async () => {
    await using at = await atThePage();
    const { wallet, account, place, page, payment } = at;
    await page.connect(wallet.name);
    await place.giveNative(wallet.address);
    wallet.approve = async (request) => {
      if (!signing(request)) return;
      const args = [newAccount().address, 1n] as const;
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args });
      const hash = await place.chain.local.sendTransaction({ account, to: place.token.address, data, gas: 100_000n });
      await place.chain.local.waitForTransactionReceipt({ hash });
    };
    await page.pay();
    assert.match(await page.problem(), /What your wallet signed does not pay this, and nothing has been paid/);
    assert.equal(await statusOf(payment), "ACTIVE");
  });

  test("cancel: a wallet that never answers leaves the page usable, for another one", async () => {
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

  test("checkQuote: a quote that was tampered with on its way is refused, and no wallet is asked", async () => {
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

  test("expiry: a payment that ends while the wallet is being asked is not paid any more", async () => {
    const place = market(polygon, "USDC");
    const wallet = newWallet(newAccount(), { chainId: polygon });
    await place.give(wallet.address, total);
    const payment = await newPayment();
    let sign = () => {};
    wallet.approve = (request) => (signing(request) ? new Promise<void>((resolve) => (sign = resolve)) : undefined);
    await using page = await openPayingPage(browser, payment, [wallet]);
    await page.page.getByRole("button", { name: "Continue" }).waitFor();
    // Long enough to get as far as the wallet on a busy machine: a quote ends with its payment, so the end is there before the quote.
    const end = new Date(Date.now() + 25_000);
    const { database } = stack.railsplit;
    await database.updateTable("payments").set({ expiresAt: end }).where("id", "=", payment.id).execute();
    await page.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    await page.pay();
    await page.page.getByText(`Continue in ${wallet.name}`).waitFor();
    await page.page.getByRole("heading", { name: "The time to pay is over" }).waitFor({ timeout: 60_000 });
    sign();
    await waitForStatus(stack.state, payment.id, "EXPIRED", patience());
    await page.page.getByText("Nothing has been paid").waitFor();
    assert.equal(await place.balanceOf(wallet.address), total);
  });

  test("withTabLock: two tabs: one pays, the other says so and shows the receipt; money is taken once", async () => {
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

  test("authorize: two devices that sign at the same time: one is refused, money is taken once", async () => {
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

  test("embedding: it all works in a frame of another page", async () => {
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

describe("failures: what a whole token refuses", { skip }, () => {
  test("simulatePayment: what only the payment as a whole meets is found before it is offered, and again before the wallet is asked", async () => {
    const place = market(ethereum, "USDC");
    const wallet = newWallet(newAccount());
    await place.give(wallet.address, total);
    let codeReads = 0;
    await using page = await openPayingPage(browser, await newPayment(), [wallet], async (context) =>
      context.on("request", (request) => {
        if (!request.url().includes("/v1/web3/")) return;
        const { address } = canonicalContracts.multicall3;
        codeReads += [request.postDataJSON()]
          .flat()
          .filter(({ method, params }) => method === "eth_getCode" && params[0] === address).length;
      }),
    );
    await page.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    // The payer's tokens may go to each recipient still, but not by the router.
    await freeze(place, place.router);
    const wouldFail = /would fail, so your wallet was not asked: .*blacklisted/;
    await page.pay();
    assert.match(await page.problem(), wouldFail);
    assert.equal(codeReads, 1, "the code that stands in for the account's is read once");
    await page.page.reload();
    await page.page.getByRole("button", { name: wallet.name }).click();
    assert.match(await page.problem(), wouldFail);
    assert.deepEqual(asked(wallet), []);
  });
});
