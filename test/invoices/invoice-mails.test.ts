import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { sendDue } from "../../src/mail/send-due.ts";
import type { SendResult } from "../../src/mail/transport.ts";
import { invoicePayments } from "../support/invoice-payments.ts";
import { newMerchant } from "../support/merchant.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

type Invoice = { readonly id: string; readonly publicId: string };
const customer = { name: "Ann Example", email: "ann@client.example" };
const ask = (changes: object) =>
  server.call("POST", "/v1/invoices", {
    title: "Consulting",
    currency: "USD",
    amount: "250.00",
    customer,
    dueDate: "2026-12-10",
    ...changes,
  });
const create = async (changes: object = {}): Promise<Invoice> => (await ask(changes)).body;
const read = async ({ id }: Invoice) => (await server.call("GET", `/v1/invoices/${id}`)).body;
const { visit, pay, process, reverse, hear, remind } = invoicePayments(() => server);

/** What waits in the outbox about an invoice: templates and what they say, the oldest first. */
async function mailsOf({ publicId }: Invoice) {
  const rows = await server.database.selectFrom("mailOutbox").selectAll().orderBy("createdAt").execute();
  return rows
    .map((row) => {
      const data = server.context.secretBox.open(row.data ?? "", `mail_outbox/${row.id}`);
      return { to: row.recipient, template: row.template, data: JSON.parse(data) };
    })
    .filter(({ data }) => data.url === `https://pay.example/i/${publicId}`);
}
const kindsOf = async (invoice: Invoice) => (await mailsOf(invoice)).map(({ template }) => template);
const moveTo = async (time: string) => {
  now = new Date(time);
  while (await remind());
};

test("invoice mails: the request goes out once with its invoice, again by hand, and not without end", async () => {
  const invoice = await create({ notify: true });
  const [mail, ...others] = await mailsOf(invoice);
  assert.deepEqual(others, []);
  assert.deepEqual(mail, {
    to: "ann@client.example",
    template: "invoice",
    data: {
      organization: "Test",
      number: (await read(invoice)).number,
      title: "Consulting",
      amountDue: "250.00 USD",
      dueDate: "2026-12-10",
      url: `https://pay.example/i/${invoice.publicId}`,
    },
  });
  const again = await server.call("POST", `/v1/invoices/${invoice.id}/notify`);
  assert.deepEqual([again.status, again.body.code, again.body.retryAfter], [429, "INVOICE_MAILED", 600]);
  for (let count = 1; count <= 11; count += 1) {
    now = new Date(now.getTime() + 600_000);
    const action = count % 2 === 0 ? "notify" : "remind";
    const { status } = await server.call("POST", `/v1/invoices/${invoice.publicId}/${action}`);
    assert.equal(status, count <= 10 ? 200 : 429, `${count}`);
  }
  assert.deepEqual((await kindsOf(invoice)).slice(0, 3), ["invoice", "invoice-reminder", "invoice"]);
});

test("invoice mails: nothing is asked of whom nothing is due from, and nobody without an address", async () => {
  const silent = await create({ customer: { name: "Ann" } });
  assert.equal((await server.call("POST", `/v1/invoices/${silent.id}/notify`)).body.code, "INVOICE_WITHOUT_MAIL");
  const taken = await create();
  await server.call("POST", `/v1/invoices/${taken.id}/void`);
  assert.equal((await server.call("POST", `/v1/invoices/${taken.id}/remind`)).body.code, "INVOICE_STATE");
  for (const [changes, field] of [
    [{ notify: true, customer: null }, "notify"],
    [{ reminderPreset: "STANDARD", customer: null }, "reminderPreset"],
    [{ reminderPreset: "STANDARD", dueDate: null }, "reminderPreset"],
  ] as const) {
    const { status, body } = await ask(changes);
    assert.deepEqual([status, body.errors?.[0].path], [400, [field]]);
  }
});

for (const [preset, days] of [
  ["NONE", []],
  ["GENTLE", ["2026-12-10", "2026-12-17"]],
  ["STANDARD", ["2026-12-07", "2026-12-10", "2026-12-13", "2026-12-17"]],
  ["FIRM", ["2026-12-03", "2026-12-07", "2026-12-10", "2026-12-11", "2026-12-13", "2026-12-17", "2026-12-24"]],
] as const) {
  test(`invoice mails: ${preset} reminds on its days at nine, once each`, async () => {
    now = new Date("2026-11-27T12:00:00.000Z");
    const invoice = await create({ reminderPreset: preset });
    const sent: string[] = [];
    for (let hour = 0; hour < 24 * 35; hour += 1) {
      await moveTo(new Date(now.getTime() + 3_600_000).toISOString());
      const next = (await mailsOf(invoice)).length;
      if (next > sent.length) sent.push(now.toISOString());
    }
    assert.deepEqual(
      sent,
      days.map((day) => `${day}T09:00:00.000Z`),
    );
    const timings = (await mailsOf(invoice)).map(({ data }) => data.timing);
    const expected = days.map((day) => (day === "2026-12-10" ? "on" : day < "2026-12-10" ? "before" : "after"));
    assert.deepEqual(timings, expected);
  });
}

test("invoice mails: nobody is reminded of what was paid a moment ago, is being paid, or is closed", async () => {
  now = new Date("2026-12-10T08:59:00.000Z");
  const [paid, underWay, taken, open] = [
    await create({ reminderPreset: "GENTLE" }),
    await create({ reminderPreset: "GENTLE" }),
    await create({ reminderPreset: "GENTLE" }),
    await create({ reminderPreset: "GENTLE" }),
  ];
  const first = await visit(paid);
  const second = await visit(underWay);
  await pay(first);
  await process(second);
  await server.call("POST", `/v1/invoices/${taken.id}/void`);
  // Nobody has heard of the payments yet: the reminder itself asks.
  await moveTo("2026-12-10T09:00:00.000Z");
  assert.deepEqual(await kindsOf(paid), ["invoice-receipt"]);
  assert.deepEqual(await kindsOf(underWay), []);
  assert.deepEqual(await kindsOf(taken), []);
  assert.deepEqual(await kindsOf(open), ["invoice-reminder"]);
  assert.equal((await read(underWay)).nextReminderAt, "2026-12-17T09:00:00.000Z");
  assert.equal((await read(paid)).nextReminderAt, null);
});

test("invoice mails: days that passed while no worker ran are not made up for", async () => {
  now = new Date("2026-12-01T12:00:00.000Z");
  const invoice = await create({ reminderPreset: "STANDARD" });
  await moveTo("2026-12-14T12:00:00.000Z");
  assert.deepEqual(await kindsOf(invoice), ["invoice-reminder"]);
  await moveTo("2026-12-30T12:00:00.000Z");
  assert.equal((await mailsOf(invoice)).length, 2);
});

test("invoice mails: two workers at once remind once", async () => {
  now = new Date("2026-12-09T12:00:00.000Z");
  const invoice = await create({ reminderPreset: "STANDARD" });
  now = new Date("2026-12-10T09:00:00.000Z");
  await Promise.all([remind(), remind(), remind()]);
  assert.equal((await mailsOf(invoice)).length, 1);
});

test("invoice mails: whoever has paid gets a receipt, and another one only for another payment", async () => {
  const invoice = await create();
  const payment = await visit(invoice);
  await pay(payment);
  await hear();
  await hear();
  const [receipt, ...others] = await mailsOf(invoice);
  assert.deepEqual(others, []);
  assert.deepEqual([receipt?.template, receipt?.data.received], ["invoice-receipt", "250.00 USD"]);
  await reverse(payment);
  await hear();
  await pay(await visit(invoice));
  await hear();
  assert.equal((await mailsOf(invoice)).length, 2);
});

test("invoice mails: a payment has those of its invoice, with what became of each, and no word of our own mail server", async () => {
  await server.database.deleteFrom("mailOutbox").execute();
  const invoice = await create({ notify: true });
  const payment = await visit(invoice);
  const mailsOfPayment = async () => (await server.call("GET", `/v1/payments/${payment}/mails`)).body.data;
  const id = (await server.database.selectFrom("mailOutbox").select("id").executeTakeFirstOrThrow()).id;
  const waiting = {
    id,
    template: "invoice",
    recipient: "ann@client.example",
    status: "PENDING",
    attempts: 0,
    refusal: null,
    createdAt: now.toISOString(),
    endedAt: null,
  };
  assert.deepEqual(await mailsOfPayment(), [waiting]);
  const send = (result: SendResult) => {
    const transport = { send: async () => result };
    return sendDue({ ...server.context, transport, attach: async () => [], random: () => 0 });
  };
  await send({ outcome: "failed", error: "connect ECONNREFUSED 10.0.0.5:587" });
  assert.deepEqual(await mailsOfPayment(), [{ ...waiting, attempts: 1 }]);
  now = new Date(now.getTime() + 600_000);
  await send({ outcome: "refused", error: "550 No such mailbox" });
  const refused = { status: "REFUSED", attempts: 2, refusal: "550 No such mailbox", endedAt: now.toISOString() };
  await pay(payment);
  await hear();
  const [receipt, ...others] = await mailsOfPayment();
  assert.deepEqual(others, [{ ...waiting, ...refused }]);
  assert.deepEqual([receipt.template, receipt.status], ["invoice-receipt", "PENDING"]);

  const { body: plain } = await server.call("POST", "/v1/payments", { amount: "10.00", currency: "USD" });
  assert.deepEqual((await server.call("GET", `/v1/payments/${plain.id}/mails`)).body, { data: [] });
  const { id: organizationId } = await newMerchant(server.context);
  const stranger = await issueApiKey(server.context, { organizationId, mode: "test" });
  const asked = await server.call("GET", `/v1/payments/${payment}/mails`, undefined, {
    authorization: `Bearer ${stranger.key}`,
  });
  assert.deepEqual([asked.status, asked.body.code], [404, "PAYMENT_NOT_FOUND"]);
});
