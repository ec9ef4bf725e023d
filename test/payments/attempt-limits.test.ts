import assert from "node:assert/strict";
import { test } from "node:test";
import type { Address } from "viem";
import { isExhausted, nextAttemptAt } from "../../src/payments/attempt-limits.ts";
import type { Attempt } from "../../src/store/index.ts";

const stranger: Address = "0x1111111111111111111111111111111111111111";
const other: Address = "0x2222222222222222222222222222222222222222";
const honest: Address = "0x3333333333333333333333333333333333333333";

const start = new Date("2026-01-02T12:00:00Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

/** One dollar is the fee. */
const budget = 10n ** 18n;
const cents = (count: bigint) => count * 10n ** 16n;

function attempt(seconds: number, payer: Address | null, changes: Partial<Attempt> = {}): Attempt {
  return {
    id: "",
    serial: 0n,
    paymentId: "",
    quoteId: "",
    kind: "SIGNATURE",
    reference: "",
    payer,
    dollars: cents(1n),
    chainId: 8453,
    token: "USDC",
    submittedAt: at(seconds),
    leasedUntil: at(seconds + 120),
    outcome: "REVERTED",
    reason: null,
    transactionHash: null,
    ...changes,
  };
}

test("isExhausted: three reverted attempts of one account are its last, and nobody else's", () => {
  const attempts = [attempt(0, stranger), attempt(10, stranger), attempt(20, stranger), attempt(30, other)];
  assert.equal(isExhausted(attempts, stranger), true);
  assert.equal(isExhausted(attempts, stranger.toUpperCase().replace("0X", "0x") as Address), true);
  assert.deepEqual(
    [other, honest, null].map((payer) => isExhausted(attempts, payer)),
    [false, false, false],
  );
});

test("nextAttemptAt: an account's own failures delay it after the second, whatever they were; they delay nobody else", () => {
  const failures = [
    attempt(0, stranger, { outcome: "REFUSED" }),
    attempt(10, stranger, { outcome: null, leasedUntil: at(15) }),
    attempt(20, stranger, { outcome: "REFUSED" }),
    attempt(30, stranger),
  ];
  const next = (count: number, payer: Address) => nextAttemptAt(failures.slice(0, count), payer, budget);
  assert.ok(next(2, stranger) <= at(10));
  assert.deepEqual(next(3, stranger), at(20 + 15));
  assert.deepEqual(next(4, stranger), at(30 + 30));
  assert.ok(next(4, honest) <= at(30));
});

test("nextAttemptAt: reverted attempts of many accounts delay everybody only once they are six and have cost the fee, and then ever longer, up to ten minutes", () => {
  const accounts = [stranger, other];
  const revertedAt = (dollars: bigint) =>
    Array.from({ length: 12 }, (_, index) => attempt(index * 10, accounts[index % 2] as Address, { dollars }));
  const next = (count: number, dollars: bigint) => nextAttemptAt(revertedAt(dollars).slice(0, count), honest, budget);
  assert.ok(next(5, cents(100n)) <= at(40), "whatever five cost");
  assert.deepEqual(next(6, cents(100n)), at(50 + 60));
  assert.ok(next(6, cents(16n)) <= at(50), "96 cents of the dollar are spent");
  assert.deepEqual(next(7, cents(16n)), at(60 + 60));
  assert.deepEqual(next(8, cents(16n)), at(70 + 120));
  assert.deepEqual(next(9, cents(16n)), at(80 + 240));
  assert.deepEqual(next(12, cents(16n)), at(110 + 600));
});

test("nextAttemptAt: cheap reverts end after twenty, those of unknown price after six, and for a deposit after three of its own", () => {
  const many = Array.from({ length: 20 }, (_, index) => attempt(index, null, { dollars: 0n }));
  assert.ok(nextAttemptAt(many.slice(0, 19), honest, budget) <= at(18));
  assert.deepEqual(nextAttemptAt(many, honest, budget), at(19 + 60));
  const unknown = [0, 1, 2, 3, 4, 5].map((second) => attempt(second, null, { dollars: null }));
  for (const known of [budget, null]) {
    assert.ok(nextAttemptAt(unknown.slice(0, 5), honest, known) <= at(4));
    assert.deepEqual(nextAttemptAt(unknown, honest, known), at(5 + 60));
    assert.ok(nextAttemptAt(unknown.slice(0, 2), null, known) <= at(1));
    assert.deepEqual(nextAttemptAt(unknown.slice(0, 3), null, known), at(2 + 60));
  }
});
