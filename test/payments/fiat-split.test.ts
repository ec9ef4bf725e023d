import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canMove } from "../../src/payments/status.ts";
import { fiatSplit } from "../../src/protocol/fiat-split.ts";
import { mostFeeBasisPoints, paymentStatuses } from "../../src/protocol/index.ts";

const minorUnits = fc.bigInt({ min: 1n, max: 10n ** 15n });
const fees = fc.bigInt({ min: 0n, max: mostFeeBasisPoints });

test("printed figures always sum to the amount, and promise nobody more than arrives", () => {
  fc.assert(
    fc.property(minorUnits, fc.array(minorUnits, { maxLength: 5 }), fees, (merchant, sellers, basisPoints) => {
      const { fee, merchantNet, sellersNet } = fiatSplit(merchant, sellers, basisPoints);
      const total = sellers.reduce((sum, amount) => sum + amount, merchant);
      assert.equal(
        sellersNet.reduce((sum, amount) => sum + amount, merchantNet + fee),
        total,
      );
      for (const [index, gross] of [merchant, ...sellers].entries()) {
        const net = index === 0 ? merchantNet : (sellersNet[index - 1] ?? 0n);
        const exact = gross * (10_000n - basisPoints);
        assert.ok(net * 10_000n <= exact && (net + 1n) * 10_000n > exact);
      }
    }),
  );
});

test("states only move forward: none can be reached again once left", () => {
  const reachable = (from: (typeof paymentStatuses)[number], seen = new Set<string>()): Set<string> => {
    for (const to of paymentStatuses) {
      if (!canMove(from, to) || seen.has(to)) continue;
      seen.add(to);
      reachable(to, seen);
    }
    return seen;
  };
  for (const status of paymentStatuses) assert.equal(reachable(status).has(status), false);
  assert.deepEqual([...reachable("ACTIVE")].toSorted(), ["CANCELLED", "EXPIRED", "FAILED", "PROCESSING", "SUCCESSFUL"]);
  assert.deepEqual([...reachable("EXPIRED")], ["SUCCESSFUL"]);
  assert.deepEqual([...reachable("FAILED")], ["SUCCESSFUL"]);
  assert.deepEqual([...reachable("CANCELLED")], []);
  assert.equal(canMove("PROCESSING", "EXPIRED"), false);
  assert.equal(canMove("PROCESSING", "CANCELLED"), false);
});
