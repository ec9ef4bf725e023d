import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { skip } from "../../support/browser.ts";
import { openPayingPage, type PayingPage } from "../../support/paying-page.ts";
import {
  asked,
  assertPaid,
  browser,
  ethereum,
  type Market,
  market,
  networkOf,
  newAccount,
  newPayment,
  newWallet,
  polygon,
  setUpPayingStack,
  statusOf,
  total,
} from "../../support/paying-stack.ts";

// USDT where nobody can sign for it: a plain key without allowance and without native token has no way there, and is led to one that it has.

const bnb = 56;
setUpPayingStack([ethereum, bnb, polygon]);

/** Three chains run beside the browser: on a busy machine a wallet's review takes its time. Milliseconds. */
const patience = 120_000;

/** All that is to be paid, in base units: USDT on BNB has more decimal places than elsewhere. */
const wholeOf = ({ token }: Market) => total * 10n ** BigInt(token.decimals - 6);

const optionOf = ({ page }: PayingPage, place: Market) =>
  page.locator("label.option", { hasText: `${place.symbol} on ${networkOf(place)}` });

/** A payer in front of a token and network that its wallet cannot pay with. */
async function stuckAt(place: Market, elsewhere: readonly Market[]) {
  const wallet = newWallet(newAccount(), { chainId: place.chainId });
  for (const held of [place, ...elsewhere]) await held.give(wallet.address, wholeOf(held));
  const payment = await newPayment();
  const page = await openPayingPage(browser, payment, [wallet]);
  page.page.setDefaultTimeout(patience);
  // It is said before anybody chooses.
  assert.match((await optionOf(page, place).textContent()) ?? "", /Most wallets pay the network fee here: /);
  await page.choose(place.symbol, networkOf(place));
  await page.page.getByRole("button", { name: wallet.name }).click();
  const native = place.chain.chain.nativeCurrency;
  assert.match(await page.problem(), new RegExp(`too little ${native} for the network fee on ${networkOf(place)}`));
  assert.deepEqual(asked(wallet), []);
  return { wallet, payment, page, [Symbol.asyncDispose]: () => page[Symbol.asyncDispose]() };
}

describe("USDT from a plain key without allowance and native token", { skip }, () => {
  for (const [chainId, name] of [
    [ethereum, "Ethereum"],
    [bnb, "BNB"],
    [polygon, "Polygon"],
  ] as const) {
    test(`on ${name}: what costs nothing comes first of what it holds, at the place and at the choice, and pays`, async () => {
      const place = market(chainId, "USDT");
      const free = market(polygon, "USDC");
      const costly = market(chainId === ethereum ? bnb : ethereum, "USDT");
      await using at = await stuckAt(place, [free, costly]);
      const { page, wallet, payment } = at;
      const ways = page.page.locator(".elsewhere button");
      await ways.first().waitFor();
      assert.deepEqual(
        (await ways.allTextContents()).map((text) => text.replaceAll("\u00a0", " ")),
        [free, costly].map((held) => `Pay from 7.00 ${held.symbol} on ${networkOf(held)}`),
      );
      await page.page.getByRole("button", { name: "Change network or token" }).click();
      const first = page.page.locator("label.option").first();
      assert.match((await first.textContent()) ?? "", /USDC on Polygon PoS.*You have 7\.00/);
      assert.ok(await first.getByRole("radio").isChecked(), "it is what is chosen where nobody chooses");
      for (const held of [place, costly]) {
        assert.match(
          (await optionOf(page, held).textContent()) ?? "",
          /You have 7\.00.*Most wallets pay the network fee/,
        );
      }
      await page.page.getByRole("button", { name: "Continue" }).click();
      await page.connect(wallet.name);
      await page.pay();
      await page.waitUntilPaid();
      await assertPaid(payment, free, wallet.address);
      assert.deepEqual(asked(wallet), ["eth_signTypedData_v4"]);
      assert.equal(await place.balanceOf(wallet.address), wholeOf(place));
      assert.equal(await place.nativeOf(wallet.address), 0n);
    });

    test(`on ${name} and nothing elsewhere: the page says so, and a transfer or the native token pays`, async () => {
      const place = market(chainId, "USDT");
      await using at = await stuckAt(place, []);
      const { page, wallet, payment } = at;
      await page.page
        .getByText("This wallet has enough on no other network that is accepted. Add what pays the network fee")
        .waitFor();
      await page.page.getByRole("tab", { name: "Transfer" }).click();
      await page.page.getByLabel(/^Your address for USDT on /).waitFor();
      await page.page.getByRole("tab", { name: "Wallet" }).click();
      assert.equal(await statusOf(payment), "ACTIVE");
      await place.giveNative(wallet.address);
      await page.connect(wallet.name);
      await page.pay();
      await page.waitUntilPaid();
      assert.equal(await place.balanceOf(wallet.address), 0n);
    });
  }
});
