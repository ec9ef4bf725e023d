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

test("nextAttemptAt: reverted attempts of many accounts delay everybody only once they have cost the fee, and then ever longer", () => {
  const accounts = [stranger, other];
  const reverted = Array.from({ length: 6 }, (_, index) =>
    attempt(index * 10, accounts[index % 2] as Address, { dollars: cents(25n) }),
  );
  const next = (count: number) => nextAttemptAt(reverted.slice(0, count), honest, budget);
  assert.ok(next(3) <= at(20), "75 cents of the dollar are spent");
  assert.deepEqual(next(4), at(30 + 60));
  assert.deepEqual(next(5), at(40 + 120));
  assert.deepEqual(next(6), at(50 + 240));
});

test("nextAttemptAt: cheap reverts end after twenty, those of unknown price after three", () => {
  const many = Array.from({ length: 20 }, (_, index) => attempt(index, null, { dollars: 0n }));
  assert.ok(nextAttemptAt(many.slice(0, 19), honest, budget) <= at(18));
  assert.deepEqual(nextAttemptAt(many, honest, budget), at(19 + 60));
  const unknown = [0, 1, 2].map((second) => attempt(second, null, { dollars: null }));
  for (const known of [budget, null]) {
    assert.ok(nextAttemptAt(unknown.slice(0, 2), honest, known) <= at(1));
    assert.deepEqual(nextAttemptAt(unknown, honest, known), at(2 + 60));
  }
});
