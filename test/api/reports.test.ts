import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { v7 as uuidv7 } from "uuid";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import { anyRouter } from "../support/engine-context.ts";
import { hashOf, settlementOf } from "../support/payments-harness.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-03-01T12:00:00Z");
let server: TestServer;
const chainId = 8453;
const blockHash = (number: bigint) => `0x${number.toString(16).padStart(64, "0")}` as const;
let height = 100n;

before(async () => {
  const source = (name: string) => ({ name, fetchRates: async () => new Map([["EUR", "0.8"]] as const) });
  const rates = createMarketRates({ sources: [source("a"), source("b")], clock: () => now, log: { warn: () => {} } });
  server = await startTestServer({ clock: () => now, rates });
  await mine([]);
});
after(() => server[Symbol.asyncDispose]());

/** Takes in a block that holds the settlements of quotes, and makes it final. */
async function mine(quoteIds: readonly string[]): Promise<void> {
  const { database } = server;
  const after = height === 100n ? null : { blockNumber: height, blockHash: blockHash(height), blockTime: now };
  height += 1n;
  const cursor = { blockNumber: height, blockHash: blockHash(height), blockTime: now };
  const quotes = await database
    .selectFrom("quotes")
    .selectAll()
    .where("id", "in", [uuidv7(), ...quoteIds])
    .execute();
  const settlements = quotes.map((quote, logIndex) => settlementOf(quote, { ...cursor, logIndex }));
  assert.equal(
    await recordBlocks(server.context, {
      chainId,
      after,
      cursor,
      settlements,
      reclaims: [],
      sweeps: [],
      charges: [],
      cancellations: [],
      userOperations: [],
    }),
    true,
  );
  await finalizeBlocks(server.context, chainId, () => height);
}

async function pay(body: object): Promise<{ payment: string; quote: string }> {
  now = new Date(now.getTime() + 60_000);
  const payment = (await server.call("POST", "/v1/payments", body)).body.id;
  const quote = await server.call("POST", `/v1/checkout/${payment}/quotes`, { chainId, token: "USDC" }, {});
  assert.equal(quote.status, 201, JSON.stringify(quote.body));
  await mine([quote.body.id]);
  now = new Date(now.getTime() + 1_000);
  return { payment, quote: quote.body.id };
}

test("transactions are the ledger: what was paid, paid twice and paid late", async () => {
  const { payment } = await pay({ amount: "250.00", currency: "USD" });
  const second = await server.call("POST", "/v1/payments", { amount: "10.00", currency: "USD" });
  const late = await server.call("POST", `/v1/checkout/${second.body.id}/quotes`, { chainId, token: "USDC" }, {});
  await server.call("DELETE", `/v1/payments/${second.body.id}`);
  now = new Date(now.getTime() + 60_000);
  await mine([late.body.id]);
  const { body } = await server.call("GET", "/v1/transactions");
  assert.deepEqual(
    body.data.map(({ type, paymentId, amount, fee, net, final }: Record<string, unknown>) => ({
      type,
      paymentId,
      amount,
      fee,
      net,
      final,
    })),
    [
      { type: "LATE", paymentId: second.body.id, amount: "10.000000", fee: "0.100000", net: "9.900000", final: true },
      { type: "PAYMENT", paymentId: payment, amount: "250.000000", fee: "2.500000", net: "247.500000", final: true },
    ],
  );
  const [, { recipient, shares, reverses }] = body.data;
  assert.deepEqual(shares, [{ recipient, gross: "250.000000", net: "247.500000", fee: "2.500000" }]);
  assert.equal(reverses, null);
  const page = await server.call("GET", "/v1/transactions?limit=1");
  const rest = await server.call("GET", `/v1/transactions?limit=1&cursor=${page.body.nextCursor}`);
  assert.deepEqual([page.body.data[0].type, rest.body.data[0].type, rest.body.hasMore], ["LATE", "PAYMENT", false]);
  assert.equal((await server.call("GET", `/v1/transactions?paymentId=${payment}`)).body.data.length, 1);
});

test("what paid the merchant's address under no quote of ours is shown to it, and to nobody else", async () => {
  const { settlementAddress } = await server.database
    .selectFrom("organizations")
    .select("settlementAddress")
    .executeTakeFirstOrThrow();
  const [known] = (await server.call("GET", "/v1/transactions?type=PAYMENT")).body.data;
  const unknown = (name: string, merchant: string) => ({
    chainId,
    transactionHash: hashOf(name),
    logIndex: 0,
    blockNumber: height,
    blockHash: blockHash(height),
    blockTime: now,
    router: anyRouter,
    onchainId: hashOf(`id of ${name}`),
    merchant: merchant as `0x${string}`,
    token: known.tokenAddress,
    payer: known.payer,
    amount: 7_000_000n,
    fee: 70_000n,
  });
  const after = { blockNumber: height, blockHash: blockHash(height), blockTime: now };
  now = new Date(now.getTime() + 60_000);
  height += 1n;
  const settlements = [
    unknown("to us", settlementAddress.toLowerCase()),
    unknown("to a stranger", "0x7777777777777777777777777777777777777777"),
  ];
  const cursor = { blockNumber: height, blockHash: blockHash(height), blockTime: now };
  const batch = {
    chainId,
    after,
    cursor,
    settlements,
    reclaims: [],
    sweeps: [],
    charges: [],
    cancellations: [],
    userOperations: [],
  };
  assert.equal(await recordBlocks(server.context, batch), true);
  const { body } = await server.call("GET", "/v1/transactions?type=UNKNOWN");
  assert.deepEqual(
    body.data.map(({ txHash, paymentId, amount, shares }: Record<string, unknown>) => [
      txHash,
      paymentId,
      amount,
      shares,
    ]),
    [[hashOf("to us"), null, "7.000000", []]],
  );
  const [first] = (await server.call("GET", "/v1/transactions?limit=1")).body.data;
  assert.equal(first.txHash, hashOf("to us"));
});

test("payments are found by where and in which transaction they were paid", async () => {
  const [paid] = (await server.call("GET", "/v1/payments?status=SUCCESSFUL")).body.data;
  assert.match(paid.txHash, /^0x\w{64}$/);
  for (const query of [`chainId=${chainId}`, "token=USDC", `txHash=${paid.txHash}`]) {
    const { body } = await server.call("GET", `/v1/payments?status=SUCCESSFUL&${query}`);
    assert.deepEqual(body.data, [paid], query);
  }
  for (const query of ["chainId=1", "token=USDT", `txHash=${paid.id}`]) {
    assert.deepEqual((await server.call("GET", `/v1/payments?${query}`)).body.data, [], query);
  }
});

test("analytics sum what was paid by currency, token, chain and day", async () => {
  await pay({ amount: "80.00", currency: "EUR" });
  await pay({ amount: "20.00", currency: "EUR" });
  const { body } = await server.call("GET", "/v1/analytics");
  const volume = [
    { currency: "EUR", count: 2, amount: "100.00" },
    { currency: "USD", count: 1, amount: "250.00" },
  ];
  assert.deepEqual(body.summary.volume, volume);
  assert.deepEqual(body.summary.payments, {
    ACTIVE: 0,
    PROCESSING: 0,
    SUCCESSFUL: 3,
    FAILED: 0,
    EXPIRED: 0,
    CANCELLED: 1,
  });
  assert.deepEqual(
    body.byToken,
    volume.map((each) => ({ token: "USDC", ...each })),
  );
  assert.deepEqual(
    body.byChain,
    volume.map((each) => ({ chainId, name: "Base", ...each })),
  );
  assert.deepEqual(
    body.byDay,
    volume.map((each) => ({ date: "2026-03-01", ...each })),
  );
  const moved = { chainId, token: "USDC" };
  assert.deepEqual(body.ledger, [
    { type: "LATE", ...moved, count: 1, amount: "10.000000", fee: "0.100000" },
    { type: "PAYMENT", ...moved, count: 3, amount: "375.000000", fee: "3.750000" },
  ]);
  const before = await server.call("GET", "/v1/analytics?to=2026-03-01T00:00:00Z");
  assert.deepEqual(before.body.byDay, []);
  assert.equal(
    (await server.call("GET", "/v1/analytics?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")).status,
    400,
  );
});

test("the export is CSV of thirty days in which no text is a formula", async () => {
  const title = '=HYPERLINK("https://evil.example","x"),"quoted"';
  await pay({ amount: "1.00", currency: "USD", title, externalId: "+cmd|' /C calc'!A0" });
  const response = await fetch(new URL("/v1/analytics/export", server.url), {
    headers: { authorization: `Bearer ${server.apiKey}` },
  });
  assert.equal(response.headers.get("content-type"), "text/csv; charset=utf-8");
  assert.match(response.headers.get("content-disposition") ?? "", /^attachment; filename="payments-2026-03-01\.csv"$/);
  const lines = (await response.text()).replace("\ufeff", "").trim().split("\n");
  assert.equal(lines.length, 5);
  assert.match(lines[0] ?? "", /^paid_at,payment_id,external_id,title,currency,amount,fee,merchant_net,/);
  assert.match(lines[1] ?? "", /,USD,250\.00,2\.50,247\.50,0\.00,Base,USDC,250\.000000,1,0x/);
  assert.match(lines[2] ?? "", /,EUR,80\.00,0\.80,79\.20,0\.00,Base,USDC,100\.000000,1\.25,0x/);
  assert.ok(lines[4]?.includes(`"'=HYPERLINK(""https://evil.example"",""x""),""quoted"""`), lines[4]);
  assert.ok(lines[4]?.includes("'+cmd|' /C calc'!A0"), lines[4]);
  now = new Date(now.getTime() + 31 * 24 * 60 * 60_000);
  const later = await fetch(response.url, { headers: { authorization: `Bearer ${server.apiKey}` } });
  assert.equal((await later.text()).trim().split("\n").length, 1);
});

test("metrics tell requests, payments by state and what waits in the outbox", async () => {
  const response = await fetch(new URL("/metrics", server.url));
  const text = await response.text();
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain/);
  assert.match(text, /railsplit_payments\{status="SUCCESSFUL"\} 4/);
  assert.match(text, /railsplit_http_request_seconds_count\{method="POST",route="\/v1\/payments",status="201"\} 5/);
  assert.match(text, /railsplit_webhook_deliveries_pending 0/);
});

test("the API reference is a page of this server, without anything from elsewhere", async () => {
  const response = await fetch(new URL("/docs", server.url));
  const html = await response.text();
  assert.equal(response.status, 200);
  assert.match(html, /swagger-ui/);
  assert.equal(/(src|href)="https?:/.test(html), false);
  assert.match(response.headers.get("content-security-policy") ?? "", /script-src 'self'/);
});

test("what a reorganisation took back after it was final is no volume any more, and the ledger says so", async () => {
  const { database } = server;
  const paid = async () => (await server.call("GET", "/v1/analytics")).body.summary.volume;
  const before = await paid();
  const { quote } = await pay({ amount: "30.00", currency: "USD" });
  assert.notDeepEqual(await paid(), before);
  await database.updateTable("settlements").set({ missing: true }).where("quoteId", "=", quote).execute();
  await finalizeBlocks(server.context, chainId, () => height);
  assert.deepEqual(await paid(), before);
  const [reversal] = (await server.call("GET", "/v1/transactions?type=REVERSED")).body.data;
  const [reversed] = (await server.call("GET", "/v1/transactions?type=PAYMENT")).body.data;
  assert.deepEqual([reversal.reverses, reversal.amount], [reversed.id, "30.000000"]);
});

test("the export takes a span, and is JSON for programs that ask for it", async () => {
  const start = new Date(now.getTime() + 1_000);
  now = start;
  await pay({ amount: "3.00", currency: "USD", externalId: "in" });
  const { status, body } = await server.call("GET", `/v1/analytics/export?format=json&from=${start.toISOString()}`);
  assert.equal(status, 200);
  assert.deepEqual(
    body.data.map((row: Record<string, string>) => [row.external_id, row.amount, row.token]),
    [["in", "3.00", "USDC"]],
  );
  const none = await server.call("GET", `/v1/analytics/export?format=json&to=2020-01-01T00:00:00Z`);
  assert.deepEqual(none.body, { data: [] });
  for (const query of ["format=xml", `from=${start.toISOString()}&to=2020-01-01T00:00:00Z`, "from=yesterday"]) {
    assert.equal((await server.call("GET", `/v1/analytics/export?${query}`)).status, 400, query);
  }
});

test("analytics cut days by the time zone that is asked for", async () => {
  now = new Date("2026-06-05T22:30:00Z");
  await pay({ amount: "3.00", currency: "USD" });
  const daysIn = async (timeZone: string) => {
    const query = new URLSearchParams({ from: "2026-06-05T00:00:00Z", timeZone });
    const { status, body } = await server.call("GET", `/v1/analytics?${query}`);
    return status === 200 ? body.byDay.map(({ date }: { date: string }) => date) : status;
  };
  assert.deepEqual(await daysIn("UTC"), ["2026-06-05"]);
  assert.deepEqual(await daysIn("Europe/Berlin"), ["2026-06-06"]);
  assert.deepEqual(await daysIn("Asia/Tokyo"), ["2026-06-06"]);
  assert.deepEqual(await daysIn("America/Los_Angeles"), ["2026-06-05"]);
  for (const wrong of ["Europe/Nowhere", "+05:00", "UTC'; select 1", ""]) assert.equal(await daysIn(wrong), 400, wrong);
});
