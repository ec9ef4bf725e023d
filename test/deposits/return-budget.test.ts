import assert from "node:assert/strict";
import { test } from "node:test";
import { mayReturn } from "../../src/deposits/return-budget.ts";

const start = new Date("2026-01-02T12:00:00.000Z");
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const spent = (count: number, gas: bigint) => ({ count, gas, lastAt: count === 0 ? null : start });

test("mayReturn: two returns wait for nothing, each further one four times as long as the one before", () => {
  assert.equal(mayReturn(spent(0, 0n), 100_000n, start), true);
  assert.equal(mayReturn(spent(1, 100_000n), 100_000n, start), true);
  assert.equal(mayReturn(spent(2, 200_000n), 100_000n, after(9)), false);
  assert.equal(mayReturn(spent(2, 200_000n), 100_000n, after(10)), true);
  assert.equal(mayReturn(spent(3, 300_000n), 100_000n, after(39)), false);
  assert.equal(mayReturn(spent(3, 300_000n), 100_000n, after(40)), true);
});

test("mayReturn: the gas of a payment's returns is bounded over its life", () => {
  assert.equal(mayReturn(spent(3, 650_000n), 100_000n, after(10_000)), true);
  assert.equal(mayReturn(spent(3, 650_001n), 100_000n, after(10_000)), false);
});
