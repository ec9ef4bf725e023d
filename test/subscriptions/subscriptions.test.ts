import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { recordEvent } from "../../src/payments/record-event.ts";
import { runDueSubscriptions } from "../../src/subscriptions/run-subscriptions.ts";
import { subscriptionsOf } from "../support/subscriptions.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const day = 86_400_000;
let now = new Date("2027-01-01T09:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const billing = subscriptionsOf(() => server);
const { work, newPackage, subscribe, change, read, cyclesOf, eventsOf, mailsTo, visit, pay, process } = billing;

const moveTo = async (time: string | Date) => {
  now = new Date(time);
  await work();
};
const moveBy = (days: number) => moveTo(new Date(now.getTime() + days * day));
const statusOf = async (uuid: string) => (await read(uuid)).subscription.status;
let customers = 0;
const newCustomer = () => {
  customers += 1;
  return `customer${customers}@client.example`;
};
/** Pays the last invoice of a subscription. */
const payLast = async (uuid: string) => {
  await pay(await visit((await cyclesOf(uuid)).at(-1) ?? { publicId: "" }));
  await work();
};
/** A subscription whose first invoice is paid. */
const active = async (customerEmail = newCustomer(), changes: Parameters<typeof newPackage>[0] = {}) => {
  const { subscription } = await subscribe({ packageId: (await newPackage(changes)).slug, customerEmail });
  await payLast(subscription.id);
  return subscription.id;
};

test("subscription: the first invoice is made and mailed at once, and paying it makes it active", async () => {
  await moveTo("2027-01-01T09:00:00.000Z");
  const customerEmail = newCustomer();
  const { subscription, cycle } = await subscribe({ packageId: (await newPackage()).slug, customerEmail });
  assert.deepEqual([subscription.status, cycle?.period, cycle?.status], ["INCOMPLETE", 0, "OPEN"]);
  assert.deepEqual(
    (await mailsTo(customerEmail)).map(({ template }) => template),
    ["invoice"],
  );
  const [first] = await cyclesOf(subscription.id);
  assert.deepEqual(
    [first?.total, first?.dueDate, first?.description],
    [9_900n, "2027-01-04", "2027-01-01 – 2027-01-31"],
  );
  await payLast(subscription.id);
  const { subscription: paid } = await read(subscription.id);
  assert.deepEqual(
    [paid.status, paid.currentPeriodEnd?.toISOString(), paid.nextActionAt?.toISOString()],
    ["ACTIVE", "2027-02-01T09:00:00.000Z", "2027-02-01T09:00:00.000Z"],
  );
  await work();
  assert.deepEqual(await eventsOf(subscription.id), ["created", "invoiced", "activated"]);
});

test("subscription: one whose first invoice nobody pays is given up, and revived by money that comes after all", async () => {
  await moveTo("2027-01-01T09:00:00.000Z");
  const { subscription } = await subscribe({ packageId: (await newPackage()).slug, customerEmail: newCustomer() });
  const payment = await visit((await cyclesOf(subscription.id))[0] ?? { publicId: "" });
  await moveBy(6);
  assert.equal(await statusOf(subscription.id), "INCOMPLETE");
  await server.database.updateTable("payments").set({ status: "EXPIRED" }).where("id", "=", payment).execute();
  now = new Date(now.getTime() + 2 * day);
  await billing.check();
  await work();
  const { subscription: over } = await read(subscription.id);
  assert.deepEqual([over.status, over.cancelReason, over.nextActionAt], ["CANCELLED", "NEVER_PAID", null]);
  await moveBy(60);
  assert.equal((await cyclesOf(subscription.id)).length, 1);
  // A settlement in time that was learned of later.
  await server.database.transaction().execute(async (transaction) => {
    const paid = { status: "SUCCESSFUL", paidAt: now } as const;
    await transaction.updateTable("payments").set(paid).where("id", "=", payment).execute();
    await recordEvent(server.context, transaction, payment, "payment.completed");
  });
  await work();
  assert.equal(await statusOf(subscription.id), "ACTIVE");
  assert.deepEqual((await cyclesOf(subscription.id)).at(-1)?.startsAt, now, "a period that begins now");
});

test("subscription: in a trial nothing is due; the first period begins at its end", async () => {
  await moveTo("2027-01-17T09:00:00.000Z");
  const customerEmail = newCustomer();
  const offered = await newPackage({ trialDays: 14 });
  const { subscription, cycle } = await subscribe({ packageId: offered.slug, customerEmail });
  assert.deepEqual([subscription.status, cycle], ["TRIALING", null]);
  await moveTo("2027-01-31T08:59:59.999Z");
  assert.deepEqual(await cyclesOf(subscription.id), []);
  await moveTo("2027-01-31T09:00:00.000Z");
  assert.equal(await statusOf(subscription.id), "ACTIVE");
  const mails = (await mailsTo(customerEmail)).map(({ template }) => template);
  assert.deepEqual(mails, ["subscription-link", "invoice"]);
  await payLast(subscription.id);
  await moveTo("2027-03-31T09:00:00.000Z");
  const starts = (await cyclesOf(subscription.id)).map(({ startsAt }) => startsAt.toISOString().slice(0, 10));
  assert.deepEqual(starts, ["2027-01-31", "2027-03-31"], "no worker ran in February: nothing is made up for");
});

test("subscription: who does not pay is overdue after the grace, reminded after 2, 5, 7 and 7 days, and invoiced no more", async () => {
  await moveTo("2027-03-01T09:00:00.000Z");
  const customerEmail = newCustomer();
  const uuid = await active(customerEmail);
  await moveTo("2027-04-01T09:00:00.000Z");
  const before = (await mailsTo(customerEmail)).length;
  const states: string[] = [];
  for (let hour = 0; hour < 24 * 40; hour += 6) {
    await moveBy(0.25);
    states.push(`${now.toISOString().slice(0, 10)} ${await statusOf(uuid)}`);
  }
  const changes = states.filter((state, index) => state.slice(11) !== states[index - 1]?.slice(11));
  assert.deepEqual(changes, ["2027-04-01 ACTIVE", "2027-04-04 PAST_DUE", "2027-04-25 UNPAID"]);
  const reminders = (await mailsTo(customerEmail)).slice(before);
  assert.deepEqual(
    reminders.map(({ template, createdAt }) => `${template} ${createdAt.toISOString().slice(0, 10)}`),
    ["2027-04-06", "2027-04-11", "2027-04-18", "2027-04-25"].map((date) => `invoice-reminder ${date}`),
  );
  assert.equal((await cyclesOf(uuid)).length, 2, "none is made on the first of May");
  // Whoever pays after all goes on from that day.
  await payLast(uuid);
  const { subscription } = await read(uuid);
  const cycles = await cyclesOf(uuid);
  assert.equal(subscription.status, "ACTIVE");
  assert.deepEqual([cycles.length, cycles.at(-1)?.startsAt], [3, now]);
  assert.deepEqual((await eventsOf(uuid)).slice(-4), ["past_due", "unpaid", "renewed", "invoiced"]);
});

test("subscription: nobody is reminded of what was paid a second ago, nor while a payment is on chain", async () => {
  await moveTo("2027-05-01T09:00:00.000Z");
  const [paidMail, underWayMail] = [newCustomer(), newCustomer()];
  const [paid, underWay] = [await active(paidMail), await active(underWayMail)];
  await moveTo("2027-06-01T09:00:00.000Z");
  await moveTo("2027-06-06T08:59:59.000Z");
  const lastOf = async (uuid: string) => (await cyclesOf(uuid)).at(-1) ?? { publicId: "" };
  await pay(await visit(await lastOf(paid)));
  const payment = await visit(await lastOf(underWay));
  await process(payment);
  // Nobody has heard of the payments: the worker that reminds asks the invoices themselves.
  now = new Date("2027-06-06T09:00:00.000Z");
  await runDueSubscriptions(server.context);
  assert.deepEqual((await mailsTo(paidMail)).map(({ template }) => template).at(-1), "invoice-receipt");
  assert.equal((await mailsTo(underWayMail)).filter(({ template }) => template === "invoice-reminder").length, 0);
  assert.deepEqual([await statusOf(paid), await statusOf(underWay)], ["ACTIVE", "PAST_DUE"]);
  await pay(payment);
  await work();
  assert.equal(await statusOf(underWay), "ACTIVE");
  await moveBy(10);
  for (const mail of [paidMail, underWayMail]) {
    assert.equal((await mailsTo(mail)).filter(({ template }) => template === "invoice-reminder").length, 0);
  }
});

test("subscription: paused it is not invoiced; resumed it goes on with its period, or with a new one where that is over", async () => {
  await moveTo("2027-07-01T09:00:00.000Z");
  const [short, long] = [await active(), await active()];
  await moveBy(5);
  for (const uuid of [short, long]) await change(uuid, { type: "pause" });
  await moveBy(5);
  await change(short, { type: "resume" });
  await moveTo("2027-08-01T09:00:00.000Z");
  assert.deepEqual([(await cyclesOf(short)).length, (await cyclesOf(long)).length], [2, 1]);
  await moveTo("2027-08-20T10:00:00.000Z");
  await change(long, { type: "resume" });
  const cycles = await cyclesOf(long);
  assert.deepEqual(
    cycles.map(({ startsAt }) => startsAt.toISOString().slice(0, 10)),
    ["2027-07-01", "2027-08-20"],
  );
  assert.equal(await statusOf(long), "ACTIVE");
  assert.deepEqual((await eventsOf(long)).slice(-3), ["paused", "resumed", "invoiced"]);
});

test("subscription: cancelled now it ends now, at the period's end then; resumed before that it goes on", async () => {
  await moveTo("2027-09-01T09:00:00.000Z");
  const [atOnce, atEnd, kept] = [await active(), await active(), await active()];
  await moveBy(3);
  await change(atOnce, { type: "cancel", atPeriodEnd: false });
  for (const uuid of [atEnd, kept]) await change(uuid, { type: "cancel", atPeriodEnd: true });
  await change(kept, { type: "resume" });
  assert.deepEqual(await Promise.all([atOnce, atEnd, kept].map(statusOf)), ["CANCELLED", "ACTIVE", "ACTIVE"]);
  await moveTo("2027-10-01T09:00:00.000Z");
  assert.deepEqual(await Promise.all([atOnce, atEnd, kept].map(statusOf)), ["CANCELLED", "CANCELLED", "ACTIVE"]);
  const counts = await Promise.all([atOnce, atEnd, kept].map(async (uuid) => (await cyclesOf(uuid)).length));
  assert.deepEqual(counts, [1, 1, 2]);
  await assert.rejects(change(atOnce, { type: "resume" }), { code: "SUBSCRIPTION_STATE" });
  await change(atOnce, { type: "cancel", atPeriodEnd: false });
  assert.deepEqual(
    (await eventsOf(atOnce)).filter((type) => type === "cancelled"),
    ["cancelled"],
  );
});

test("subscription: a package's new price is for others; a change of package is of the day on which it was agreed, from the next period on", async () => {
  await moveTo("2027-11-30T09:00:00.000Z");
  const [small, large] = [
    await newPackage(),
    await newPackage({ name: "Large", amount: "199.00", interval: "QUARTERLY" }),
  ];
  const mine = async () => {
    const { subscription } = await subscribe({ packageId: small.slug, customerEmail: newCustomer() });
    await payLast(subscription.id);
    return subscription.id;
  };
  const [stays, moves] = [await mine(), await mine()];
  await change(moves, { type: "changePackage", packageId: large.slug });
  const owner = server.organizationId;
  await server.database
    .updateTable("subscriptionPackages")
    .set({ amount: 50_000n })
    .where("organizationId", "=", owner)
    .execute();
  await moveTo("2027-12-30T09:00:00.000Z");
  const of = async (uuid: string) =>
    (await cyclesOf(uuid)).map(({ total, endsAt }) => `${total} ${endsAt.toISOString().slice(0, 10)}`);
  assert.deepEqual(await of(stays), ["9900 2027-12-30", "9900 2028-01-30"]);
  assert.deepEqual(await of(moves), ["9900 2027-12-30", "19900 2028-03-30"]);
  const { subscription } = await read(moves);
  assert.deepEqual([subscription.title, subscription.packageId, subscription.pendingTerms], ["Large", large.id, null]);
  const { subscription: later } = await subscribe({ packageId: small.slug, customerEmail: newCustomer() });
  assert.equal(later.amount, 50_000n);
});

test("subscription: where a collector charges, the customer is not mailed, and the event names the invoice", async () => {
  await moveTo("2028-01-05T09:00:00.000Z");
  const customerEmail = newCustomer();
  const uuid = await active(customerEmail);
  const mails = (await mailsTo(customerEmail)).length;
  now = new Date("2028-02-05T09:00:00.000Z");
  const collector = { collects: async (_: unknown, { id }: { readonly id: string }) => id === uuid };
  await runDueSubscriptions({ ...server.context, collector });
  assert.equal((await mailsTo(customerEmail)).length, mails);
  const events = server.database.selectFrom("events").select("data").where("subjectId", "=", uuid);
  const { data } = await events
    .where("type", "=", "subscription.invoiced")
    .orderBy("sequence", "desc")
    .executeTakeFirstOrThrow();
  const { subscription } = data as { subscription: { latestCycle: { invoicePublicId: string } } };
  assert.equal(subscription.latestCycle.invoicePublicId, (await cyclesOf(uuid)).at(-1)?.publicId);
});
