import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { extractText } from "unpdf";
import { attachInvoice } from "../../src/api/pages/invoice/attach-invoice.ts";
import { pageMessages } from "../../src/api/pages/messages/index.ts";
import { readerLanguage } from "../../src/api/pages/reader-language.ts";
import { sendDue } from "../../src/mail/send-due.ts";
import { startMailbox } from "../../src/sandbox/mailbox.ts";
import { invoicePayments } from "../support/invoice-payments.ts";
import { mailContext } from "../support/mail.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const now = new Date("2026-11-26T12:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

type Invoice = { readonly id: string; readonly publicId: string; readonly number: string };
const create = async (changes: object = {}): Promise<Invoice> => {
  const lines = [{ description: "Hours", quantity: "12.5", unitPrice: "140.00" }];
  const taxes = [{ name: "VAT", rate: "19" }];
  const ask = { title: "Consulting", currency: "USD", lines, taxes, dueDate: "2026-12-31", ...changes };
  return (await server.call("POST", "/v1/invoices", ask)).body;
};
const open = (path: string, language: string) =>
  fetch(new URL(path, server.url), { headers: { "accept-language": language } });
const page = async ({ publicId }: Invoice, language: string) => (await open(`/i/${publicId}`, language)).text();
const textOf = async (pdf: ArrayBuffer | Uint8Array) => {
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: true });
  return text.replace(/\s+/g, " ");
};
const { visit, pay, hear } = invoicePayments(() => server);

test("readerLanguage: the first that there is, by what the browser prefers; English otherwise", () => {
  const asks = (header: string | undefined) =>
    readerLanguage({ headers: header === undefined ? {} : { "accept-language": header } });
  assert.equal(asks("de-AT,de;q=0.9,en;q=0.8"), "de");
  assert.equal(asks("fr, es;q=0.5, ja;q=0.7"), "ja");
  assert.equal(asks("ja;q=0, es-MX"), "es");
  for (const header of [undefined, "", "fr", "de;q=x", "__proto__", `${"fr,".repeat(100)}de`])
    assert.equal(asks(header), "en");
});

test("pageMessages: every language has every value, and nothing is left in English", () => {
  const { en, ...others } = pageMessages;
  const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted().join();
  for (const [language, messages] of Object.entries(others)) {
    for (const [key, message] of Object.entries(messages)) {
      const english = en[key as keyof typeof en];
      assert.equal(gaps(message), gaps(english), `${language} ${key}`);
      if (/\p{L}/u.test(english.replace(/\{\w+\}/g, ""))) assert.notEqual(message, english, `${language} ${key}`);
    }
  }
});

test("invoice page: in its reader's language, or in the one that its merchant chose", async () => {
  const invoice = await create();
  const german = await page(invoice, "de-DE");
  assert.match(german, /<html lang="de">/);
  for (const text of [`Rechnung ${invoice.number}`, "Zu zahlen", "2.082,50", "31. Dezember 2026"]) {
    assert.ok(german.includes(text), text);
  }
  assert.match(await page(invoice, "fr"), /Amount due/);
  const japanese = await create({ language: "ja" });
  assert.match(await page(japanese, "de-DE"), /<html lang="ja">[\s\S]*ご請求額/);
  const { body: read } = await server.call("GET", `/v1/invoices/${japanese.id}`);
  assert.equal(read.language, "ja");
});

test("invoice PDF: what its page says in every language, with Japanese letters where there are any", async () => {
  for (const [language, wanted] of [
    ["en", ["Amount due", "$2,082.50"]],
    ["es", ["Importe pendiente", "2082,50", "Factura"]],
    ["de", ["Zu zahlen", "2.082,50", "Beschreibung"]],
    ["ja", ["ご請求額", "請求書", "$2,082.50", "石川様"]],
  ] as const) {
    const invoice = await create({ language, ...(language === "ja" && { customer: { name: "石川様" } }) });
    const answer = await open(`/i/${invoice.publicId}/pdf`, "en");
    assert.equal(
      answer.headers.get("content-disposition"),
      `inline; filename="invoice-${invoice.number.toLowerCase()}.pdf"`,
    );
    const text = await textOf(await answer.arrayBuffer());
    for (const part of wanted) assert.ok(text.includes(part), `${language}: ${part} in ${text}`);
  }
});

test("invoice mails: the request and the receipt bring the PDF, in the invoice's language", async () => {
  const mailbox = await startMailbox();
  try {
    const { secretBox, publicUrl, database } = server.context;
    const context = { ...mailContext(database, mailbox, () => now), secretBox, publicUrl };
    const sending = { ...context, attach: attachInvoice(context) };
    const customer = { name: "Ann", email: "ann@client.example" };
    const invoice = await create({ language: "de", notify: true, customer });
    while (await sendDue(sending));
    const [request] = mailbox.received;
    assert.match(request?.subject ?? "", /Rechnung/);
    assert.deepEqual(
      request?.attachments.map(({ name, type }) => [name, type]),
      [[`invoice-${invoice.number.toLowerCase()}.pdf`, "application/pdf"]],
    );
    assert.match(await textOf(request?.attachments[0]?.content ?? new Uint8Array()), /Zu zahlen/);
    await pay(await visit(invoice));
    while (await hear());
    while (await sendDue(sending));
    const receipt = mailbox.received.at(-1);
    assert.match(await textOf(receipt?.attachments[0]?.content ?? new Uint8Array()), /Bezahlt.*Quittung/);
  } finally {
    await mailbox.stop();
  }
});

test("invoice sellers: get their percent of each payment, rounded down, and are checked like a payment's", async () => {
  const seller = "0x2222222222222222222222222222222222222222";
  const invoice = await create({
    taxes: null,
    allowPartialPayments: true,
    sellers: [{ address: seller, percent: "12.5" }],
  });
  const { body: read } = await server.call("GET", `/v1/invoices/${invoice.id}`);
  assert.deepEqual(read.sellers, [{ address: seller, percent: "12.50" }]);
  const part = await visit(invoice, "10.01");
  const { body: payment } = await server.call("GET", `/v1/payments/${part}`);
  assert.deepEqual(
    payment.sellers.map(({ address, grossAmount }: { address: string; grossAmount: string }) => [address, grossAmount]),
    [[seller, "1.25"]],
  );
  // What is nothing of so little goes to the merchant.
  const { body: small } = await server.call("GET", `/v1/payments/${await visit(invoice, "0.07")}`);
  assert.deepEqual(small.sellers, []);
  const refused = async (sellers: object[], more: object = {}) => {
    const ask = { title: "Consulting", currency: "USD", amount: "250.00", sellers, ...more };
    const { status, body } = await server.call("POST", "/v1/invoices", ask);
    return [status, body.errors?.[0].path];
  };
  assert.deepEqual(await refused([{ address: seller, percent: "0" }]), [400, ["sellers", 0, "percent"]]);
  assert.deepEqual(await refused([{ address: `0x${"0".repeat(40)}`, percent: "5" }]), [400, ["sellers", 0, "address"]]);
  const whole = [
    { address: seller, percent: "60" },
    { address: "0x3333333333333333333333333333333333333333", percent: "40" },
  ];
  assert.deepEqual(await refused(whole), [400, ["sellers"]]);
  assert.deepEqual(await refused([{ address: seller, percent: "0.01" }], { amount: "1.00" }), [400, ["sellers"]]);
});

test("listPayments: a customer's mail address finds what its invoices asked for, and nobody else's", async () => {
  const customer = { email: "lina@Berg.example" };
  const ids = [await visit(await create({ customer })), await visit(await create({ customer }))];
  await visit(await create({ customer: { email: "other@berg.example" } }));
  const search = async (text: string) =>
    (await server.call("GET", `/v1/payments?search=${encodeURIComponent(text)}`)).body.data.map(
      ({ id }: { id: string }): string => id,
    );
  // Both are of one millisecond.
  assert.deepEqual((await search("lina@berg.example")).toSorted(), ids.toSorted());
  assert.deepEqual(await search("nobody@berg.example"), []);
});
