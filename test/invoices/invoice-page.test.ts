import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { extractText } from "unpdf";
import { qrCode } from "../../src/api/pages/invoice/qr-code.ts";
import { invoicePayments } from "../support/invoice-payments.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00.000Z");
let server: TestServer;
let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-invoice-page-"));
  await mkdir(join(directory, "assets"));
  const checkoutPage = { directory, html: "<p>The checkout</p>", build: "production" } as const;
  // Each test comes from an address of its own.
  server = await startTestServer({ clock: () => now, checkoutPage, trustedProxies: ["127.0.0.1"] });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

type Invoice = { readonly id: string; readonly publicId: string };
const create = async (changes: object = {}): Promise<Invoice> => {
  const ask = { title: "Consulting", currency: "USD", amount: "250.00", ...changes };
  return (await server.call("POST", "/v1/invoices", ask)).body;
};
const { visit, pay: receive, process, hear } = invoicePayments(() => server);

let visitors = 0;
const ask = (path: string, form?: Record<string, string>, address = `192.0.2.${++visitors}`) =>
  fetch(new URL(path, server.url), {
    redirect: "manual",
    headers: {
      "x-forwarded-for": address,
      ...(form && { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(form && { method: "POST", body: new URLSearchParams(form).toString() }),
  });
const open = async (invoice: Invoice) => (await ask(`/i/${invoice.publicId}`)).text();
const pay = (invoice: Invoice, form: Record<string, string> = {}) => ask(`/i/${invoice.publicId}`, form);
const paymentIn = (response: Response): string => {
  assert.equal(response.status, 303);
  return /^\.\.\/p\/([0-9a-f-]{36})$/.exec(response.headers.get("location") ?? "")?.[1] ?? assert.fail("no payment");
};
const paymentsOf = async ({ id }: Invoice): Promise<{ id: string; amount: string; successUrl: string }[]> =>
  (await server.call("GET", `/v1/payments?sourceId=${id}`)).body.data;
const textOf = (html: string) =>
  html
    .slice(html.indexOf("<body>"))
    .replace(/<[^>]+>/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, " ");

test("invoice page: to see it makes no payment, to press its button makes one that comes back to it", async () => {
  const invoice = await create();
  const html = await open(invoice);
  assert.match(textOf(html), /To be paid.*Pay \$250\.00.*Amount due \$250\.00/);
  assert.deepEqual(await paymentsOf(invoice), []);
  const id = paymentIn(await pay(invoice));
  assert.equal(paymentIn(await pay(invoice)), id, "another visitor goes on with the same");
  const [payment, ...others] = await paymentsOf(invoice);
  assert.deepEqual(others, []);
  assert.deepEqual([payment?.id, payment?.amount], [id, "250.00"]);
  assert.equal(payment?.successUrl, `https://pay.example/i/${invoice.publicId}`);
});

test("invoice page: what others wrote is text, and nothing runs", async () => {
  const hostile = '"><script>alert(1)</script>';
  const invoice = await create({
    title: hostile,
    description: hostile,
    orderId: hostile,
    amount: null,
    lines: [{ description: hostile, unitPrice: "1.00" }],
    taxes: [{ name: hostile, rate: "19" }],
    customer: { name: hostile, address: hostile },
  });
  const response = await ask(`/i/${invoice.publicId}`);
  assert.doesNotMatch(await response.text(), /<script/);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /script-src|unsafe/);
});

test("invoice page: its QR code is of its own address, and on paper there is nothing to press", async () => {
  const invoice = await create();
  const text = await open(invoice);
  assert.ok(text.includes(`<path d="${qrCode(`https://pay.example/i/${invoice.publicId}`).path}"`));
  assert.match(text, /@media print\{[\s\S]*\n\.pay,\.actions\{display:none\}/);
});

test("invoice page: page and PDF have the same figures, before and after a payment", async () => {
  const invoice = await create({
    amount: null,
    allowPartialPayments: true,
    lines: [
      { description: "Hours at night", quantity: "2.5", unitPrice: "1999.99" },
      { description: "Books", quantity: "3", unitPrice: "7.15" },
    ],
    taxes: [
      { name: "VAT", rate: "19", lines: [1] },
      { name: "Reduced", rate: "7.125", lines: [2] },
    ],
    customer: { name: "Ann Müller", email: "ann@client.example", address: "Hauptstraße 1\nBerlin" },
    dueDate: "2026-12-31",
  });
  const compare = async () => {
    const html = textOf(await open(invoice));
    const response = await ask(`/i/${invoice.publicId}/pdf`);
    assert.equal(response.headers.get("content-type"), "application/pdf");
    const { text } = await extractText(new Uint8Array(await response.arrayBuffer()), { mergePages: true });
    const pdf = text.replace(/\s+/g, " ");
    const figures = (of: string) => (of.match(/−?\$[\d,.]+\d/g) ?? []).toSorted();
    // The button and what it opens are on the page alone.
    const onPage = figures(html.replace(/Pay \$[\d,.]+/, ""));
    assert.ok(onPage.length > 8);
    assert.deepEqual(figures(pdf), onPage);
    for (const words of ["Ann Müller", "Hauptstraße 1", "31 December 2026", "VAT 19%", "Reduced 7.125%"]) {
      assert.ok(pdf.includes(words) && html.includes(words), words);
    }
    assert.doesNotMatch(html + pdf, /ann@client/, "a mail address beside a name is nobody else's business");
    return pdf;
  };
  await compare();
  await receive(await visit(invoice, "1000"));
  await hear();
  assert.match(await compare(), /Receipt \$1,000\.00 on 2026-11-26 12:00 UTC, by 1000\.00 USDC on Base 0x/);
});

test("invoice page: a payer pays a part, or what they choose, and a wrong amount is said beside the field", async () => {
  const parts = await create({ allowPartialPayments: true });
  const part = paymentIn(await pay(parts, { amount: " 100.00 " }));
  assert.equal((await paymentsOf(parts))[0]?.amount, "100.00");
  await receive(part);
  await hear();
  assert.match(textOf(await open(parts)), /Paid in part.*Pay \$150\.00/);
  for (const [amount, problem] of [
    ["150.01", /150\.00 USD is due/],
    ["0", /above zero/],
    ["1.005", /at most 2/],
    ["1e3", /plain decimal/],
  ] as const) {
    const refused = await pay(parts, { amount });
    assert.equal(refused.status, 400, amount);
    const html = await refused.text();
    assert.match(textOf(html), problem);
    assert.match(html, /aria-invalid="true"/);
  }
  const whole = await create();
  paymentIn(await pay(whole, { amount: "1.00" }));
  assert.equal((await paymentsOf(whole))[0]?.amount, "250.00", "without that choice all is paid");
  const custom = await create({ amount: null, allowCustomAmount: true });
  assert.match(textOf(await open(custom)), /How much do you want to pay/);
  assert.equal((await pay(custom)).status, 400);
  paymentIn(await pay(custom, { amount: "7" }));
});

test("invoice page: under way, paid, void and expired it says so and takes no payment", async () => {
  const invoice = await create();
  const id = paymentIn(await pay(invoice));
  await process(id);
  await hear();
  const underWay = await open(invoice);
  assert.match(underWay, new RegExp(`href="../p/${id}"`));
  assert.doesNotMatch(underWay, /<form/);
  assert.equal((await pay(invoice)).status, 409);
  await receive(id);
  await hear();
  assert.match(textOf(await open(invoice)), /Paid .*Receipt/);
  assert.equal((await pay(invoice)).status, 409);
  const taken = await create();
  await server.call("POST", `/v1/invoices/${taken.id}/void`);
  assert.match(textOf(await open(taken)), /Void/);
  assert.match(textOf(await (await pay(taken)).text()), /taken back/);
  const over = await create({ expiresAt: new Date(now.getTime() + 60_000).toISOString() });
  const late = await create({ dueDate: "2026-11-26" });
  assert.doesNotMatch(textOf(await open(late)), /Overdue/, "on the day itself it is not");
  now = new Date(now.getTime() + 24 * 60 * 60_000);
  assert.match(textOf(await open(late)), /Overdue/);
  assert.doesNotMatch(await open(over), /<form/);
  assert.equal((await pay(over)).status, 409);
});

test("invoice page: one address makes so many payments and no more, and reads on", async () => {
  const address = "198.51.100.7";
  const statuses: number[] = [];
  for (let count = 0; count < 12; count += 1) {
    const invoice = await create();
    statuses.push((await ask(`/i/${invoice.publicId}`, {}, address)).status);
  }
  assert.deepEqual([statuses.slice(0, 10).every((status) => status === 303), statuses.at(-1)], [true, 429]);
  assert.equal((await ask(`/i/${(await create()).publicId}`, undefined, address)).status, 200);
});

test("invoice page: another API's address leads there, and payments of the checkout stay where they are", async () => {
  const invoice = await create();
  const response = await ask(`/pay/${invoice.publicId}`);
  assert.deepEqual([response.status, response.headers.get("location")], [302, `../i/${invoice.publicId}`]);
  const id = paymentIn(await pay(invoice));
  assert.equal(await (await ask(`/pay/${id}`)).text(), "<p>The checkout</p>");
  for (const id of ["x", "0123456789abcdef", "0123456789ABCDEF", `${invoice.publicId}0`]) {
    assert.equal((await ask(`/i/${id}`)).status, 404, id);
    assert.equal((await ask(`/i/${id}/pdf`)).status, 404, id);
  }
});
