import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allocate, amountsOf, feeBasisPoints, parseDecimal } from "../../src/protocol/index.ts";

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const amounts = fc.array(fc.bigInt({ min: 1n, max: 2n ** 128n }), { minLength: 1, maxLength: 6 });

test("250 = 180 + 60 + 10 pays 178.20, 59.40 and 9.90, and 2.50 of fee", () => {
  const units = (text: string) => parseDecimal(text, 6);
  const split = amountsOf(
    ["180", "60", "10"].map((text) => ({ amount: units(text) })),
    feeBasisPoints,
  );
  assert.deepEqual(split, {
    total: units("250"),
    fee: units("2.5"),
    net: [units("178.2"), units("59.4"), units("9.9")],
  });
});

test("net and fee sum to the total, and no share pays more than one per cent", () => {
  fc.assert(
    fc.property(amounts, (gross) => {
      const { total, fee, net } = amountsOf(
        gross.map((amount) => ({ amount })),
        feeBasisPoints,
      );
      assert.equal(total, sum(gross));
      assert.equal(sum(net) + fee, total);
      for (const [index, amount] of gross.entries()) assert.ok((amount - (net[index] ?? 0n)) * 100n <= amount);
    }),
  );
});

test("an amount is divided to the last unit, each part within one unit of its proportion", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), amounts, (total, weights) => {
      const parts = allocate(total, weights);
      assert.equal(sum(parts), total);
      for (const [index, part] of parts.entries()) {
        const exact = total * (weights[index] ?? 0n);
        const difference = part * sum(weights) - exact;
        assert.ok(difference < sum(weights) && difference > -sum(weights));
      }
    }),
  );
});

test("units left over go to the largest remainders, the earlier one first", () => {
  assert.deepEqual(allocate(10n, [1n, 1n, 1n]), [4n, 3n, 3n]);
  assert.deepEqual(allocate(11n, [1n, 1n, 1n]), [4n, 4n, 3n]);
  assert.deepEqual(allocate(100n, [1n, 2n]), [33n, 67n]);
});

test("weights that cannot divide anything are refused", () => {
  assert.throws(() => allocate(1n, []), RangeError);
  assert.throws(() => allocate(1n, [0n]), RangeError);
  assert.throws(() => allocate(1n, [2n, -1n]), RangeError);
});
