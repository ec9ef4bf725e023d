import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { leaseDueWatches, scheduleNext, stuckDeposits } from "../../src/deposits/deposit-watches.ts";
import { base } from "../chain/chains.ts";
import { type Harness, minutes, startHarness } from "../support/payments-harness.ts";

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness[Symbol.asyncDispose]());

/** Scans what is due once, with that outcome; answers after how many seconds it is due again. */
async function scan(hasFailed: boolean): Promise<number> {
  const due = await leaseDueWatches(harness, base);
  assert.equal(due.length, 1);
  await scheduleNext(
    harness,
    base,
    due.map((watch) => ({ watch, isActing: true, hasFailed })),
  );
  const { nextScanAt } = await harness.database
    .selectFrom("depositWatches")
    .select("nextScanAt")
    .where("chainId", "=", base.id)
    .executeTakeFirstOrThrow();
  const now = harness.clock().getTime();
  harness.setTime(nextScanAt as Date);
  return ((nextScanAt as Date).getTime() - now) / 1_000;
}

test("scheduleNext: a deposit that cannot be acted on waits longer each time, is counted, and begins anew once it can", async () => {
  await harness.newQuote(await harness.newPayment());
  assert.equal(await scan(false), 2);
  const open = [await scan(true), await scan(true), await scan(true), await scan(true)];
  assert.deepEqual(open, [4, 8, 15, 15], "while it can pay, a quarter of a minute at most");
  assert.deepEqual([...(await stuckDeposits(harness))], [[base.id, 1]]);
  harness.setTime(minutes(11));
  const over = [await scan(true), await scan(true), await scan(true), await scan(true), await scan(true)];
  assert.ok(
    over.every((seconds, index) => index === 0 || seconds >= (over[index - 1] as number)),
    `${over}`,
  );
  for (let scans = 0; scans < 10; scans += 1) assert.ok((await scan(true)) <= 3_600);
  assert.equal(await scan(true), 3_600);
  await scan(false);
  assert.deepEqual([...(await stuckDeposits(harness))], []);
});
