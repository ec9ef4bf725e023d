import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { invoicePayments } from "../../support/invoice-payments.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { assertLikeExample } from "./examples.ts";

let now = new Date("2024-01-15T10:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const invoices = "/api/v1/invoices";
const create = (body: object | string) => server.call("POST", invoices, body);
const read = async (id: string) => (await server.call("GET", `${invoices}/${id}`)).body;
const { visit, process, pay, hear, check } = invoicePayments(() => server);

// What the text of the API prints, to the letter.
const exampleRequest = `{
    "title": "Consulting Deposit",
    "amount": "250.00",
    "asset": "USDC",
    "orderId": "ORD-9001",
    "expiresIn": "24h"
  }`;
const exampleAnswer = JSON.parse(`{
  "id": "clxxxxxxxxxxxxx",
  "publicId": "a1b2c3d4e5f6g7h8",
  "title": "Consulting Deposit",
  "status": "unpaid",
  "paymentNetwork": "STELLAR",
  "expectedAmount": "250.00",
  "receivedAmount": "0",
  "asset": "USDC",
  "memo": "PLR-A1B2C3D4",
  "reference": "PLR-A1B2C3D4",
  "referenceLabel": "Memo",
  "destinationAddress": "G...",
  "orderId": "ORD-9001",
  "payUrl": "https://your-paylinkr-domain.com/pay/a1b2c3d4e5f6g7h8",
  "createdAt": "2024-01-15T10:00:00.000Z",
  "expiresAt": "2024-01-16T10:00:00.000Z"
}`);
const examplePaid = JSON.parse(`{
  "id": "clxxxxxxxxxxxxx",
  "publicId": "a1b2c3d4e5f6g7h8",
  "title": "Consulting Deposit",
  "status": "paid",
  "paymentNetwork": "STELLAR",
  "expectedAmount": "250.00",
  "receivedAmount": "250.00",
  "asset": "USDC",
  "memo": "PLR-A1B2C3D4",
  "reference": "PLR-A1B2C3D4",
  "referenceLabel": "Memo",
  "destinationAddress": "G...",
  "orderId": "ORD-9001",
  "payUrl": "https://your-paylinkr-domain.com/pay/a1b2c3d4e5f6g7h8",
  "createdAt": "2024-01-15T10:00:00.000Z",
  "paidAt": "2024-01-15T10:05:32.000Z",
  "expiresAt": "2024-01-16T10:00:00.000Z"
}`);

const differs = {
  id: /^inv_[0-9a-z]{26}$/,
  publicId: /^[0-9a-f]{16}$/,
  paymentNetwork: /^EVM$/,
  memo: /^PLR-[0-9A-F]{8}$/,
  reference: /^PLR-[0-9A-F]{8}$/,
  payUrl: /^https:\/\/pay\.example\/pay\/[0-9a-f]{16}$/,
};

test("PayLinkr: the examples of its text are answered as it prints them, by id and by public id", async () => {
  const { status, body } = await create(exampleRequest);
  assert.equal(status, 201);
  assert.equal(body.destinationAddress, null, "nobody has asked for an address yet");
  assertLikeExample({ ...body, destinationAddress: "" }, exampleAnswer, { ...differs, destinationAddress: true });
  assert.deepEqual([await read(body.id), await read(body.publicId)], [body, body]);

  const payment = await visit(body);
  await process(payment);
  await hear();
  assert.equal((await read(body.id)).status, "pending");
  now = new Date("2024-01-15T10:05:32.000Z");
  await pay(payment);
  await hear();
  const paid = await read(body.id);
  const paidAt = /^2024-01-15T10:00:00\.000Z$/;
  assertLikeExample({ ...paid, destinationAddress: "" }, examplePaid, { ...differs, destinationAddress: true, paidAt });
});

test("PayLinkr: the address is that of the quote that is open", async () => {
  const { body } = await create({ title: "Consulting", amount: 12.5 });
  const payment = await visit(body);
  const choice = { chainId: 8453, token: "USDC" };
  const { body: quote } = await server.call("POST", `/v1/checkout/${payment}/quotes`, choice, {});
  assert.equal((await read(body.id)).destinationAddress, quote.depositAddress);
});

test("PayLinkr: amounts are texts or numbers, in the asset or in a currency, or the payer's choice", async () => {
  const of = async (body: object | string) => {
    const { status, body: answer } = await create(body);
    assert.equal(status, 201, JSON.stringify(answer));
    const { expectedAmount, asset, pricingCurrency, pricingAmount } = answer;
    return [expectedAmount, asset, pricingCurrency, pricingAmount];
  };
  // Through a float it would be 100000000.00000001.
  assert.deepEqual(await of('{"title":"A","amount":100000000.000001}'), [
    "100000000.000001",
    "USDC",
    undefined,
    undefined,
  ]);
  assert.deepEqual(await of({ title: "A", amount: "1", asset: "USDT", orderId: null }), [
    "1.00",
    "USDT",
    undefined,
    undefined,
  ]);
  assert.deepEqual(await of({ title: "A", pricingCurrency: "EUR", pricingAmount: 9.9 }), [
    "9.90",
    "USDC",
    "EUR",
    "9.90",
  ]);
  assert.deepEqual(await of({ title: "A", allowCustomAmount: true }), [undefined, "USDC", undefined, undefined]);
});

test("PayLinkr: what does not fit is a 422 in words that name its field, what is not there a 404", async () => {
  for (const [body, words] of [
    [{ amount: "1" }, /^title: /],
    [{ title: "A" }, /^amount: /],
    [{ title: "A", amount: "0" }, /^amount: /],
    [{ title: "A", amount: "1.0000001" }, /^amount: /],
    [{ title: "A", amount: "1", asset: "XLM" }, /^asset: possible are USDC and USDT/],
    [{ title: "A", amount: "1", expiresIn: "2h" }, /^expiresIn: /],
    [{ title: "A", pricingCurrency: "EUR" }, /^pricingAmount: /],
    [{ title: "A", pricingCurrency: "CHF", pricingAmount: "1" }, /^pricingCurrency: /],
    [{ title: "A", pricingAmount: "1" }, /^pricingCurrency: /],
    [{ title: "A", amount: "1", allowCustomAmount: true }, /^allowCustomAmount: /],
    [JSON.parse('{"__proto__":1}'), /^__proto__: /],
  ] as const) {
    const { status, body: answer } = await create(body);
    assert.equal(status, 422, JSON.stringify(body));
    assert.match(answer.error, words);
  }
  for (const id of ["inv_xxx", "clxxxxxxxxxxxxx", "0123456789abcdef"]) {
    assert.equal((await server.call("GET", `${invoices}/${id}`)).status, 404);
  }
});

test("PayLinkr: each span of expiresIn, and never", async () => {
  const expiryOf = async (expiresIn?: string) =>
    (await create({ title: "A", amount: "1", ...(expiresIn && { expiresIn }) })).body.expiresAt;
  const minutes = { "30min": 30, "1h": 60, "24h": 1_440, "7d": 10_080 };
  for (const [span, count] of Object.entries(minutes)) {
    assert.equal(await expiryOf(span), new Date(now.getTime() + count * 60_000).toISOString());
  }
  assert.equal(await expiryOf(), await expiryOf("24h"));
  assert.equal(await expiryOf("never"), undefined);
});

test("PayLinkr: lists by page and state", async () => {
  const { total } = (await server.call("GET", invoices)).body;
  now = new Date(now.getTime() + 1_000);
  await create({ title: "Last", amount: "1" });
  const { body: list } = await server.call("GET", `${invoices}?page=1&limit=2&status=unpaid&colour=red`);
  assert.equal(list.data[0].title, "Last");
  assert.deepEqual(Object.keys(list), ["data", "total", "page", "limit", "pages"]);
  assert.deepEqual([list.data.length, list.page, list.limit, list.pages], [2, 1, 2, Math.ceil(list.total / 2)]);
  assert.equal((await server.call("GET", invoices)).body.total, total + 1);
  const { body: paid } = await server.call("GET", `${invoices}?status=paid`);
  assert.deepEqual(
    paid.data.map(({ status }: { status: string }) => status),
    ["paid"],
  );
  assert.deepEqual((await server.call("GET", `${invoices}?status=failed`)).body.data, []);
  assert.equal((await server.call("GET", `${invoices}?limit=101`)).status, 422);
});

test("PayLinkr: notify, remind, settle and expire", async () => {
  const act = (id: string, action: string, body?: object) => server.call("POST", `${invoices}/${id}/${action}`, body);
  const client = { clientEmail: "client@example.com", clientName: "Ann" };
  const { body: invoice } = await create({ title: "Consulting", amount: "250.00", ...client });
  const mails = () => server.database.selectFrom("mailOutbox").select("template").orderBy("createdAt").execute();
  assert.deepEqual(await mails(), [{ template: "invoice" }]);
  now = new Date(now.getTime() + 600_000);
  assert.equal((await act(invoice.publicId, "notify", { channel: "EMAIL" })).body.id, invoice.id);
  assert.equal((await act(invoice.id, "notify", { channel: "SMS" })).status, 422);
  now = new Date(now.getTime() + 600_000);
  assert.equal((await act(invoice.publicId, "remind")).body.id, invoice.id);
  assert.deepEqual(await mails(), [{ template: "invoice" }, { template: "invoice" }, { template: "invoice-reminder" }]);

  assert.equal((await act(invoice.id, "settle")).status, 409);
  await pay(await visit(invoice, "100"));
  await hear();
  const partly = await read(invoice.id);
  assert.deepEqual([partly.status, partly.receivedAmount], ["partially_paid", "100.00"]);
  const settled = (await act(invoice.id, "settle")).body;
  assert.deepEqual([settled.status, settled.receivedAmount], ["paid", "100.00"]);

  const { body: open } = await create({ title: "Consulting", amount: "1" });
  assert.equal((await act(open.publicId, "expire")).body.status, "expired");
  await check();
  const again = await act(open.publicId, "expire");
  assert.deepEqual([again.status, typeof again.body.error], [409, "string"]);
  assert.equal((await act(open.id, "notify")).status, 409);
});
