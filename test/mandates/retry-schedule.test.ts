import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSend, nextTry } from "../../src/mandates/retry-schedule.ts";

const hour = 60 * 60_000;
const day = 24 * hour;
const opensAt = new Date("2027-01-31T09:00:00.000Z");
const after = (milliseconds: number) => new Date(opensAt.getTime() + milliseconds);

/** When a charge is tried that fails each time, in days after its window opened. */
function tries(window: number): number[] {
  const closesAt = after(window);
  const times = [opensAt];
  for (let tried = 1; (times.at(-1) ?? closesAt) < closesAt; tried += 1) {
    times.push(nextTry({ closesAt }, tried, times.at(-1) ?? closesAt));
  }
  return times.map((time) => (time.getTime() - opensAt.getTime()) / day);
}

test("nextTry: after 2, 5, 7 and 7 days, once more an hour before the window ends, and then it is given up", () => {
  const last = (days: number) => days - hour / day;
  assert.deepEqual(tries(31 * day), [0, 2, 7, 14, 21, 28, last(31), 31]);
  assert.deepEqual(tries(14 * day), [0, 2, 7, last(14), 14]);
  assert.deepEqual(tries(3.5 * day), [0, 2, last(3.5), 3.5]);
  assert.deepEqual(tries(0.5 * day), [0, last(0.5), 0.5]);
});

test("nextSend: what was handed over is looked at after a minute, twice as long each time, and six hours at most", () => {
  const waits = Array.from(
    { length: 11 },
    (_, sent) => (nextSend(sent + 1, opensAt).getTime() - opensAt.getTime()) / 60_000,
  );
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
});
