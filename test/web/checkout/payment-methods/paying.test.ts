import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { encodeDeployData, maxUint256, parseAbi } from "viem";
import { canonicalContracts } from "../../../../src/protocol/index.ts";
import { sandboxAccounts } from "../../../../src/sandbox/accounts.ts";
import { ownArtifact } from "../../../../src/sandbox/artifacts.ts";
import { deployCode } from "../../../../src/sandbox/local-chain.ts";
import { skip } from "../../support/browser.ts";
import { openPayingPage } from "../../support/paying-page.ts";
import {
  api,
  asked,
  assertPaid,
  assertUnobtrusive,
  browser,
  ethereum,
  market,
  minting,
  networkOf,
  newAccount,
  newPayment,
  newWallet,
  payWith,
  polygon,
  setUpPayingStack,
  total,
} from "../../support/paying-stack.ts";

setUpPayingStack();

describe("payment methods: each pays, from the page to the last base unit", { skip, concurrency: 4 }, () => {
  test("authorization: one signature, no native token", async () => {
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

  test("permit2: one signature, no native token, where the token's allowance to Permit2 stands", async () => {
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

  test("paymentSignature: one signature that shows the split, no native token, where an allowance to the router stands", async () => {
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

  test("sponsoredBatch: a batch of the wallet (EIP-5792), upgraded by EIP-7702, our paymaster pays; then the upgraded key signs", async () => {
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

  test("smartAccount: the key's ERC-4337 account, which holds the money: one signature, no native token", async () => {
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

  test("permit: a signature and one transaction of the payer's own, on a token whose domain has a salt", async () => {
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

  test("approval: a token that changes no allowance but from zero, and an old one in the way", async () => {
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

  test("authorization: a contract wallet signs by its own code (ERC-1271)", async () => {
    await api("PUT", "/v1/checkout-settings", { embedOrigins: [], contractPayers: "any" });
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

  test("sandbox wallet: a newcomer pays with any token, without any extension", async () => {
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
