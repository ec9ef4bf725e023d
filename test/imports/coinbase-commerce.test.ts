import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { operator } from "../../src/access/index.ts";
import { importCoinbaseCommerce, UnreadableFileError } from "../../src/imports/index.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

// As their API answers them, and as pages of it are kept in files.
const checkout = {
  id: "30934862-d980-46cb-9402-43c81b0cabd5",
  resource: "checkout",
  name: "The Sovereign Individual",
  description: "Mastering the Transition to the Information Age",
  logo_url: "",
  pricing_type: "fixed_price",
  local_price: { amount: "100.00", currency: "USD" },
  requested_info: ["email"],
};
const donation = { id: "donation-1", name: "Donation", description: "", pricing_type: "no_price", requested_info: [] };
const completed = {
  id: "2aee9dd1-67b8-43ef-8dfe-977959850f27",
  code: "XA6G6ZFR",
  charge_kind: "WEB3",
  name: 'A "charge" of {braces} and [brackets]',
  description: "Zwei Zeilen\nund ein Umlaut: ü",
  hosted_url: "https://commerce.coinbase.com/pay/2aee9dd1-67b8-43ef-8dfe-977959850f27",
  pricing: { local: { amount: "1.00", currency: "USD" }, settlement: { amount: "1", currency: "USDC" } },
  pricing_type: "fixed_price",
  checkout: { id: checkout.id },
  metadata: { name: "Bobby Axlerod", cart: { items: 2 } },
  payments: [
    {
      payment_id: "0x1fd123fb4567c8aaaef12b345de67fc01234f5fb6789f123d45d6789a123456d",
      network: "base",
      transaction_id: "0x1fd123fb4567c8aaaef12b345de67fc01234f5fb6789f123d45d6789a123456d",
      status: "confirmed",
      detected_at: "2024-04-14T17:16:45Z",
      value: { local: { amount: "1", currency: "USD" }, crypto: { amount: "1", currency: "USDC" } },
    },
  ],
  timeline: [
    { status: "NEW", time: "2024-04-14T17:15:17Z" },
    { status: "SIGNED", time: "2024-04-14T17:15:41Z" },
    { status: "PENDING", time: "2024-04-14T17:16:53Z" },
    { status: "COMPLETED", time: "2024-04-14T17:30:53Z" },
  ],
  created_at: "2024-04-14T17:15:17Z",
  expires_at: "2024-04-16T17:15:17Z",
};
const underpaid = {
  id: "8192b4a8-cd34-4f9e-a075-53ca2a0f5c53",
  code: "V93JF0CF",
  name: "Order",
  description: "Example order",
  pricing: { local: { amount: "5.00", currency: "CAD" }, bitcoin: { amount: "0.00018", currency: "BTC" } },
  payments: [],
  timeline: [
    { status: "NEW", time: "2023-05-17T19:26:18Z" },
    { status: "UNRESOLVED", context: "UNDERPAID", time: "2023-05-17T20:26:18Z" },
  ],
  created_at: "2023-05-17T19:26:18Z",
};

const merchant = () =>
  server.database
    .selectFrom("organizations")
    .selectAll()
    .where("id", "=", server.organizationId)
    .executeTakeFirstOrThrow();

/** What a file comes to, fed in pieces of a few characters, and what was wrong in it. */
async function take(text: string, { isDryRun = false, piece = 7 } = {}) {
  const problems: string[] = [];
  async function* chunks() {
    for (let start = 0; start < text.length; start += piece) yield text.slice(start, start + piece);
  }
  const outcome = await importCoinbaseCommerce(
    server.context,
    {
      merchant: await merchant(),
      mode: "test",
      actor: operator,
      isDryRun,
      onProblem: (line, problem) => problems.push(`${line}: ${problem}`),
      onProgress() {},
    },
    chunks(),
  );
  return { ...outcome, problems };
}

const history = async (query = "") => (await server.call("GET", `/v1/imported-payments?${query}`)).body.data;
const links = async () => (await server.call("GET", "/v1/links")).body.data;

test("coinbase-commerce: a dry run checks everything and writes nothing", async () => {
  const { links: made, payments, failed } = await take(JSON.stringify([checkout, completed]), { isDryRun: true });
  assert.deepEqual([made.created, payments.created, failed], [1, 1, 0]);
  assert.deepEqual([await links(), await history()], [[], []]);
});

test("coinbase-commerce: checkouts become links, charges history, and the same file again makes nothing twice", async () => {
  const checkouts = JSON.stringify({ pagination: { total: 2 }, data: [checkout, donation] }, null, 2);
  const taken = await take(checkouts);
  assert.deepEqual([taken.links, taken.problems], [{ created: 2, existing: 0 }, []]);
  const charges = JSON.stringify({ data: [completed, underpaid] }, null, 2);
  const first = await take(charges);
  assert.deepEqual([first.payments, first.problems], [{ created: 2, existing: 0 }, []]);

  const [open, fixed] = (await links()).toSorted((a: { title: string }, b: { title: string }) =>
    a.title < b.title ? -1 : 1,
  );
  assert.deepEqual([fixed.title, fixed.amount, fixed.currency], [checkout.name, "100.00", "USD"]);
  assert.deepEqual([open.title, open.amount, open.description], ["Donation", null, null]);

  const [newest, older] = await history();
  const { id, importedAt, ...rest } = newest;
  assert.ok(id && importedAt);
  assert.deepEqual(rest, {
    provider: "coinbase_commerce",
    externalId: completed.id,
    reference: "XA6G6ZFR",
    url: completed.hosted_url,
    title: completed.name,
    description: completed.description,
    amount: "1.00",
    currency: "USD",
    status: "COMPLETED",
    statusDetail: null,
    linkId: fixed.id,
    network: "base",
    token: "USDC",
    amountToken: "1",
    txHash: completed.payments[0]?.transaction_id,
    metadata: { name: "Bobby Axlerod", cart: '{"items":2}' },
    createdAt: "2024-04-14T17:15:17.000Z",
    paidAt: "2024-04-14T17:30:53.000Z",
    expiresAt: "2024-04-16T17:15:17.000Z",
  });
  assert.deepEqual(
    [older.status, older.statusDetail, older.currency, older.linkId],
    ["UNRESOLVED", "UNDERPAID", "CAD", null],
  );
  assert.deepEqual(await history("reference=V93JF0CF"), [older]);

  // A later export knows more of one.
  const resolved = {
    ...underpaid,
    timeline: [...underpaid.timeline, { status: "RESOLVED", time: "2023-05-18T10:00:00Z" }],
  };
  assert.deepEqual((await take(JSON.stringify([completed, resolved]))).payments, { created: 0, existing: 2 });
  assert.deepEqual((await take(checkouts)).links, { created: 0, existing: 2 });
  assert.equal((await links()).length, 2);
  assert.deepEqual(
    (await history()).map(({ status, paidAt }: { status: string; paidAt: string }) => [status, paidAt]),
    [
      ["COMPLETED", "2024-04-14T17:30:53.000Z"],
      ["RESOLVED", "2023-05-18T10:00:00.000Z"],
    ],
  );
});

test("coinbase-commerce: a link that was deleted here is not made again", async () => {
  const [link] = await links();
  await server.call("DELETE", `/v1/links/${link.id}`);
  const { problems, links: made } = await take(JSON.stringify([checkout, donation]));
  assert.deepEqual(made, { created: 0, existing: 1 });
  assert.match(problems.join(), /deleted here/);
});

test("coinbase-commerce: records that are wrong are reported by their line and left out, one JSON object a line", async () => {
  const lines = [
    JSON.stringify({ data: { ...completed, id: "alone", code: "ALONE" } }),
    "",
    JSON.stringify({ ...checkout, id: "cad", local_price: { amount: "5.00", currency: "CAD" } }),
    JSON.stringify({ ...underpaid, id: "late", created_at: "yesterday" }),
    '{"id": "broken", "code": nothing}',
    JSON.stringify({ ...checkout, id: "negative", local_price: { amount: "-5.00", currency: "USD" } }),
    JSON.stringify({ ...underpaid, id: "long", description: "x".repeat(300_000) }),
    JSON.stringify({ ...underpaid, id: "nul", name: "a\0b" }),
    '{"id": "cut',
  ];
  const { rows, payments, failed, problems } = await take(lines.join("\n"), { piece: 4_096 });
  assert.deepEqual([rows, payments.created, failed], [8, 2, 6]);
  assert.deepEqual(
    problems.map((problem) => problem.slice(0, 24)),
    [
      "3: local_price: CAD is n",
      "4: created_at: Invalid I",
      "5: not valid JSON",
      "6: local_price.amount: i",
      "7: longer than 262144 ch",
      "9: the file ends within ",
    ],
  );
});

test("coinbase-commerce: CSV, with its columns named in one way or another", async () => {
  const csv = `\uFEFFCharge Code,Charge ID,Created At,Name,Description,Local Price Amount,Local Price Currency,Status,Network,Transaction ID,Crypto Amount,Crypto Currency,metadata.order_id
CSVCODE1,csv-1,2023-01-02 03:04:05 UTC,"Shirt, ""blue""","two
lines","1,250.00",EUR,completed,ethereum,0xabc,1333.5,USDC,7
CSVCODE2,csv-2,soon,Shirt,,5.00,EUR,EXPIRED,,,,,
CSVCODE3,csv-3,2023-01-03T00:00:00Z,Hat,,5.00,EUR,EXPIRED,,,,,
`;
  const { payments, problems } = await take(csv);
  assert.deepEqual(payments, { created: 2, existing: 0 });
  assert.match(problems.join(), /^4: created_at/);
  const [shirt] = await history("reference=CSVCODE1");
  assert.deepEqual(
    [shirt.title, shirt.amount, shirt.currency, shirt.status, shirt.txHash, shirt.amountToken, shirt.createdAt],
    ['Shirt, "blue"', "1250.00", "EUR", "COMPLETED", "0xabc", "1333.5", "2023-01-02T03:04:05.000Z"],
  );
  assert.deepEqual(shirt.metadata, { order_id: "7" });

  const checkouts =
    "id,name,pricing_type,local_price.amount,local_price.currency\ncsv-checkout,Mug,fixed_price,12.00,USD\n";
  assert.deepEqual((await take(checkouts)).links, { created: 1, existing: 0 });
});

test("coinbase-commerce: an empty file is none, and what was imported is there for its organization and mode alone", async () => {
  await assert.rejects(take(" \n"), UnreadableFileError);
  const { issueApiKey } = await import("../../src/access/api-keys.ts");
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  const live = await server.call("GET", "/v1/imported-payments", undefined, { authorization: `Bearer ${key}` });
  assert.deepEqual(live.body.data, []);
});
