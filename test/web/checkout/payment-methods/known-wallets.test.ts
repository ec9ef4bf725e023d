import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { walletContracts } from "../../../../src/protocol/index.ts";
import { skip } from "../../support/browser.ts";
import { assertProfile } from "../../support/known-wallets/assert-profile.ts";
import { coinbase, metaMask, rabby } from "../../support/known-wallets/index.ts";
import { openPayingPage } from "../../support/paying-page.ts";
import {
  asked,
  assertPaid,
  assertUnobtrusive,
  browser,
  ethereum,
  market,
  networkOf,
  newAccount,
  newPayment,
  payWith,
  setUpPayingStack,
  stack,
  total,
} from "../../support/paying-stack.ts";

// Wallets that people have, as far as their manners are known, in front of the page.

setUpPayingStack();
const options = () => ({ account: newAccount(), chains: stack.sandbox.chains, chainId: ethereum });

describe("known wallets: each pays, by what it says that it can do", { skip, concurrency: 3 }, () => {
  test("MetaMask: one batch of a key that it upgrades, of the key's own gas; the upgraded key signs for what is gasless", async () => {
    const place = market(ethereum, "USDT");
    const wallet = metaMask(options());
    await assertProfile(wallet, place, "MetaMask");
    await place.give(wallet.address, total);
    await place.giveNative(wallet.address);
    const { payment, steps } = await payWith(wallet, place);
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["wallet_sendCalls"]);
    assert.match(steps[0] ?? "", /upgrade your account first.*at most about 0\.\d+.ETH/);
    const code = await place.chain.local.getCode({ address: wallet.address });
    assert.equal(code, `0xef0100${walletContracts.metaMaskDelegator.address.slice(2).toLowerCase()}`);

    await assertProfile(wallet, place, "MetaMask, upgraded");
    const usdc = market(ethereum, "USDC");
    await usdc.give(wallet.address, total);
    const { payment: second } = await payWith(wallet, usdc);
    await assertPaid(second, usdc, wallet.address);
    assert.deepEqual(asked(wallet), ["wallet_sendCalls", "eth_signTypedData_v4"]);
  });

  test("MetaMask: where its user wants no upgrade, the page says what comes instead, and that pays", async () => {
    const place = market(ethereum, "USDT");
    const wallet = metaMask({ ...options(), upgradesOff: true });
    await place.give(wallet.address, total);
    await place.giveNative(wallet.address);
    const payment = await newPayment();
    await using page = await openPayingPage(browser, payment, [wallet]);
    await page.choose(place.symbol, networkOf(place));
    await page.connect(wallet.name);
    await page.pay();
    assert.match(await page.problem(), /Send transactions of your own/i);
    await page.pay();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["wallet_sendCalls", "eth_sendTransaction", "eth_sendTransaction"]);
    assertUnobtrusive(page);
  });

  test("Rabby: a key that knows no batch sends an allowance and the payment", async () => {
    const place = market(ethereum, "USDT");
    const wallet = rabby(options());
    await assertProfile(wallet, place, "plain key (Rabby)");
    await place.give(wallet.address, total);
    await place.giveNative(wallet.address);
    const { payment } = await payWith(wallet, place);
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["eth_sendTransaction", "eth_sendTransaction"]);
  });

  test("Coinbase: a smart wallet that is not there yet sends a batch in the earlier version, sponsored at EntryPoint v0.6", async () => {
    const place = market(ethereum, "USDT");
    const wallet = await coinbase(options());
    await assertProfile(wallet, place, "Coinbase's smart wallet, new");
    for (const symbol of ["USDT", "USDC"]) {
      const at = market(ethereum, symbol);
      await at.give(wallet.address, total);
      const { payment } = await payWith(wallet, at);
      await assertPaid(payment, at, wallet.address);
    }
    assert.deepEqual(asked(wallet), ["wallet_sendCalls", "wallet_sendCalls"]);
    assert.equal(await place.nativeOf(wallet.address), 0n);
  });
});
