import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../support/test-server.ts";
import { baseId, madeUpBlock, receivePayment } from "./received.ts";

const own = "0x9999999999999999999999999999999999999999";
const other = "0x5555555555555555555555555555555555555555";
const usdc = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

let server: TestServer;
let now = new Date();
let block = 100n;
before(async () => {
  server = await startTestServer({ clock: () => now, publicUrl: "https://pay.example" });
});
after(() => server[Symbol.asyncDispose]());

/** A refund that waits for its payer's address, and the path of his page. */
async function newRefund(reason = "One of two was out of stock") {
  block += 1n;
  const { id } = await receivePayment(server, madeUpBlock(block, now));
  const { body } = await server.call("POST", `/v1/payments/${id}/refunds`, { amount: "25.50", reason });
  assert.match(body.addressUrl, /^https:\/\/pay\.example\/refund\/refund_[\w-]{32}$/);
  return { id: body.id as string, path: new URL(body.addressUrl).pathname };
}

async function open(path: string, form?: Record<string, string> | string, language = "en") {
  const response = await fetch(new URL(path, server.url), {
    headers: { "accept-language": language },
    method: form === undefined ? "GET" : "POST",
    redirect: "manual",
    ...(form !== undefined && { body: new URLSearchParams(form) }),
  });
  return { status: response.status, headers: response.headers, page: await response.text() };
}

const load = async (id: string) => (await server.call("GET", `/v1/refunds/${id}`)).body;

test("the payer's page asks for an address, shows it again, and takes it once it is confirmed", async () => {
  const { id, path } = await newRefund();
  const asked = await open(path);
  assert.equal(asked.status, 200);
  for (const words of ["25.50 USDC", "Base", "One of two was out of stock", "exchange"]) {
    assert.ok(asked.page.includes(words), `the page says ${words}`);
  }
  assert.equal(asked.headers.get("cache-control"), "no-store");
  assert.match(asked.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  const shown = await open(path, { address: ` ${own} ` });
  assert.ok(shown.page.includes(own) && shown.page.includes("every character"));
  assert.equal((await load(id)).to, null, "what was entered is not confirmed yet");
  const confirmed = await open(path, { address: own, confirmed: "yes" });
  assert.equal(confirmed.status, 200);
  const refund = await load(id);
  assert.deepEqual([refund.to, refund.status, refund.transactions.length], [own, "PENDING", 1]);
  assert.equal(refund.addressUrl, null, "the link is answered once");
  const events = server.context.database.selectFrom("events").select("type").where("subjectId", "=", id);
  const types = (await events.orderBy("sequence").execute()).map(({ type }) => type);
  assert.deepEqual(types, ["refund.created", "refund.address_named"]);
});

test("the payer's page speaks its reader's language, from the question to what was refused and taken", async () => {
  const { path } = await newRefund();
  const says = async (language: string, words: readonly string[], form?: Record<string, string>) => {
    const { page } = await open(path, form, language);
    assert.ok(page.includes(`<html lang="${language}">`), language);
    for (const each of words) assert.ok(page.includes(each), `${language}: ${each}`);
  };
  await says("de", ["erstattet Ihnen 25.50 USDC", "Ihre Adresse auf Base", "Weiter"]);
  await says("ja", ["アドレスではありません"], { address: "nothing" });
  await says("es", [`El dinero enviado a ${usdc} se perdería`], { address: usdc });
  await says("de", ["Ist das Ihre Adresse auf Base?", own, "Ja, dorthin senden"], { address: own });
  await says("es", ["Su reembolso de 25.50 USDC", own, "desde una billetera propia"], {
    address: own,
    confirmed: "yes",
  });
  await says("ja", ["25.50 USDC の返金"]);
});

test("who has the link later changes nothing", async () => {
  const { id, path } = await newRefund();
  await open(path, { address: own, confirmed: "yes" });
  const again = await open(path, { address: other, confirmed: "yes" });
  assert.equal(again.status, 200);
  assert.ok(again.page.includes(own) && !again.page.includes(other));
  assert.equal((await load(id)).to, own);
});

test("two confirmations at once name one address", async () => {
  const { id, path } = await newRefund();
  await Promise.all([own, other].map((address) => open(path, { address, confirmed: "yes" })));
  const { to } = await load(id);
  assert.ok(to === own || to === other);
  const events = server.context.database.selectFrom("events").select("type").where("subjectId", "=", id);
  assert.equal((await events.where("type", "=", "refund.address_named").execute()).length, 1);
});

test("what money would be lost at, and what is no address, is refused in words, and nothing in it runs", async () => {
  const { id, path } = await newRefund('<script>alert("reason")</script>');
  const chains = "0x833589fcd6edb6e08f4c7c32d4f71b54bda0291G";
  const wrongChecksum = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02914";
  for (const address of [
    usdc,
    "0x1111111111111111111111111111111111111111",
    chains,
    wrongChecksum,
    "",
    "x".repeat(9_000),
  ]) {
    for (const confirmed of [{}, { confirmed: "yes" }]) {
      const { status, page } = await open(path, { address, ...confirmed });
      assert.equal(status, 400, address);
      assert.ok(page.includes('role="alert"') && page.length < 10_000, address);
    }
  }
  const { page } = await open(path, { address: '"><script>alert(1)</script>' });
  assert.ok(!page.includes("<script>"));
  assert.equal((await open(path, "address[]=1&confirmed=maybe")).status, 400);
  assert.equal((await load(id)).to, null);
});

test("a link ends when another is made, when the refund is cancelled, and after thirty days", async () => {
  const { id, path } = await newRefund();
  const { body } = await server.call("POST", `/v1/refunds/${id}/address-link`);
  const renewed = new URL(body.addressUrl).pathname;
  assert.equal((await open(path)).status, 404);
  assert.equal((await open(renewed)).status, 200);
  const before = now;
  now = new Date(before.getTime() + 31 * 24 * 60 * 60_000);
  assert.equal((await open(renewed, { address: own, confirmed: "yes" })).status, 404);
  now = before;
  await server.call("DELETE", `/v1/refunds/${id}`);
  assert.equal((await open(renewed)).status, 404);
  assert.equal((await open(renewed, { address: own, confirmed: "yes" })).status, 404);
  assert.equal((await load(id)).to, null);
  for (const guess of ["x", `refund_${"a".repeat(32)}`, "a".repeat(200)]) {
    assert.equal((await open(`/refund/${guess}`)).status, 404, guess);
  }
});

test("a link is stored as a hash, and a refund that has an address gets none", async () => {
  const { id, path } = await newRefund();
  const secret = path.split("/").at(-1) ?? "";
  const tables = ["refunds", "events", "auditLog"] as const;
  for (const table of tables) {
    const rows = await server.context.database.selectFrom(table).selectAll().execute();
    const text = JSON.stringify(rows, (_name, value) => (typeof value === "bigint" ? `${value}` : value));
    assert.ok(!text.includes(secret), table);
  }
  await open(path, { address: own, confirmed: "yes" });
  const { status, body } = await server.call("POST", `/v1/refunds/${id}/address-link`);
  assert.deepEqual([status, body.code], [409, "REFUND_ADDRESS_KNOWN"]);
});

test("the receipt shows what was sent back, and the payer's page too", async () => {
  const { id, path } = await newRefund();
  await open(path, { address: own, confirmed: "yes" });
  const { paymentId } = await load(id);
  const checkout = async () => (await server.call("GET", `/v1/checkout/${paymentId}`, undefined, {})).body.refunds;
  assert.deepEqual(await checkout(), [], "what is only promised is not shown");
  const transactionHash = `0x${"ab".repeat(32)}` as const;
  const seen = {
    transactionHash,
    logIndex: 1,
    blockNumber: block,
    blockHash: transactionHash,
    blockTime: now,
    sentBy: own,
  };
  const transfers = server.context.database.updateTable("refundTransfers").where("refundId", "=", id);
  await transfers.set({ ...seen, sentBy: own }).execute();
  assert.deepEqual(await checkout(), [
    { chainId: baseId, token: "USDC", amount: "25.500000", txHash: transactionHash, final: false },
  ]);
  assert.ok((await open(path)).page.includes(transactionHash));
});
