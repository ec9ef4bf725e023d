import assert from "node:assert/strict";
import fc from "fast-check";
import { zeroAddress } from "viem";
import {
  addMonths,
  dueAt,
  type Mandate,
  mandateIdOf,
  mandateTypedData,
  nextPeriodOf,
} from "../../../src/protocol/index.ts";
import { mandates, times } from "../../protocol/mandates.ts";
import { allow, chain, chainId, networkHelpers, viem, wallets } from "../fixture.ts";
import { chargeCall, day, mandateOf, mandatesAs, mandatesFixture, merchant } from "./fixture.ts";

describe("mandateIdOf and dueAt", () => {
  it("equal the off-chain protocol for any terms, months over 400 years included", async () => {
    const deployed = await mandatesFixture();
    await fc.assert(
      fc.asyncProperty(mandates, fc.nat(), async (mandate, seed) => {
        assert.equal(await deployed.mandates.read.mandateIdOf([mandate]), mandateIdOf(mandate));
        const period = seed % (mandate.periods + 1);
        assert.equal(await deployed.mandates.read.dueAt([mandate, BigInt(period)]), dueAt(mandate, period));
      }),
      { numRuns: 500 },
    );
  });

  it("clamp a month that has no such day to its last, and pass nothing on", async () => {
    const deployed = await mandatesFixture();
    const at = (text: string) => BigInt(Date.parse(text) / 1000);
    const cases: [start: string, every: number, due: string[]][] = [
      ["2027-01-31T23:59:59Z", 1, ["2027-02-28T23:59:59Z", "2027-03-31T23:59:59Z", "2027-04-30T23:59:59Z"]],
      ["2028-01-30T00:00:00Z", 1, ["2028-02-29T00:00:00Z", "2028-03-30T00:00:00Z", "2028-04-30T00:00:00Z"]],
      ["2028-02-29T12:00:00Z", 12, ["2029-02-28T12:00:00Z", "2030-02-28T12:00:00Z", "2031-02-28T12:00:00Z"]],
      ["2099-12-31T00:00:01Z", 2, ["2100-02-28T00:00:01Z", "2100-04-30T00:00:01Z", "2100-06-30T00:00:01Z"]],
      ["2026-10-15T08:30:00Z", 3, ["2027-01-15T08:30:00Z", "2027-04-15T08:30:00Z", "2027-07-15T08:30:00Z"]],
    ];
    for (const [start, every, dates] of cases) {
      const mandate = await mandateOf(deployed, { start: at(start), every, periods: 5 });
      for (const [index, date] of dates.entries()) {
        assert.equal(await deployed.mandates.read.dueAt([mandate, BigInt(index + 1)]), at(date), `${start} ${date}`);
        assert.equal(dueAt(mandate, index + 1), at(date));
      }
    }
  });

  it("know the end of the last period, and none after", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed);
    assert.equal(await deployed.mandates.read.dueAt([mandate, 12n]), addMonths(mandate.start, 12));
    const read = deployed.mandates.read.dueAt([mandate, 13n]) as never;
    await viem.assertions.revertWithCustomErrorWithArgs(read, deployed.mandates, "NoSuchPeriod", [13n]);
    assert.throws(() => dueAt(mandate, 13), RangeError);
    const endless = deployed.mandates.read.dueAt([{ ...mandate, periods: 61 }, 0n]) as never;
    await viem.assertions.revertWithCustomErrorWithArgs(endless, deployed.mandates, "InvalidPeriods", [61n]);
  });

  it("never let two windows touch, nor a period be shorter than its window twice", () => {
    fc.assert(
      fc.property(times, fc.nat(), (terms, seed) => {
        const period = seed % terms.periods;
        const length = dueAt(terms, period + 1) - dueAt(terms, period);
        assert.ok(length >= 2n * BigInt(terms.window) && length >= BigInt(day));
      }),
      { numRuns: 2_000 },
    );
  });

  it("are what wallets hash: the typed data of a mandate", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed);
    const data = mandateTypedData(mandate, chainId, deployed.mandates.address);
    const signature = await wallets.payer.signTypedData(data);
    assert.equal(await chain.verifyTypedData({ ...data, address: mandate.payer, signature }), true);
  });
});

describe("stateOf", () => {
  /** What the contract says, at a time. */
  async function stateAt(mandate: Mandate, time: bigint) {
    await networkHelpers.time.increaseTo(time);
    const deployed = await viem.getContractAt("Mandates", current);
    return deployed.read.stateOf([mandate]);
  }
  let current: `0x${string}`;

  it("goes from window to window, and ends", async () => {
    const deployed = await mandatesFixture();
    current = deployed.mandates.address;
    const start = BigInt(await networkHelpers.time.latest()) + 1_000n;
    const mandate = await mandateOf(deployed, { start, periods: 3 });
    const due = [0, 1, 2, 3].map((period) => addMonths(start, period)) as [bigint, bigint, bigint, bigint];
    const window = BigInt(mandate.window);
    assert.deepEqual(await deployed.mandates.read.stateOf([mandate]), [true, 0n, start]);
    assert.deepEqual(await stateAt(mandate, start + window - 1n), [true, 0n, start]);
    assert.deepEqual(await stateAt(mandate, start + window), [true, 1n, due[1]]);
    assert.deepEqual(await stateAt(mandate, due[1] + 5n), [true, 1n, due[1]]);
    await allow(mandate.token, current, 10n ** 20n);
    await (await chargeCall(deployed, mandate, { period: 1n }))();
    assert.deepEqual(await deployed.mandates.read.stateOf([mandate]), [true, 2n, due[2]]);
    assert.deepEqual(await stateAt(mandate, due[2] + window), [false, 3n, due[3]]);
    assert.deepEqual(await stateAt(mandate, due[3] + 10n ** 9n), [false, 3n, due[3]]);
  });

  it("says that a mandate is dead that was cancelled, or is of another epoch", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed);
    const contract = await mandatesAs(deployed, wallets.payer);
    const other = await mandateOf(deployed, { epoch: 1n });
    assert.deepEqual(await contract.read.stateOf([other]), [false, 0n, other.start]);
    assert.deepEqual(await contract.read.stateOf([mandate]), [true, 0n, mandate.start]);
    await (await mandatesAs(deployed, wallets.merchant)).write.cancel([mandateIdOf(mandate)]);
    assert.deepEqual(await contract.read.stateOf([mandate]), [true, 0n, mandate.start]);
    await contract.write.cancel([mandateIdOf(mandate)]);
    assert.deepEqual(await contract.read.stateOf([mandate]), [false, 12n, addMonths(mandate.start, 12)]);
    await contract.write.cancelAll();
    assert.deepEqual(await contract.read.stateOf([other]), [true, 0n, other.start]);
  });

  it("equals the off-chain protocol at any time of any mandate's life", async () => {
    const { mandates: contract } = await mandatesFixture();
    await fc.assert(
      fc.asyncProperty(times, fc.bigInt({ min: 0n, max: 5n * 366n * 86_400n }), async (terms, after) => {
        // The contract reads the chain's clock, which only goes forward: move the mandate instead.
        const now = BigInt(await networkHelpers.time.latest());
        const start = now > after ? now - after : 0n;
        const mandate: Mandate = {
          ref: `0x${"00".repeat(32)}`,
          payer: merchant,
          token: zeroAddress,
          maxAmount: 1n,
          collector: zeroAddress,
          epoch: 0n,
          parts: [{ recipient: merchant, bps: 10_000 }],
          ...terms,
          start,
        };
        const [live, nextPeriod, nextDueAt] = await contract.read.stateOf([mandate]);
        const expected = nextPeriodOf(mandate, 0, now);
        assert.equal(nextPeriod, BigInt(expected));
        assert.equal(nextDueAt, dueAt(mandate, expected));
        assert.equal(live, expected < mandate.periods);
      }),
      { numRuns: 300 },
    );
  });
});
