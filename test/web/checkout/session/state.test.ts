import assert from "node:assert/strict";
import { test } from "node:test";
import type { Checkout, Quote } from "../../../../clients/typescript/types.ts";
import { paymentStatuses } from "../../../../src/protocol/index.ts";
import { sampleNames, sampleState } from "../../../../web/checkout/sandbox/samples.ts";
import type { Holdings } from "../../../../web/checkout/session/holdings.ts";
import { sortOptions } from "../../../../web/checkout/session/options.ts";
import { earlierDeposit, screenOf, transferTime } from "../../../../web/checkout/session/screen.ts";
import { createServerClock } from "../../../../web/checkout/session/server-clock.ts";
import {
  type CheckoutEvent,
  type CheckoutState,
  initialState,
  reduce,
} from "../../../../web/checkout/session/state.ts";

const state = (name: Parameters<typeof sampleState>[0], ...events: CheckoutEvent[]) =>
  events.reduce(reduce, sampleState(name));
const checkoutOf = ({ checkout }: CheckoutState): Checkout => checkout as Checkout;
const quoteOf = ({ quote }: CheckoutState): Quote => quote as Quote;
const at = (instant: string, milliseconds = 0): CheckoutEvent => ({
  type: "ticked",
  now: Date.parse(instant) + milliseconds,
});
/** The API reports a change, a second after the last one. */
const reported = (before: CheckoutState, changes: Partial<Checkout>): CheckoutEvent => {
  const serverTime = new Date(Date.parse(checkoutOf(before).serverTime) + 1_000).toISOString();
  return { type: "received", checkout: { ...checkoutOf(before), serverTime, ...changes }, now: Date.parse(serverTime) };
};

test("screenOf: each state of the API leads to its own screen, whatever the page was doing", () => {
  const screens = {
    ACTIVE: "address",
    PROCESSING: "processing",
    SUCCESSFUL: "success",
    FAILED: "failed",
    EXPIRED: "expired",
    CANCELLED: "cancelled",
  } as const;
  const before = state("address");
  for (const status of paymentStatuses) {
    assert.equal(screenOf(reduce(before, reported(before, { status }))).name, screens[status]);
  }
});

test("screenOf: only the API's word leads to a screen that says paid, or on its way", () => {
  const claims = new Set(["processing", "success", "overpaid"]);
  for (const name of sampleNames) {
    const sample = sampleState(name);
    if (checkoutOf(sample)?.status !== "ACTIVE") continue;
    const afterwards = [{ type: "submitted" }, at(checkoutOf(sample).expiresAt), { type: "disconnected" }] as const;
    for (const event of afterwards) assert.equal(claims.has(screenOf(reduce(sample, event)).name), false, name);
  }
  assert.equal(screenOf(state("wallet-paying", { type: "submitted" })).name, "submitted");
});

test("screenOf: a quote and its payment have times of their own", () => {
  const byWallet = state("wallet");
  const { expiresAt } = quoteOf(byWallet);
  assert.equal(screenOf(reduce(byWallet, at(expiresAt, -1))).name, "wallet");
  assert.equal(screenOf(reduce(byWallet, at(expiresAt))).name, "renewal");
  assert.equal(screenOf(reduce(byWallet, at(checkoutOf(byWallet).expiresAt, -1))).name, "renewal");
  assert.deepEqual(screenOf(reduce(byWallet, at(checkoutOf(byWallet).expiresAt))), {
    name: "expired",
    checkout: byWallet.checkout,
    checking: true,
  });
});

test("screenOf: no transfer is asked for in a quote's last minute, nor the rest of one", () => {
  for (const name of ["address", "partial"] as const) {
    const sample = state(name);
    const { expiresAt } = quoteOf(sample);
    assert.equal(screenOf(reduce(sample, at(expiresAt, -transferTime - 1))).name, name);
    assert.equal(screenOf(reduce(sample, at(expiresAt, -transferTime))).name, "renewal");
  }
});

test("offerTaken: a new quote counts once the payer has agreed to its amount", () => {
  const before = state("renewal");
  const offer = before.offer as Quote;
  assert.equal(screenOf(before).name, "renewal");
  assert.notEqual(quoteOf(before).amountToken, offer.amountToken);
  const after = reduce(before, { type: "offerTaken" });
  assert.equal(quoteOf(after), offer);
  assert.equal(screenOf(after).name, "wallet");
});

test("submitted: what was handed in stays so past its quote's end, until the API reports it", () => {
  const submitted = state("submitted");
  const later = reduce(submitted, at(quoteOf(submitted).expiresAt, 1));
  assert.equal(screenOf(later).name, "submitted");
  assert.equal(screenOf(reduce(later, reported(later, { status: "PROCESSING" }))).name, "processing");
  assert.equal(screenOf(reduce(later, { type: "wentBack" })).name, "choose");
});

test("received: an answer that was overtaken changes nothing", () => {
  const before = state("processing");
  const older = { ...checkoutOf(before), status: "ACTIVE", serverTime: "2020-01-01T00:00:00.000Z" } as const;
  assert.equal(reduce(before, { type: "received", checkout: older, now: 0 }), before);
});

test("screenOf: money that came beside is shown, with what the payment itself came to", () => {
  for (const [status, name] of [
    ["SUCCESSFUL", "overpaid"],
    ["EXPIRED", "late"],
    ["CANCELLED", "late"],
    ["FAILED", "late"],
  ] as const) {
    const { unexpected } = checkoutOf(state("overpaid"));
    const before = state("choose");
    assert.equal(screenOf(reduce(before, reported(before, { status, unexpected }))).name, name);
  }
});

test("screenOf: a deposit of an older quote is no part of this one", () => {
  const before = state("address");
  const [deposit] = checkoutOf(state("partial")).deposits;
  assert.ok(deposit);
  const stranger = { ...deposit, quoteId: "another" };
  assert.equal(screenOf(reduce(before, reported(before, { deposits: [stranger] }))).name, "address");
  assert.equal(screenOf(reduce(before, reported(before, { deposits: [deposit] }))).name, "partial");
});

test("earlierDeposit: a deposit of a quote that is not paid any more is reported, and only that", () => {
  const before = state("partial");
  assert.equal(earlierDeposit(before), undefined);
  const { expiresAt } = quoteOf(before);
  assert.equal(earlierDeposit(reduce(before, at(expiresAt, -transferTime)))?.receivedAmount, "100.000000");
  assert.equal(earlierDeposit(reduce(before, { type: "wentBack" }))?.receivedAmount, "100.000000");
  assert.equal(earlierDeposit(reduce(before, reported(before, { status: "PROCESSING" }))), undefined);
});

test("payByOf: on a phone whose browser has no wallet it is by transfer, until the payer says otherwise", () => {
  const phone = state("phone");
  assert.equal(screenOf(phone).name, "address");
  assert.equal(screenOf(reduce(phone, { type: "payByChosen", payBy: "wallet" })).name, "wallet");
  const { wallets } = state("wallet");
  assert.equal(screenOf(reduce(phone, { type: "walletsFound", wallets })).name, "wallet");
  assert.equal(screenOf(state("wallet-none")).name, "wallet");
});

test("received: only a payment that became paid while it was open goes back to the shop by itself", () => {
  const before = state("processing");
  const paid = reduce(before, reported(before, { status: "SUCCESSFUL" }));
  assert.equal(paid.returning, true);
  assert.equal(reduce(paid, reported(paid, { status: "SUCCESSFUL" })).returning, true);
  assert.equal(state("success").returning, false);
  assert.equal(before.returning, false);
});

test("walletFailed: a payer who said no in the wallet is asked again from the same plan", () => {
  const failed = reduce(state("wallet-paying"), {
    type: "walletFailed",
    problem: { key: "wallet.failed", values: {} },
  });
  assert.equal(failed.wallet.name, "review");
  assert.equal(failed.problem?.key, "wallet.failed");
});

test("disconnected: a connection that is lost keeps what is on the screen", () => {
  assert.equal(screenOf(reduce(state("address"), { type: "disconnected" })).name, "address");
  assert.equal(screenOf(reduce(initialState(0), { type: "disconnected" })).name, "error");
});

test("sortOptions: the cheapest comes first, what cannot be used last, what nobody knows the cost of before that", () => {
  const [option] = checkoutOf(state("choose")).options;
  assert.ok(option);
  const named = (chainName: string, estimatedFee: string | null, unavailableReason: "CHAIN_BEHIND" | null = null) => ({
    ...option,
    signedTransfers: false,
    chainName,
    estimatedFee,
    unavailableReason,
  });
  const sorted = sortOptions([
    named("down", "0.01", "CHAIN_BEHIND"),
    named("unknown", null),
    named("dear", "10.50"),
    named("cheap", "0.002"),
    named("middle", "9.75"),
  ]);
  assert.deepEqual(
    sorted.map(({ chainName }) => chainName),
    ["cheap", "middle", "dear", "unknown", "down"],
  );
});

test("sortOptions: what the payer holds enough of comes before what is cheap, and what is paid by signing before what costs a fee", () => {
  const [option] = checkoutOf(state("choose")).options;
  assert.ok(option);
  const of = (chainId: number, signedTransfers: boolean, estimatedFee: string) => ({
    ...option,
    chainId,
    signedTransfers,
    estimatedFee,
    gasless: { signatures: true, operations: true },
  });
  const options = [of(1, false, "0.10"), of(2, true, "2.00"), of(3, true, "1.00"), of(4, false, "0.20")];
  const order = (holdings?: Holdings) => sortOptions(options, holdings).map(({ chainId }) => chainId);
  assert.deepEqual(order(), [3, 2, 1, 4]);
  const held = (chainId: number, balance: string | null) => ({ chainId, token: option.token, balance });
  const balances = [held(1, "6.999999"), held(2, "7"), held(3, null), held(4, "310.00")];
  assert.deepEqual(order({ needed: "7.00", balances }), [2, 4, 3, 1]);
});

test("createServerClock: the page goes by the server's clock, and not by one that the payer sets", () => {
  let passed = 5_000;
  const clock = createServerClock(() => passed, 0);
  clock.set("2026-01-01T00:00:00.000Z");
  passed += 1_500;
  assert.equal(new Date(clock.now()).toISOString(), "2026-01-01T00:00:01.500Z");
});
