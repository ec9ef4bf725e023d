import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { skip } from "../../support/browser.ts";
import { type SafeTestWallet, safe } from "../../support/known-wallets/index.ts";
import { openPayingPage, type PayingPage } from "../../support/paying-page.ts";
import {
  api,
  asked,
  assertPaid,
  browser,
  ethereum,
  market,
  networkOf,
  newAccount,
  newPayment,
  setUpPayingStack,
  stack,
  total,
} from "../../support/paying-stack.ts";

// A Safe that takes no batch: two proposals, each confirmed hours after it was made, by the time of the server and of the chain.

setUpPayingStack();

/** What opens a quote is over after half an hour. Seconds. */
const hours = 3 * 3_600;

/** The page hears the server's time every twenty seconds. Milliseconds. */
const patience = 120_000;

async function newSafe(): Promise<SafeTestWallet> {
  const owners = { account: newAccount(), otherOwner: newAccount() };
  const wallet = await safe({ ...owners, chains: stack.sandbox.chains, chainId: ethereum, batches: false });
  await place().give(wallet.address, total);
  return wallet;
}

const place = () => market(ethereum, "USDT");

/** One that is open for a day. */
async function newLongPayment() {
  const { now } = await api("GET", "/v1/sandbox/clock");
  return newPayment({ expiresAt: new Date(Date.parse(now) + 24 * 3_600_000).toISOString() });
}

async function propose(page: PayingPage, wallet: SafeTestWallet): Promise<void> {
  page.page.setDefaultTimeout(patience);
  await page.choose("USDT", networkOf(place()));
  await page.connect(wallet.name);
  await page.pay();
  await proposalOf(wallet);
}

/** Waits until the wallet has a proposal that waits for the other owner. */
async function proposalOf(wallet: SafeTestWallet): Promise<void> {
  for (const signal = AbortSignal.timeout(patience); wallet.proposed() === 0; ) await sleep(50, undefined, { signal });
}

async function confirmHoursLater(wallet: SafeTestWallet): Promise<void> {
  await api("POST", "/v1/sandbox/clock", { seconds: hours });
  await wallet.confirm();
}

const bothProposals = ["eth_sendTransaction", "eth_sendTransaction"];

describe("Safe: the other owner confirms hours later", { skip }, () => {
  test("the page that stayed open proposes the payment once the allowance is there, and says that it is paid", async () => {
    const wallet = await newSafe();
    const payment = await newLongPayment();
    await using page = await openPayingPage(browser, payment, [wallet]);
    await propose(page, wallet);
    await confirmHoursLater(wallet);
    await proposalOf(wallet);
    await confirmHoursLater(wallet);
    await page.waitUntilPaid();
    await assertPaid(payment, place(), wallet.address);
    assert.deepEqual(asked(wallet), bothProposals);
  });

  test("the page that was closed goes on with the payment alone when it is opened again", async () => {
    const wallet = await newSafe();
    const payment = await newLongPayment();
    {
      await using page = await openPayingPage(browser, payment, [wallet]);
      await propose(page, wallet);
    }
    await confirmHoursLater(wallet);
    {
      await using page = await openPayingPage(browser, payment, [wallet]);
      await propose(page, wallet);
    }
    await confirmHoursLater(wallet);
    await using page = await openPayingPage(browser, payment, []);
    await page.waitUntilPaid();
    await assertPaid(payment, place(), wallet.address);
    assert.deepEqual(asked(wallet), bothProposals);
  });
});
