import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  chains,
  currencyCodes,
  fiatToToken,
  formatDecimal,
  InvalidDecimalError,
  parseDecimal,
  parseFiatAmount,
  tokenAmountBound,
} from "../../src/protocol/index.ts";

test("what is written is read back, to the unit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.constantFrom(0, 2, 6, 18), (value, decimals) => {
      assert.equal(parseDecimal(formatDecimal(value, decimals), decimals), value);
    }),
  );
});

test("figures carry all their places", () => {
  assert.equal(formatDecimal(25_000n, 2), "250.00");
  assert.equal(formatDecimal(5n, 2), "0.05");
  assert.equal(formatDecimal(-5n, 2), "-0.05");
  assert.equal(formatDecimal(100n, 0), "100");
});

for (const text of ["", " 1", "1 ", "-1", "+1", "1e3", "1,000.00", ".5", "1.", "01", "0x10", "١", "NaN", "1.234"]) {
  test(`"${text}" is no amount with two decimals`, () => {
    assert.throws(() => parseDecimal(text, 2), InvalidDecimalError);
  });
}

test("parseDecimal: zeros beyond the unit's places are taken", () => {
  assert.equal(parseDecimal("12.500", 2), 1_250n);
  assert.equal(parseDecimal("100.00", 0), 100n);
  assert.equal(parseDecimal("0.000", 2), 0n);
});

test("parseFiatAmount: every amount of twelve digits is below 2^128 base units of every token, at any rate that a currency can have", () => {
  const highest = 1_000;
  for (const currency of currencyCodes) {
    const amount = parseFiatAmount("999999999999", currency);
    for (const { tokens } of chains) {
      for (const { decimals } of tokens) {
        assert.ok(fiatToToken(amount, currency, `${highest}`, decimals) < tokenAmountBound);
      }
    }
    assert.throws(() => parseFiatAmount("1000000000000", currency), InvalidDecimalError);
  }
});

test('"100.50" is no amount in a currency without a minor unit', () => {
  assert.throws(() => parseDecimal("100.50", 0), InvalidDecimalError);
});
