import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { waitForStatus } from "../../../../scripts/pay.ts";
import { termsFromJson } from "../../../../src/protocol/terms.ts";
import { approval } from "../../../../web/checkout/payment-methods/methods/approval.ts";
import { batch } from "../../../../web/checkout/payment-methods/methods/batch.ts";
import type { PreparedPayment } from "../../../../web/checkout/payment-methods/prepared-payment.ts";
import { skip } from "../../support/browser.ts";
import { assertProfile } from "../../support/known-wallets/assert-profile.ts";
import { type SafeTestWallet, safe } from "../../support/known-wallets/index.ts";
import { profiles } from "../../support/known-wallets/profiles.ts";
import { openPayingPage, type PayingPage } from "../../support/paying-page.ts";
import {
  api,
  asked,
  assertPaid,
  assertUnobtrusive,
  browser,
  ethereum,
  type Market,
  market,
  minting,
  networkOf,
  newAccount,
  newPayment,
  setUpPayingStack,
  stack,
  statusOf,
  total,
} from "../../support/paying-stack.ts";

// A Safe of two owners: the page proposes, and the other owner confirms in the wallet, when it suits.

setUpPayingStack();

const newSafe = (batches: boolean) =>
  minting.runExclusive(() =>
    safe({
      account: newAccount(),
      otherOwner: newAccount(),
      chains: stack.sandbox.chains,
      chainId: ethereum,
      batches,
    }),
  );

/** Two proposals, each with its transaction: on a busy machine they take their time. Milliseconds. */
const patience = 120_000;

async function propose(page: PayingPage, wallet: SafeTestWallet, place: Market): Promise<void> {
  page.page.setDefaultTimeout(patience);
  await page.choose(place.symbol, networkOf(place));
  await page.connect(wallet.name);
  await page.page.getByText(/The other owners can confirm until/).waitFor();
  await page.pay();
  await waitForProposal(page);
}

const waitForProposal = ({ page }: PayingPage) =>
  page.getByText("Waiting until enough owners have confirmed in Safe").waitFor();

/** What a plan has in hand when its quote's time is over: of the rest only what is asked of the wallet. */
async function pastItsEnd(
  { chainId, chain: { chain, local }, token, router }: Market,
  wallet: SafeTestWallet,
): Promise<PreparedPayment> {
  const { id } = await newPayment();
  const quote = await api("POST", `/v1/checkout/${id}/quotes`, { chainId, token: token.symbol });
  const terms = { ...termsFromJson(quote.terms), deadline: 0n };
  const { address: payer, provider } = wallet;
  const facts = { ...profiles.Safe, routerAllowance: 0n };
  const prepared = { quote, terms, chain, token, total, router, payer, wallet: { provider }, facts, client: local };
  return { ...prepared, now: Date.now } as unknown as PreparedPayment;
}

describe("Safe: what one owner proposes pays once the others have confirmed", { skip, concurrency: 2 }, () => {
  test("sendCalls: one proposal, which the page waits for until the router has settled it, whatever the payer's clock says", async () => {
    const place = market(ethereum, "USDT");
    const wallet = await newSafe(true);
    await assertProfile(wallet, place, "Safe");
    await place.give(wallet.address, total);
    const payment = await newPayment();
    const wrong = Date.now() + 3 * 24 * 3_600_000;
    await using page = await openPayingPage(browser, payment, [wallet], ({ clock }) => clock.setFixedTime(wrong));
    await propose(page, wallet, place);
    assert.equal(wallet.proposed(), 1);
    assert.equal(await statusOf(payment), "ACTIVE");
    await wallet.confirm();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["wallet_sendCalls"]);
    assertUnobtrusive(page);
  });

  test("approval: where the wallet takes no batch, each proposal waits for the other owner", async () => {
    const place = market(ethereum, "USDT");
    const wallet = await newSafe(false);
    await place.give(wallet.address, total);
    const payment = await newPayment();
    await using page = await openPayingPage(browser, payment, [wallet]);
    await propose(page, wallet, place);
    await wallet.confirm();
    // The step of asking is over as soon as the wallet has answered: what stays is the second proposal.
    for (const signal = AbortSignal.timeout(patience); wallet.proposed() === 0; )
      await sleep(50, undefined, { signal });
    await waitForProposal(page);
    await wallet.confirm();
    await page.waitUntilPaid();
    await assertPaid(payment, place, wallet.address);
    assert.deepEqual(asked(wallet), ["eth_sendTransaction", "eth_sendTransaction"]);
  });

  test("longQuote: where a rate can move the page asks for a quote that leaves time; who comes back finds it paid", async () => {
    const place = market(ethereum, "USDC");
    const wallet = await newSafe(true);
    const sellers = [{ address: newAccount().address, amount: "2.00" }] as const;
    const payment = await api("POST", "/v1/payments", { amount: "7.00", currency: "EUR", sellers });
    await place.give(wallet.address, 20_000_000n);
    const quotes: unknown[] = [];
    {
      await using page = await openPayingPage(browser, payment, [wallet], async (context) =>
        context.on("request", (request) => {
          if (request.url().endsWith("/quotes")) quotes.push(request.postDataJSON());
        }),
      );
      await propose(page, wallet, place);
      assertUnobtrusive(page);
    }
    const short = { chainId: ethereum, token: "USDC" };
    assert.deepEqual(quotes, [short, { ...short, transfer: true, refundTo: wallet.address }]);
    // The browser is closed by now, and the other owner is in no hurry.
    await wallet.confirm();
    assert.notEqual(await place.balanceOf(sellers[0].address), 0n);
    await waitForStatus(stack.state, payment.id, "SUCCESSFUL", AbortSignal.timeout(150_000));
    await using page = await openPayingPage(browser, payment, []);
    await page.waitUntilPaid();
  });

  for (const [name, method] of Object.entries({ batch, approval })) {
    test(`${name}: at the quote's end a proposal that waits is told to be rejected`, async () => {
      const place = market(ethereum, "USDT");
      const wallet = await newSafe(true);
      const ended = method.execute(await pastItsEnd(place, wallet), () => {}, AbortSignal.timeout(60_000));
      await assert.rejects(ended, { name: "SignersMissingError", said: { key: "problem.signersMissing", values: {} } });
      assert.equal(wallet.proposed(), 1);
    });
  }
});
