import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addMonths } from "../../src/protocol/calendar.ts";
import { billingIntervals } from "../../src/store/index.ts";
import { type Calendar, dayOf, isTimeZone, periodAt, periodOf, startOf } from "../../src/subscriptions/calendar.ts";

const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"];

const starts = (calendar: Partial<Calendar> & { readonly anchor: Date }, count: number) =>
  Array.from({ length: count }, (_, period) =>
    startOf({ anchorPeriod: 0, interval: "MONTHLY", timeZone: "UTC", ...calendar }, period).toISOString(),
  );

test("startOf: the 31st is clamped to each month's last day and comes back, over a leap year too", () => {
  const times = starts({ anchor: new Date("2027-01-31T09:00:00.000Z") }, 25);
  const days = times.map((time) => time.slice(5, 10));
  const year = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30"];
  const leap = year.with(1, "02-29");
  assert.deepEqual(days, [...year, "12-31", ...leap, "12-31", "01-31"]);
  assert.ok(times.every((time) => time.endsWith("T09:00:00.000Z")));
});

test("startOf: a year from a leap day is the 28th, and the 29th in the next leap year", () => {
  const times = starts({ anchor: new Date("2024-02-29T00:00:00.000Z"), interval: "YEARLY" }, 5);
  assert.deepEqual(
    times.map((time) => time.slice(0, 10)),
    ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
  );
});

test("startOf: in its time zone the time of day stays when clocks change, and days are the days there", () => {
  const berlin = starts({ anchor: new Date("2027-01-30T23:30:00.000Z"), timeZone: "Europe/Berlin" }, 4);
  // Half past midnight on the 31st in Berlin; summer time begins on 28 March.
  assert.deepEqual(berlin, [
    "2027-01-30T23:30:00.000Z",
    "2027-02-27T23:30:00.000Z",
    "2027-03-30T22:30:00.000Z",
    "2027-04-29T22:30:00.000Z",
  ]);
  const auckland = starts({ anchor: new Date("2027-03-31T11:00:00.000Z"), timeZone: "Pacific/Auckland" }, 3);
  // Midnight on 1 April there, in summer time until the 4th.
  assert.deepEqual(auckland, ["2027-03-31T11:00:00.000Z", "2027-04-30T12:00:00.000Z", "2027-05-31T12:00:00.000Z"]);
  // 2:30 does not exist in New York on 14 March 2027: the first moment after the gap takes its place, for that one day.
  const gap = { anchor: new Date("2027-03-13T07:30:00.000Z"), timeZone: "America/New_York" };
  assert.deepEqual(starts({ ...gap, interval: "DAILY" }, 3), [
    "2027-03-13T07:30:00.000Z",
    "2027-03-14T07:30:00.000Z",
    "2027-03-15T06:30:00.000Z",
  ]);
});

test("startOf: in UTC it is what the mandates' contract computes, for every anchor and month", () => {
  const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
  fc.assert(
    fc.property(seconds, fc.integer({ min: 0, max: 60 }), (anchor, period) => {
      const calendar = {
        anchor: new Date(anchor * 1_000),
        anchorPeriod: 0,
        interval: "MONTHLY",
        timeZone: "UTC",
      } as const;
      assert.equal(BigInt(startOf(calendar, period).getTime() / 1_000), addMonths(BigInt(anchor), period));
    }),
  );
});

test("periodAt: every moment is in one period, and periods follow each other, in every time zone", () => {
  const calendars = fc.record({
    anchor: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
    anchorPeriod: fc.integer({ min: 0, max: 50 }),
    interval: fc.constantFrom(...billingIntervals),
    timeZone: fc.constantFrom(...zones),
  });
  fc.assert(
    fc.property(
      calendars,
      fc.integer({ min: 0, max: 3_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (calendar, days, part) => {
        const time = new Date(calendar.anchor.getTime() + Math.floor((days + part) * 86_400_000));
        const { period, startsAt, endsAt } = periodAt(calendar, time);
        assert.ok(startsAt <= time && time < endsAt, `${startsAt.toISOString()} ${time.toISOString()}`);
        assert.deepEqual(periodOf(calendar, period), { period, startsAt, endsAt });
        assert.deepEqual(periodAt(calendar, endsAt).period, period + 1);
      },
    ),
  );
});

test("dayOf and isTimeZone: a day is the day there, and only time zones that exist are taken", () => {
  const time = new Date("2027-01-31T23:30:00.000Z");
  assert.deepEqual(
    [dayOf(time, "UTC"), dayOf(time, "Asia/Kolkata"), dayOf(time, "America/New_York")],
    ["2027-01-31", "2027-02-01", "2027-01-31"],
  );
  assert.deepEqual(["UTC", "Europe/Berlin", "Mars/Olympus", "", "a".repeat(300)].map(isTimeZone), [
    true,
    true,
    false,
    false,
    false,
  ]);
});
