import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Temporal } from "temporal-polyfill";
import { type MandateChain, startMandateChain } from "../mandates/mandate-chain.ts";
import { collectingOn, dollars } from "./collecting.ts";

const hour = 3_600;
const day = 24 * hour;

let chain: MandateChain;
before(async () => {
  chain = await startMandateChain();
});
after(() => chain?.[Symbol.asyncDispose]());

const collecting = collectingOn(() => chain);
const { billing, work, charge, subscriber, sign, active, offered, mandateOf } = collecting;
const { payByHand, statusOf, templatesTo, invoicesOf, chargesOf, nextPeriod } = collecting;
const statusesOf = async (id: string) => (await invoicesOf(id)).map(({ status }) => status);
const requestsTo = async (email: string) => (await templatesTo(email)).filter((name) => name === "invoice").length;
const secondOf = (time: Date | null) => Math.floor((time?.getTime() ?? 0) / 1_000) * 1_000;
const secondsTo = (time: Date | null) => Math.floor(((time?.getTime() ?? 0) - chain.now().getTime()) / 1_000);

for (const [interval, periods, every] of [
  ["WEEKLY", 52, 7 * day],
  ["QUARTERLY", 4, 3],
  ["YEARLY", 2, 12],
] as const) {
  test(`${interval}: signed once, charged at once and after the turn of its period, each period once, and nobody is mailed`, async () => {
    const payer = await chain.newPayer(dollars(30), dollars(10 * periods));
    const { id, email, token } = await active(payer, { interval });
    const mandate = await mandateOf(token);
    assert.deepEqual([mandate?.periods, mandate?.every], [periods, every]);
    await chain.pass(secondsTo((await billing.read(id)).subscription.currentPeriodEnd) - 60);
    await work();
    assert.deepEqual(await statusesOf(id), ["PAID"], "a minute before its turn");
    await nextPeriod(id);
    await charge();
    assert.deepEqual(await statusesOf(id), ["PAID", "PAID"]);
    await chain.pass(day);
    await charge();
    assert.equal(await chain.balanceOf(payer.address), dollars(10));
    assert.deepEqual(
      (await chargesOf(id)).map(({ period, status }) => [period, status]),
      [
        [0, "SUCCEEDED"],
        [1, "SUCCEEDED"],
      ],
    );
    assert.deepEqual([await statusOf(id), await requestsTo(email)], ["ACTIVE", 0]);
    await billing.change(id, { type: "cancel", atPeriodEnd: false });
    assert.deepEqual(await chain.reconcile(), []);
  });
}

for (const [interval, when, left] of [
  ["MONTHLY", "after its first quarter", 20 * day],
  ["MONTHLY", "in the hour before the next one", 1_800],
  ["DAILY", "in its second half", 10 * hour],
] as const) {
  test(`${interval}, signed late in a period, ${when}: the open invoice is for paying by hand, and the next one is charged`, async () => {
    const payer = await chain.newPayer(dollars(50), dollars(10 * 365));
    const subscribed = await subscriber({ interval }, "");
    const { id, email } = subscribed;
    await payByHand(payer, id);
    await nextPeriod(id);
    await work();
    assert.deepEqual([await statusesOf(id), await requestsTo(email)], [["PAID", "OPEN"], 1]);
    const { currentPeriodEnd } = (await billing.read(id)).subscription;
    await chain.pass(secondsTo(currentPeriodEnd) - left);
    const token = await offered(subscribed);
    await sign(payer, token);
    assert.equal((await mandateOf(token))?.start?.getTime(), secondOf(currentPeriodEnd));
    await charge();
    assert.deepEqual([await statusesOf(id), await chargesOf(id)], [["PAID", "OPEN"], []]);
    assert.equal(await requestsTo(email), 1, "it was asked for before");
    await payByHand(payer, id);
    await nextPeriod(id);
    await charge();
    assert.deepEqual(await statusesOf(id), ["PAID", "PAID", "PAID"]);
    assert.deepEqual(
      (await chargesOf(id)).map(({ period, status }) => [period, status]),
      [[0, "SUCCEEDED"]],
    );
    assert.equal(await chain.balanceOf(payer.address), dollars(20));
    await billing.change(id, { type: "cancel", atPeriodEnd: false });
    assert.deepEqual(await chain.reconcile(), []);
  });
}

test("never signed: it cannot be after its first window, and the subscription is given up as every other whose first invoice nobody pays", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(520));
  const { id, token } = await subscriber({ interval: "WEEKLY" });
  await chain.pass(5 * day);
  await assert.rejects(sign(payer, token), /EXPIRED/);
  await chain.pass(3 * day);
  await billing.check();
  await charge();
  const { subscription } = await billing.read(id);
  assert.deepEqual([subscription.status, subscription.cancelReason], ["CANCELLED", "NEVER_PAID"]);
  assert.equal((await mandateOf(token))?.status, "CANCELLED");
  assert.equal(await chain.balanceOf(payer.address), dollars(50));
});

test("two years of months from the 31st, a leap day among them, in four time zones: each is charged once on its chain, and signed for anew each year", async () => {
  const zones = ["Asia/Kolkata", "Europe/Berlin", "UTC", "America/New_York"];
  const first = firstYear(chain.now());
  const made = [];
  for (const timeZone of zones) {
    await chain.pass(secondsTo(halfPastMidnight(`${first}-01-31`, timeZone)) + 1);
    const payer = await chain.newPayer(dollars(300), dollars(300));
    made.push({ timeZone, payer, ...(await active(payer, { timeZone })) });
  }
  for (let month = 1; month <= 24; month += 1) {
    const ends = await Promise.all(made.map(async ({ id }) => (await billing.read(id)).subscription.currentPeriodEnd));
    await chain.pass(secondsTo(new Date(Math.max(...ends.map((end) => end?.getTime() ?? 0)))) + 60);
    if (month % 12 === 0) {
      await work();
      for (const subscribed of made) await sign(subscribed.payer, await offered(subscribed));
    }
    await charge();
    // The last day of a month there can be the day before its last in UTC.
    await chain.pass(26 * hour);
    await charge();
    for (const { id, timeZone } of made) {
      assert.deepEqual(await statusesOf(id), new Array(month + 1).fill("PAID"), `${timeZone}, month ${month}`);
    }
  }
  const days = ["31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31"];
  const datesOf = (year: number, february: string) =>
    days.with(1, february).map((date, month) => `${year}-${`${month + 1}`.padStart(2, "0")}-${date} 00:30`);
  const expected = [...datesOf(first, "28"), ...datesOf(first + 1, "29"), `${first + 2}-01-31 00:30`];
  for (const { id, email, timeZone, payer } of made) {
    const local = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
    const starts = (await billing.cyclesOf(id)).map(({ startsAt }) => local.format(startsAt));
    assert.deepEqual(starts, expected, timeZone);
    assert.equal(await chain.balanceOf(payer.address), dollars(50), timeZone);
    assert.equal((await chargesOf(id)).length, 25, timeZone);
    assert.equal(await requestsTo(email), 2, "once a year, when nothing is signed any more");
  }
  assert.deepEqual(await chain.reconcile(), []);
});

/** The year of the next 31 January whose next year has a leap day. */
function firstYear(now: Date): number {
  let year = now.getUTCFullYear() + 1;
  while (new Date(Date.UTC(year + 1, 1, 29)).getUTCMonth() !== 1) year += 1;
  return year;
}

function halfPastMidnight(date: string, timeZone: string): Date {
  const moment = Temporal.PlainDateTime.from(`${date}T00:30`).toZonedDateTime(timeZone);
  return new Date(moment.epochMilliseconds);
}
