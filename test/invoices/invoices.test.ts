import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { currencies, currencyCodes, formatDecimal } from "../../src/protocol/index.ts";
import { invoicePayments } from "../support/invoice-payments.ts";
import { newMerchant } from "../support/merchant.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const create = async (changes: object = {}, headers?: Record<string, string>) =>
  server.call("POST", "/v1/invoices", { title: "Consulting", currency: "USD", amount: "250.00", ...changes }, headers);
const made = async (changes: object = {}) => (await create(changes)).body;
const read = async (id: string) => (await server.call("GET", `/v1/invoices/${id}`)).body;
const act = (id: string, action: string, body?: object) =>
  server.call("POST", `/v1/invoices/${id}/${action}`, body ?? {});
const pass = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};
const { visit, pay, process, reverse, hear, check } = invoicePayments(() => server);

test("invoices: a new one is answered in full, each line and each tax rounded by itself", async () => {
  const { status, body } = await create({
    amount: undefined,
    description: "November",
    orderId: "ORD-9001",
    lines: [
      { description: "Hours", quantity: "2.5", unitPrice: "99.99" },
      { description: "Books", quantity: "3", unitPrice: "7.15" },
      { description: "Travel", unitPrice: "120.00" },
    ],
    taxes: [
      { name: "VAT", rate: "19", lines: [1, 3] },
      { name: "VAT, reduced", rate: "7", lines: [2] },
    ],
    customer: { name: "Ann Example", email: "Ann@Client.Example", address: "Main Street 1\nBerlin" },
    dueDate: "2026-12-31",
    acceptedChains: [8453],
    metadata: { project: "x" },
  });
  assert.equal(status, 201);
  const { id, publicId, number, ...rest } = body;
  assert.match(id, /^inv_[0-9a-z]{26}$/);
  assert.match(publicId, /^[0-9a-f]{16}$/);
  assert.match(number, /^TEST-2026-\d{4}$/);
  assert.deepEqual(rest, {
    status: "OPEN",
    url: `https://pay.example/i/${publicId}`,
    pdfUrl: `https://pay.example/i/${publicId}/pdf`,
    title: "Consulting",
    description: "November",
    orderId: "ORD-9001",
    customer: { name: "Ann Example", email: "Ann@client.example", address: "Main Street 1\nBerlin" },
    currency: "USD",
    lines: [
      // 249.975
      { description: "Hours", quantity: "2.5", unitPrice: "99.99", amount: "249.98" },
      { description: "Books", quantity: "3", unitPrice: "7.15", amount: "21.45" },
      { description: "Travel", quantity: "1", unitPrice: "120.00", amount: "120.00" },
    ],
    taxes: [
      // 70.2962 and 1.5015
      { name: "VAT", rate: "19", lines: [1, 3], base: "369.98", amount: "70.30" },
      { name: "VAT, reduced", rate: "7", lines: [2], base: "21.45", amount: "1.50" },
    ],
    subtotal: "391.43",
    total: "463.23",
    creditedAmount: "0.00",
    receivedAmount: "0.00",
    amountDue: "463.23",
    allowPartialPayments: false,
    sellers: [],
    language: null,
    acceptedChains: [8453],
    acceptedTokens: null,
    metadata: { project: "x" },
    dueDate: "2026-12-31",
    expiresAt: null,
    reminderPreset: "NONE",
    nextReminderAt: null,
    lastMailedAt: null,
    createdAt: "2026-11-26T12:00:00.000Z",
    paidAt: null,
    settledAt: null,
    creditNotes: [],
  });
  assert.deepEqual(await read(id), body);
  assert.deepEqual(await read(publicId), body, "every path takes the public id too");
});

for (const currency of currencyCodes) {
  test(`invoices: in ${currency}, its figures have that currency's decimals, and its payment asks for the total`, async () => {
    const decimals = currencies[currency];
    const unitPrice = 1_990n * 10n ** BigInt(decimals);
    const invoice = await made({
      currency,
      amount: undefined,
      lines: [{ description: "Hours", quantity: "2.5", unitPrice: formatDecimal(unitPrice, decimals) }],
      taxes: [{ name: "VAT", rate: "19" }],
    });
    const subtotal = (unitPrice * 5n) / 2n;
    // Half a unit is rounded up.
    const tax = (subtotal * 19n + 50n) / 100n;
    const figures = [subtotal, tax, subtotal + tax].map((amount) => formatDecimal(amount, decimals));
    assert.deepEqual([invoice.subtotal, invoice.taxes[0].amount, invoice.total], figures);
    const { body } = await server.call("GET", `/v1/payments/${await visit(invoice)}`);
    assert.deepEqual([body.currency, body.amount], [currency, invoice.total]);
  });
}

const line = { description: "Hours", unitPrice: "1.00" };
const mistakes: [string, object, (string | number)[]][] = [
  ["neither an amount nor lines", { amount: null }, ["amount"]],
  ["an amount and lines", { lines: [line] }, ["amount"]],
  ["a custom amount and an amount", { allowCustomAmount: true }, ["amount"]],
  [
    "taxes on a custom amount",
    { amount: null, allowCustomAmount: true, taxes: [{ name: "VAT", rate: "1" }] },
    ["taxes"],
  ],
  ["an amount of nothing", { amount: "0.00" }, ["amount"]],
  ["more decimals than the currency has", { amount: "1.001" }, ["amount"]],
  ["a quantity of nothing", { amount: null, lines: [{ ...line, quantity: "0" }] }, ["lines", 0, "quantity"]],
  [
    "lines that come to more than can be paid",
    { amount: null, lines: [{ ...line, quantity: "999999999", unitPrice: "999999999" }] },
    ["lines"],
  ],
  ["a tax above everything", { taxes: [{ name: "VAT", rate: "100.5" }] }, ["taxes", 0, "rate"]],
  ["a tax on a line that is not there", { taxes: [{ name: "VAT", rate: "1", lines: [2] }] }, ["taxes", 0, "lines"]],
  ["a day that no calendar has", { dueDate: "2026-02-30" }, ["dueDate"]],
  ["a time that is over", { expiresAt: "2026-11-26T11:00:00Z" }, ["expiresAt"]],
  ["a chain that is not there", { acceptedChains: [7] }, ["acceptedChains"]],
  ["a mail address that is none", { customer: { email: "ann" } }, ["customer", "email"]],
  ["an unknown field", { price: "1.00" }, ["price"]],
];
for (const [what, changes, path] of mistakes) {
  test(`invoices: ${what} is a 400 at its path`, async () => {
    const { status, body } = await create(changes);
    assert.equal(status, 400, JSON.stringify(body));
    assert.deepEqual(body.errors[0].path, path);
  });
}

test("invoices: a hundred that are made at once have the next hundred numbers, and one that is refused takes none", async () => {
  const merchant = await newMerchant(server.context);
  const { key } = await issueApiKey(server.context, { organizationId: merchant.id, mode: "test" });
  const headers = { authorization: `Bearer ${key}` };
  const answers = await Promise.all(
    Array.from({ length: 110 }, (_, index) => create(index % 11 === 10 ? { acceptedChains: [7] } : {}, headers)),
  );
  const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body.number);
  const expected = Array.from({ length: 100 }, (_, index) => `TEST-2026-${`${index + 1}`.padStart(4, "0")}`);
  assert.deepEqual(numbers.toSorted(), expected);
});

test("invoices: each year, mode and organization counts by itself", async () => {
  const merchant = await newMerchant(server.context);
  const keyOf = async (mode: "test" | "live") =>
    (await issueApiKey(server.context, { organizationId: merchant.id, mode })).key;
  const before = now;
  const headers = { authorization: `Bearer ${await keyOf("test")}` };
  assert.equal((await create({}, headers)).body.number, "TEST-2026-0001");
  now = new Date("2026-12-31T23:59:59.999Z");
  assert.equal((await create({}, headers)).body.number, "TEST-2026-0002");
  now = new Date("2027-01-01T00:00:00.000Z");
  assert.equal((await create({}, headers)).body.number, "TEST-2027-0001");
  now = before;
});

test("invoices: the same request with one Idempotency-Key makes one invoice", async () => {
  const headers = { authorization: `Bearer ${server.apiKey}`, "idempotency-key": "invoice-1" };
  const [first, again] = [await create({}, headers), await create({}, headers)];
  assert.deepEqual(again.body, first.body);
});

test("invoices: what its payments bring adds up, until all is paid", async () => {
  const invoice = await made({ allowPartialPayments: true });
  const first = await visit(invoice, "100");
  await process(first);
  await hear();
  assert.equal((await read(invoice.id)).status, "PROCESSING");
  await pay(first);
  await hear();
  const partly = await read(invoice.id);
  assert.deepEqual(
    [partly.status, partly.receivedAmount, partly.amountDue, partly.paidAt],
    ["PARTIALLY_PAID", "100.00", "150.00", null],
  );
  assert.equal((await server.call("GET", "/v1/invoices?status=PARTIALLY_PAID")).body.data[0].id, invoice.id);
  const rest = await visit(invoice);
  assert.equal((await server.call("GET", `/v1/payments/${rest}`)).body.amount, "150.00");
  await pay(rest);
  await hear();
  const whole = await read(invoice.id);
  assert.deepEqual([whole.status, whole.receivedAmount, whole.amountDue], ["PAID", "250.00", "0.00"]);
  assert.equal(whole.paidAt, now.toISOString());
  await hear();
  const { body: events } = await server.call("GET", "/v1/events?types=invoice.partially_paid,invoice.paid");
  const ours = events.data.filter(({ data }: { data: { id: string } }) => data.id === invoice.id);
  assert.deepEqual(ours.map(({ type, sequence }: { type: string; sequence: number }) => [type, sequence]).toSorted(), [
    ["invoice.paid", 2],
    ["invoice.partially_paid", 1],
  ]);
});

test("invoices: visitors of one invoice share its payment, and one that is paid makes no other", async () => {
  const invoice = await made();
  const [first, second] = await Promise.all([visit(invoice), visit(invoice)]);
  assert.equal(first, second);
  pass(55 * 60_000);
  const fresh = await visit(invoice);
  assert.notEqual(fresh, first, "with five minutes left it is too late for the first");
  await process(first);
  await assert.rejects(visit(invoice), { code: "INVOICE_UNDER_WAY" });
  await pay(first);
  await assert.rejects(visit(invoice), { code: "INVOICE_STATE" });
  await hear();
  await check();
  assert.equal((await server.call("GET", `/v1/payments/${fresh}`)).body.status, "CANCELLED", "nobody pays twice");
});

test("invoices: where the payer chooses, what is paid is what was due", async () => {
  const invoice = await made({ amount: null, allowCustomAmount: true });
  assert.deepEqual([invoice.total, invoice.amountDue, invoice.lines], [null, null, []]);
  await assert.rejects(visit(invoice), { code: "VALIDATION_FAILED" });
  await pay(await visit(invoice, "12.34"));
  await hear();
  const paid = await read(invoice.id);
  assert.deepEqual([paid.status, paid.receivedAmount, paid.amountDue], ["PAID", "12.34", "0.00"]);
});

test("invoices: it expires when its time is over and who was paying has finished", async () => {
  const invoice = await made({ expiresAt: new Date(now.getTime() + 20 * 60_000).toISOString() });
  pass(18 * 60_000);
  const payment = await visit(invoice);
  const { expiresAt } = (await server.call("GET", `/v1/payments/${payment}`)).body;
  assert.equal(expiresAt, new Date(now.getTime() + 15 * 60_000).toISOString(), "the shortest life of a payment");
  pass(3 * 60_000);
  await check();
  assert.equal((await read(invoice.id)).status, "OPEN", "somebody is paying");
  await assert.rejects(visit(invoice), { code: "INVOICE_STATE" });
  await pay(payment);
  await hear();
  await check();
  assert.equal((await read(invoice.id)).status, "PAID");
  const other = await made({ expiresAt: new Date(now.getTime() + 60_000).toISOString() });
  pass(60_000);
  await check();
  assert.equal((await read(other.id)).status, "EXPIRED");
});

test("invoices: void, expire and settle, each in the states that it is for", async () => {
  const invoice = await made({ allowPartialPayments: true });
  const payment = await visit(invoice);
  assert.equal((await act(invoice.id, "settle")).status, 409, "nothing has come");
  assert.equal((await act(invoice.publicId, "void")).body.status, "VOID");
  assert.equal((await server.call("GET", `/v1/payments/${payment}`)).body.status, "CANCELLED");
  assert.equal((await act(invoice.id, "void")).body.code, "INVOICE_STATE");
  await assert.rejects(visit(invoice), { code: "INVOICE_STATE" });

  const partly = await made({ allowPartialPayments: true });
  const onChain = await visit(partly, "200");
  await process(onChain);
  assert.equal((await act(partly.id, "void")).body.code, "INVOICE_UNDER_WAY");
  await pay(onChain);
  assert.equal((await act(partly.id, "void")).body.code, "INVOICE_STATE", "money has come, heard of or not");
  assert.equal((await act(partly.id, "expire")).body.status, "EXPIRED");
  const settled = (await act(partly.id, "settle")).body;
  assert.deepEqual([settled.status, settled.receivedAmount, settled.amountDue], ["PAID", "200.00", "0.00"]);
  const { body: log } = await server.call("GET", "/v1/audit-log?limit=1");
  assert.deepEqual([log.data[0].action, log.data[0].target], ["invoice.settled", `invoice/${partly.id}`]);
});

test("invoices: money for one that has expired still counts", async () => {
  const invoice = await made();
  const payment = await visit(invoice);
  await process(payment);
  pass(1);
  await server.database
    .updateTable("invoices")
    .set({ expiredAt: now })
    .where("publicId", "=", invoice.publicId)
    .execute();
  await pay(payment);
  await hear();
  assert.equal((await read(invoice.id)).status, "PAID");
});

test("invoices: credit notes take back, by numbers of their own, no more than the invoice", async () => {
  const invoice = await made();
  const { status, body } = await act(invoice.id, "credit-notes", { amount: "50.00", reason: "Two hours less" });
  assert.equal(status, 201);
  assert.deepEqual([body.status, body.creditedAmount, body.amountDue], ["OPEN", "50.00", "200.00"]);
  const [{ id, number, ...note }] = body.creditNotes;
  assert.match(id, /^cn_/);
  assert.match(number, /^TEST-CN-2026-\d{4}$/);
  assert.deepEqual(note, { amount: "50.00", reason: "Two hours less", createdAt: now.toISOString() });
  const over = await act(invoice.id, "credit-notes", { amount: "200.01", reason: "Too much" });
  assert.deepEqual([over.status, over.body.code, over.body.available], [409, "CREDIT_EXCEEDS_TOTAL", "200.00"]);
  await pay(await visit(invoice));
  await hear();
  assert.deepEqual([(await read(invoice.id)).status, (await read(invoice.id)).receivedAmount], ["PAID", "200.00"]);
  const rest = (await act(invoice.id, "credit-notes", { reason: "All of it" })).body;
  assert.deepEqual([rest.status, rest.creditedAmount, rest.creditNotes.length], ["PAID", "250.00", 2]);
  const other = await made();
  const open = await visit(other);
  assert.equal((await act(other.id, "credit-notes", { reason: "Never mind" })).body.status, "CREDITED");
  assert.equal((await server.call("GET", `/v1/payments/${open}`)).body.status, "CANCELLED");
});

test("invoices: a payment that a reorganisation took back for good is none", async () => {
  const invoice = await made();
  const payment = await visit(invoice);
  await pay(payment);
  await hear();
  assert.equal((await read(invoice.id)).status, "PAID");
  await reverse(payment);
  await hear();
  const again = await read(invoice.id);
  assert.deepEqual([again.status, again.receivedAmount, again.paidAt], ["OPEN", "0.00", null]);
});
