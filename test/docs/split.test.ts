import assert from "node:assert/strict";
import { test } from "node:test";
import { allocate, amountsOf, feeBasisPoints, parseDecimal } from "../../src/protocol/index.ts";
import { fiatToToken } from "../../src/protocol/price.ts";

const recipient = "0x1111111111111111111111111111111111111111";
const split = (amounts: readonly bigint[]) =>
  amountsOf(
    amounts.map((amount) => ({ recipient, amount })),
    feeBasisPoints,
  );

test("250.00 USD are split as the page on the split works it through", () => {
  const { net, fee } = split([180_000_000n, 60_000_000n, 10_000_000n]);
  assert.deepEqual([net, fee], [[178_200_000n, 59_400_000n, 9_900_000n], 2_500_000n]);
});

test("0.10 USD too", () => {
  const shares = allocate(fiatToToken(10n, "USD", "1", 6), [4n, 3n, 3n]);
  assert.deepEqual(shares, [40_000n, 30_000n, 30_000n]);
  assert.equal(split(shares).fee, 1_000n);
});

test("and 100.00 EUR at the page's rate", () => {
  const total = fiatToToken(parseDecimal("100.00", 2), "EUR", "1.161170459823502091", 6);
  assert.equal(total, 116_117_046n);
  assert.deepEqual(allocate(total, [3_333n, 3_333n, 3_334n]), [38_701_812n, 38_701_811n, 38_713_423n]);
});
