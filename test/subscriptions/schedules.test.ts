import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { leaseRows } from "../../src/store/index.ts";
import { hearInvoices } from "../../src/subscriptions/hear-invoices.ts";
import { runDuePlans } from "../../src/subscriptions/run-plans.ts";
import { runDueSubscriptions } from "../../src/subscriptions/run-subscriptions.ts";
import { subscriptionsOf } from "../support/subscriptions.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const hour = 3_600_000;
let now = new Date("2027-01-31T09:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const { work, newPlan, newPackage, subscribe, cyclesOf, mailsTo } = subscriptionsOf(() => server);
const daysOf = async (uuid: string) => (await cyclesOf(uuid)).map(({ startsAt }) => startsAt.toISOString());
const customer = { email: "plan@client.example" };

/** Moves the clock on by hours that never fall on a beginning of a period, to the end of a span. */
async function walkTo(end: string, step = 31 * hour) {
  for (; now < new Date(end); now = new Date(Math.min(now.getTime() + step, Date.parse(end)))) await work();
  await work();
}

test("recurring plan: over two years, with a leap day, each month of the 31st is invoiced once, in four time zones", async () => {
  now = new Date("2027-01-01T00:00:00.000Z");
  const plans = [
    // Half past midnight on the 31st of January in each.
    { timeZone: "UTC", startsAt: "2027-01-31T00:30:00.000Z" },
    { timeZone: "Europe/Berlin", startsAt: "2027-01-30T23:30:00.000Z" },
    { timeZone: "America/New_York", startsAt: "2027-01-31T05:30:00.000Z" },
    { timeZone: "Asia/Kolkata", startsAt: "2027-01-30T19:00:00.000Z" },
  ];
  const made = [];
  for (const { timeZone, startsAt } of plans) {
    made.push({ timeZone, plan: await newPlan({ title: timeZone, timeZone, startsAt: new Date(startsAt) }) });
  }
  await walkTo("2029-02-01T00:00:00.000Z");
  const months = [
    "01-31",
    "02-28",
    "03-31",
    "04-30",
    "05-31",
    "06-30",
    "07-31",
    "08-31",
    "09-30",
    "10-31",
    "11-30",
    "12-31",
  ];
  const expected = [
    ...months.map((date) => `2027-${date}`),
    ...months.with(1, "02-29").map((date) => `2028-${date}`),
    "2029-01-31",
  ];
  for (const { timeZone, plan } of made) {
    const local = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
    const starts = (await cyclesOf(plan.id)).map(({ startsAt }) => local.format(startsAt));
    assert.deepEqual(
      starts,
      expected.map((date) => `${date} 00:30`),
      timeZone,
    );
  }
});

test("recurring plan: each invoice is mailed, due and over as the plan says, and none is made after its end", async () => {
  now = new Date("2030-01-10T09:00:00.000Z");
  const plan = await newPlan({
    title: "Retainer",
    customer,
    interval: "WEEKLY",
    dueDays: 5,
    invoiceLife: 7 * 86_400,
    reminderPreset: "GENTLE",
    endsAt: new Date("2030-01-31T09:00:00.000Z"),
  });
  await walkTo("2030-03-01T09:00:00.000Z");
  const cycles = await cyclesOf(plan.id);
  assert.deepEqual(
    cycles.map(({ dueDate }) => dueDate),
    ["2030-01-15", "2030-01-22", "2030-01-29"],
  );
  const invoices = await server.database
    .selectFrom("invoices")
    .selectAll()
    .where("title", "=", "Retainer")
    .orderBy("sequence")
    .execute();
  assert.deepEqual(
    invoices.map(({ reminderPreset, metadata }) => [reminderPreset, Object.keys(metadata)]),
    Array(3).fill(["GENTLE", ["planId"]]),
  );
  assert.ok(
    invoices.every(({ createdAt, expiresAt }) => expiresAt?.getTime() === createdAt.getTime() + 7 * 86_400_000),
  );
  assert.equal((await mailsTo(customer.email)).length, 3);
});

test("two workers at the month's turn make one invoice of each, with numbers without gaps", async () => {
  now = new Date("2031-01-31T09:00:00.000Z");
  const offered = await newPackage({ trialDays: 1 });
  const plan = await newPlan({ title: "Both", startsAt: new Date("2031-02-01T09:00:00.000Z") });
  const ids = [plan.id];
  for (let index = 0; index < 8; index += 1) {
    ids.push(
      (await subscribe({ packageId: offered.slug, customerEmail: `turn${index}@client.example` })).subscription.id,
    );
  }
  now = new Date("2031-02-01T09:00:00.000Z");
  const worker = async () => {
    await Promise.all([runDueSubscriptions(server.context), runDuePlans(server.context), hearInvoices(server.context)]);
  };
  await Promise.all([worker(), worker(), worker()]);
  await work();
  for (const id of ids) assert.equal((await cyclesOf(id)).length, 1);
  const numbers = await server.database
    .selectFrom("invoices")
    .select("sequence")
    .where("year", "=", 2031)
    .orderBy("sequence")
    .execute();
  // Plans of the other tests are invoiced at the same time.
  assert.ok(numbers.length >= ids.length);
  assert.deepEqual(
    numbers.map(({ sequence }) => sequence),
    numbers.map((_, index) => index + 1),
  );
});

test("a worker whose lease ran out changes nothing that another has done meanwhile", async () => {
  now = new Date("2032-01-31T09:00:00.000Z");
  const plan = await newPlan({ title: "Slow", startsAt: new Date("2032-02-01T09:00:00.000Z") });
  now = new Date("2032-02-01T09:00:00.000Z");
  // The first one stops between its lease and its work, for longer than the lease.
  await leaseRows(
    server.database,
    { table: "recurringPlans", key: ["id"], column: "nextActionAt" },
    { now, duration: 300_000, choose: (rows) => rows.limit(50) },
  );
  await work();
  assert.deepEqual(await cyclesOf(plan.id), []);
  now = new Date(now.getTime() + 300_000);
  await Promise.all([runDuePlans(server.context), runDuePlans(server.context)]);
  assert.equal((await cyclesOf(plan.id)).length, 1);
});

test("a clock that jumps ahead makes one invoice and not one for each month; one that goes back makes none twice", async () => {
  now = new Date("2033-01-15T09:00:00.000Z");
  const plan = await newPlan({ title: "Jumps" });
  await work();
  now = new Date("2033-07-20T09:00:00.000Z");
  await work();
  assert.deepEqual(await daysOf(plan.id), ["2033-01-15T09:00:00.000Z", "2033-07-15T09:00:00.000Z"]);
  now = new Date("2033-05-20T09:00:00.000Z");
  await server.database.updateTable("recurringPlans").set({ nextActionAt: now }).where("id", "=", plan.id).execute();
  await walkTo("2033-08-20T09:00:00.000Z");
  assert.deepEqual((await daysOf(plan.id)).slice(2), ["2033-08-15T09:00:00.000Z"]);
});
