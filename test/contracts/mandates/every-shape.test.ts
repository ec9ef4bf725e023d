import assert from "node:assert/strict";
import { type Address, decodeFunctionResult, encodeFunctionData, maxUint32, zeroAddress } from "viem";
import {
  addMonths,
  type Mandate,
  mandateIdOf,
  mandatesAbi,
  mandateUnits,
  type Part,
} from "../../../src/protocol/index.ts";
import { allow, chain, networkHelpers, sellers, viem, wallets } from "../fixture.ts";
import {
  assertCharges,
  assertNotCharged,
  chargeCall,
  collector,
  collectorWallet,
  day,
  type MandatesFixture,
  mandateOf,
  mandatesAs,
  mandatesFixture,
  merchant,
  payer,
  signMandate,
} from "./fixture.ts";

const [seller] = sellers as [Address];
const one: readonly Part[] = [{ recipient: merchant, bps: 10_000 }];
const two: readonly Part[] = [
  { recipient: merchant, bps: 4_000 },
  { recipient: seller, bps: 6_000 },
];

/** No check may depend on what it does not speak of: with sellers or without, with a collector or without. */
const shapes = [one, two].flatMap((parts) =>
  [zeroAddress, collector].map((by) => ({
    name: `${parts.length} parts, ${by === zeroAddress ? "no collector" : "a collector"}`,
    parts,
    by,
  })),
);

for (const { name, parts, by } of shapes) {
  describe(`A mandate of ${name}`, () => {
    /** Where there is a collector, it calls itself. */
    const sender = by === zeroAddress ? wallets.relayer : collectorWallet;
    const made = async (changes: Partial<Mandate> = {}) => {
      const deployed = await mandatesFixture();
      const mandate = await mandateOf(deployed, { parts, collector: by, ...changes });
      await allow(mandate.token, deployed.mandates.address, 10n ** 20n);
      return { deployed, mandate };
    };
    const callOf = (deployed: MandatesFixture, mandate: Mandate, options: Parameters<typeof chargeCall>[2] = {}) =>
      chargeCall(deployed, mandate, { sender, ...options });

    it("is refused with terms under which nothing should be charged", async () => {
      const { deployed, mandate } = await made();
      const withFirst = (change: Partial<Part>) =>
        parts.map((part, index) => (index === 0 ? { ...part, ...change } : part));
      const first = parts[0]?.bps ?? 0;
      const wrong: [Partial<Mandate>, string, unknown[]][] = [
        [{ unit: 2 as never }, "InvalidUnit", [2n]],
        [{ start: 2n ** 40n + 1n }, "InvalidStart", [2n ** 40n + 1n]],
        [{ unit: mandateUnits.seconds, every: day - 1 }, "PeriodTooShort", [BigInt(day - 1)]],
        [{ window: 0 }, "InvalidWindow", [0n]],
        [{ window: Number(maxUint32) }, "InvalidWindow", [BigInt(maxUint32)]],
        [{ periods: 0 }, "InvalidPeriods", [0n]],
        [{ periods: 61 }, "InvalidPeriods", [61n]],
        [{ maxAmount: 0n }, "InvalidMaxAmount", [0n]],
        [{ maxAmount: 2n ** 128n + 1n }, "InvalidMaxAmount", [2n ** 128n + 1n]],
        [{ parts: withFirst({ recipient: zeroAddress }) }, "InvalidRecipient", [0n]],
        [{ parts: withFirst({ recipient: deployed.mandates.address }) }, "InvalidRecipient", [0n]],
        [{ parts: withFirst({ bps: 0 }) }, "ZeroAmount", [0n]],
        [{ parts: withFirst({ bps: first - 1 }) }, "InvalidParts", [9_999n]],
      ];
      for (const [change, error, args] of wrong) {
        const changed = { ...mandate, ...change };
        await assertNotCharged(deployed, changed, await callOf(deployed, changed), error, args);
      }
      // The most that may be asked for is taken, and the last second that the calendar knows.
      for (const most of [{ maxAmount: 2n ** 128n }, { start: 2n ** 40n }])
        assert.equal((await deployed.mandates.read.stateOf([{ ...mandate, ...most }]))[0], true);
    });

    it("knows its next period in few steps, however many are over", async () => {
      const now = BigInt(await networkHelpers.time.latest());
      const periods = 1_825;
      const start = now - BigInt(day * (periods - 1));
      const { deployed, mandate } = await made({
        unit: mandateUnits.seconds,
        every: day,
        window: 3_600,
        periods,
        start,
      });
      const read = { abi: mandatesAbi, functionName: "stateOf" } as const;
      const data = encodeFunctionData({ ...read, args: [mandate] });
      const answer = await chain.call({ to: deployed.mandates.address, data, gas: 100_000n });
      const state = decodeFunctionResult({ ...read, data: answer.data ?? "0x" });
      assert.deepEqual(state, [true, BigInt(periods - 1), now]);
    });

    it("has no due time after the end of its last period", async () => {
      const { deployed, mandate } = await made({ periods: 2 });
      assert.equal(await deployed.mandates.read.dueAt([mandate, 2n]), addMonths(mandate.start, 2));
      await viem.assertions.revertWithCustomErrorWithArgs(
        deployed.mandates.read.dueAt([mandate, 3n]),
        deployed.mandates,
        "NoSuchPeriod",
        [3n],
      );
    });

    it("is charged within its window and periods alone, and once in each", async () => {
      const { deployed, mandate } = await made({ periods: 2 });
      const { maxAmount, start, window } = mandate;
      const next = addMonths(start, 1);
      await assertNotCharged(deployed, mandate, await callOf(deployed, mandate, { period: 1n }), "NotDue", [next]);
      await assertNotCharged(deployed, mandate, await callOf(deployed, mandate, { period: 2n }), "NoSuchPeriod", [2n]);
      await assertCharges(deployed, mandate, 0n, maxAmount, await callOf(deployed, mandate));
      await assertNotCharged(deployed, mandate, await callOf(deployed, mandate), "PeriodAlreadyCharged", [0n]);
      const end = next + BigInt(window);
      await networkHelpers.time.setNextBlockTimestamp(end);
      await assertNotCharged(deployed, mandate, await callOf(deployed, mandate, { period: 1n }), "WindowOver", [end]);
    });

    it("is refused with another's signature, or another amount", async () => {
      const { deployed, mandate } = await made();
      const payerSignature = await signMandate(deployed, mandate, wallets.merchant);
      const call = await callOf(deployed, mandate, { payerSignature });
      await assertNotCharged(deployed, mandate, call, "InvalidSignature", [payer]);
      for (const amount of [0n, mandate.maxAmount + 1n]) {
        const wrong = await callOf(deployed, mandate, { amount });
        await assertNotCharged(deployed, mandate, wrong, "WrongAmount", [amount]);
      }
    });

    it("is dead once it is cancelled, or its epoch is over", async () => {
      const { deployed, mandate } = await made();
      const other = { ...mandate, ref: `0x${"77".repeat(32)}` as const };
      const own = await mandatesAs(deployed, wallets.payer);
      await own.write.cancel([mandateIdOf(other)]);
      const cancelled = await callOf(deployed, other);
      await assertNotCharged(deployed, other, cancelled, "MandateIsCancelled", [mandateIdOf(other)]);
      await own.write.cancelAll();
      await assertNotCharged(deployed, mandate, await callOf(deployed, mandate), "WrongEpoch", [0n]);
    });

    it("is refused where the largest part does not arrive exactly", async () => {
      const deployed = await mandatesFixture();
      const mandate = await mandateOf(deployed, { parts, collector: by, token: deployed.scripted.address });
      await allow(mandate.token, deployed.mandates.address, 10n ** 20n);
      const largest = parts.at(-1)?.recipient ?? zeroAddress;
      await deployed.scripted.write.treat([largest, 7]);
      await assertNotCharged(deployed, mandate, await callOf(deployed, mandate), "InexactTransfer", [largest]);
    });
  });
}
