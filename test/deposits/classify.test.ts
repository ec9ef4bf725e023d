import assert from "node:assert/strict";
import { test } from "node:test";
import {
  classifyDeposit,
  classifySettlement,
  type Deposit,
  type PaymentState,
  type QuoteState,
  type SurplusReason,
  settlementKindOf,
  surplusEvent,
} from "../../src/deposits/classify.ts";
import { paymentStatuses } from "../../src/protocol/payment-status.ts";

const open: QuoteState = {
  id: "one",
  chainId: 8453,
  token: "USDC",
  amountToken: 100n,
  isSettled: false,
  isOver: false,
};
const enough: Deposit = { chainId: 8453, token: "USDC", amount: 100n };
const active: PaymentState = { status: "ACTIVE", quoteId: null, transactionHash: null };
const paidBy = (quoteId: string, status: "PROCESSING" | "SUCCESSFUL" = "SUCCESSFUL"): PaymentState => ({
  status,
  quoteId,
  transactionHash: "0x01",
});

const deposits: [string, PaymentState, Partial<QuoteState>, Partial<Deposit>, SurplusReason | null][] = [
  ["the whole amount", active, {}, {}, null],
  ["more than the whole amount", active, {}, { amount: 101n }, null],
  ["the whole amount where nothing submits it", active, { isUnattended: true }, {}, "UNSUBMITTED"],
  ["too little where nothing submits it", active, { isUnattended: true }, { amount: 99n }, "TOO_LITTLE"],
  ["late where nothing submits it", active, { isUnattended: true, isOver: true }, {}, "LATE"],
  ["less than the whole amount", active, {}, { amount: 99n }, "TOO_LITTLE"],
  ["another chain", active, {}, { chainId: 1 }, "WRONG_CHAIN"],
  ["another chain, over", active, { isOver: true }, { chainId: 1 }, "WRONG_CHAIN"],
  ["another token", active, {}, { token: "USDT" }, "WRONG_TOKEN"],
  ["another token and chain", active, {}, { token: "USDT", chainId: 1 }, "WRONG_CHAIN"],
  ["beyond its own settlement", paidBy("one"), { isSettled: true }, {}, "BEYOND_PAYMENT"],
  ["beyond a settlement that is on chain and not read yet", active, { isSettled: true }, {}, "BEYOND_PAYMENT"],
  ["paid by another quote", paidBy("other"), {}, {}, "BEYOND_PAYMENT"],
  ["paid by another quote, too little and over", paidBy("other"), { isOver: true }, { amount: 1n }, "BEYOND_PAYMENT"],
  ["its own settlement was reorganised away", paidBy("one", "PROCESSING"), {}, {}, null],
  ["past the deadline", active, { isOver: true }, {}, "LATE"],
  ["past the deadline and too little", active, { isOver: true }, { amount: 1n }, "LATE"],
  ["a payment that was cancelled", { ...active, status: "CANCELLED" }, {}, {}, "LATE"],
  ["a payment that has expired", { ...active, status: "EXPIRED" }, {}, {}, "LATE"],
  ["a payment that has failed", { ...active, status: "FAILED" }, {}, {}, "LATE"],
];
for (const [name, payment, quote, deposit, reason] of deposits) {
  test(`classifyDeposit: ${name} is ${reason ?? "paying"}`, () => {
    assert.equal(classifyDeposit(payment, { ...open, ...quote }, { ...enough, ...deposit }), reason);
  });
}

const inTime = { quoteId: "one", isInTime: true, isExternalIdTaken: false };

test("classifySettlement: a settlement is the payment or beyond it, by what pays it already", () => {
  const kindOf = (payment: PaymentState) => settlementKindOf(classifySettlement(payment, inTime));
  assert.equal(kindOf(active), "PAYMENT");
  assert.equal(kindOf({ status: "PROCESSING", quoteId: "other", transactionHash: null }), "PAYMENT");
  assert.equal(kindOf(paidBy("one", "PROCESSING")), "PAYMENT");
  assert.equal(kindOf(paidBy("one")), "PAYMENT");
  assert.equal(kindOf(paidBy("other", "PROCESSING")), "OVERPAID");
  assert.equal(kindOf(paidBy("other")), "OVERPAID");
});

test("classifySettlement: after a payment's end a settlement pays if it was in time and the external id is free", () => {
  const late = { ...inTime, isInTime: false };
  const taken = { ...inTime, isExternalIdTaken: true };
  for (const status of ["EXPIRED", "FAILED"] as const) {
    assert.equal(classifySettlement({ ...active, status }, inTime), null);
    assert.equal(classifySettlement({ ...active, status }, late), "LATE");
    assert.equal(classifySettlement({ ...active, status }, taken), "LATE");
    assert.equal(classifySettlement({ status, quoteId: "other", transactionHash: "0x01" }, inTime), "BEYOND_PAYMENT");
  }
  assert.equal(classifySettlement({ ...active, status: "CANCELLED" }, inTime), "LATE");
});

test("surplusEvent: a surplus is one too many where the payment is paid, else too late", () => {
  const unpaid = { quoteId: "one", transactionHash: null };
  assert.equal(surplusEvent("LATE", paidBy("one"), false), "payment.overpaid");
  assert.equal(surplusEvent("LATE", paidBy("one", "PROCESSING"), false), "payment.overpaid");
  // On chain already, and not read yet.
  assert.equal(surplusEvent("BEYOND_PAYMENT", { status: "PROCESSING", ...unpaid }, true), "payment.overpaid");
  // Not settled before the deadline: nobody has paid.
  assert.equal(surplusEvent("LATE", { status: "PROCESSING", ...unpaid }, false), "payment.late");
  assert.equal(surplusEvent("BEYOND_PAYMENT", { status: "CANCELLED", ...unpaid }, true), "payment.late");
  for (const status of paymentStatuses) {
    assert.equal(surplusEvent("TOO_LITTLE", { status, ...unpaid }, false), "payment.underpaid");
  }
});
