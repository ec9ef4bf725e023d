import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decodeFunctionData, erc20Abi } from "viem";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { webhookRenderers } from "../../src/api/webhook-renderers.ts";
import { eventFromRow } from "../../src/events/index.ts";
import { chainById, tokenBySymbol } from "../../src/protocol/index.ts";
import { prefixedId } from "../../src/schemas/index.ts";
import { anyRouter } from "../support/engine-context.ts";
import { newMerchant } from "../support/merchant.ts";
import { type Answer, settlementAddress, startTestServer, type TestServer } from "../support/test-server.ts";
import { baseId, madeUpBlock, receivePayment } from "./received.ts";

const payer = "0x9999999999999999999999999999999999999999";
const seller = "0x2222222222222222222222222222222222222222";
const denied = "0x8888888888888888888888888888888888888888";

let server: TestServer;
let block = 100n;
before(async () => {
  server = await startTestServer({
    engine: { findDenied: async (_chain, _token, addresses) => addresses.filter((address) => address === denied) },
  });
});
after(() => server[Symbol.asyncDispose]());

/** Its money came and is final. */
const paid = (ask: Parameters<typeof receivePayment>[2] = {}) => {
  block += 1n;
  return receivePayment(server, madeUpBlock(block), ask);
};

const refund = (id: string, body: object, headers?: Record<string, string>): Promise<Answer> =>
  server.call("POST", `/v1/payments/${id}/refunds`, { reason: "Returned", ...body }, headers);

test("a refund answers the transaction that the merchant's own wallet signs, and is found by its id and its payment", async () => {
  const { id } = await paid();
  const { status, body } = await refund(id, { amount: "40.00", to: payer });
  assert.equal(status, 201);
  assert.deepEqual(
    [body.status, body.paymentId, body.amount, body.to, body.addressUrl],
    ["PENDING", id, "40.000000", payer, null],
  );
  const [transaction, ...others] = body.transactions;
  assert.deepEqual(others, []);
  const chain = chainById(baseId);
  const token = chain && tokenBySymbol(chain, "USDC");
  assert.deepEqual(
    [transaction.from, transaction.to, transaction.chainId, transaction.value],
    [settlementAddress, token?.address, baseId, "0"],
  );
  const call = decodeFunctionData({ abi: erc20Abi, data: transaction.data });
  assert.deepEqual([call.functionName, call.args], ["transfer", [payer, 40_000_000n]]);
  for (const word of ["40", "USDC", "Base", payer, settlementAddress]) {
    assert.ok(transaction.summary.includes(word), `${transaction.summary} names ${word}`);
  }
  assert.deepEqual((await server.call("GET", `/v1/refunds/${body.id}`)).body, body);
  assert.deepEqual((await server.call("GET", `/v1/payments/${id}/refunds`)).body.data, [body]);
  assert.equal((await server.call("GET", "/v1/refunds?status=SUCCEEDED")).body.data.length, 0);
});

test("a refund of everything is what has come, also beyond what refunds before it took", async () => {
  const { id } = await paid();
  await refund(id, { amount: "30", to: payer });
  const { body } = await refund(id, { to: payer });
  assert.equal(body.amount, "70.000000");
  const { status, body: error } = await refund(id, { to: payer });
  assert.deepEqual([status, error.code], [409, "REFUND_EXCEEDS_RECEIVED"]);
  assert.deepEqual([error.received, error.refunded, error.available], ["100.000000", "100.000000", "0.000000"]);
});

test("a hundred refunds at once do not exceed what has come", async () => {
  const { id } = await paid();
  const answers = await Promise.all(Array.from({ length: 100 }, () => refund(id, { amount: "3.00", to: payer })));
  const made = answers.filter(({ status }) => status === 201);
  assert.equal(made.length, 33);
  assert.ok(answers.every(({ status, body }) => status === 201 || body.code === "REFUND_EXCEEDS_RECEIVED"));
});

test("a refund that is cancelled gives its amount free, and cannot be cancelled twice", async () => {
  const { id } = await paid();
  const { body } = await refund(id, { to: payer });
  const { body: cancelled } = await server.call("DELETE", `/v1/refunds/${body.id}`);
  assert.deepEqual([cancelled.status, cancelled.transactions], ["CANCELLED", []]);
  const again = await server.call("DELETE", `/v1/refunds/${body.id}`);
  assert.deepEqual([again.status, again.body.code], [409, "REFUND_NOT_PENDING"]);
  assert.equal((await refund(id, { to: payer })).status, 201);
});

test("a payment is refunded only of what is final", async () => {
  block += 1n;
  const { id } = await receivePayment(server, madeUpBlock(block), { isFinal: false });
  const { status, body } = await refund(id, { to: payer });
  assert.deepEqual([status, body.code], [409, "PAYMENT_NOT_REFUNDABLE"]);
});

test("a refund by shares is sent by everybody whom the payment paid, in proportion and to the unit", async () => {
  const { id } = await paid({ amount: "100.00", sellers: [{ address: seller, amount: "33.33" }] });
  const { body } = await refund(id, { amount: "0.000007", to: payer, senders: "shares" });
  assert.deepEqual(
    body.transfers.map(({ from, amount }: { from: string; amount: string }) => [from, amount]),
    [
      [settlementAddress, "0.000005"],
      [seller, "0.000002"],
    ],
  );
  assert.deepEqual(
    body.transactions.map(({ from }: { from: string }) => from),
    [settlementAddress, seller],
  );
});

test("a refund goes nowhere that money is lost, denied or came from, and asks for no more decimals than the token has", async () => {
  const { id, quote } = await paid();
  const chain = chainById(baseId);
  const usdc = chain && tokenBySymbol(chain, "USDC")?.address;
  const watch = server.context.database.selectFrom("depositWatches").select("address").where("quoteId", "=", quote.id);
  const { address: deposit } = await watch.executeTakeFirstOrThrow();
  for (const to of [
    usdc,
    anyRouter,
    deposit,
    settlementAddress,
    denied,
    "0x0000000000000000000000000000000000000000",
  ]) {
    const { status, body } = await refund(id, { to });
    assert.deepEqual([status, body.errors?.[0]?.path], [400, ["to"]], `${to}`);
  }
  for (const amount of ["0.0000001", "0", "0.000000"]) {
    assert.equal((await refund(id, { amount, to: payer })).status, 400, amount);
  }
  assert.equal((await refund(id, { to: payer, reason: "" })).status, 400);
  assert.equal((await refund(id, { to: payer, from: usdc })).status, 400);
  assert.equal((await refund(id, { to: payer, from: payer, senders: "shares" })).status, 400);
  assert.equal((await refund(id, { to: payer, token: "USDT", chainId: baseId })).body.code, "PAYMENT_NOT_REFUNDABLE");
});

test("a refund is there for its organization and mode alone", async () => {
  const { id } = await paid();
  const { body } = await refund(id, { to: payer });
  const other = await newMerchant(server.context);
  const owners = [
    { organizationId: other.id, mode: "test" },
    { organizationId: server.organizationId, mode: "live" },
  ] as const;
  for (const owner of owners) {
    const { key } = await issueApiKey(server.context, owner);
    const headers = { authorization: `Bearer ${key}` };
    for (const [method, path] of [
      ["GET", `/v1/refunds/${body.id}`],
      ["DELETE", `/v1/refunds/${body.id}`],
      ["POST", `/v1/refunds/${body.id}/address-link`],
      ["GET", `/v1/payments/${id}/refunds`],
    ] as const) {
      assert.equal(
        (await server.call(method, path, undefined, headers)).status,
        404,
        `${owner.mode} ${method} ${path}`,
      );
    }
    assert.equal((await refund(id, { to: payer }, headers)).status, 404);
    assert.deepEqual((await server.call("GET", "/v1/refunds", undefined, headers)).body.data, []);
  }
});

test("a refund under one idempotency key is made once", async () => {
  const { id } = await paid();
  const headers = { authorization: `Bearer ${server.apiKey}`, "idempotency-key": `refund of ${id}` };
  const [first, second] = [await refund(id, { amount: "10" }, headers), await refund(id, { amount: "10" }, headers)];
  assert.deepEqual(second.body, first.body);
  assert.ok(first.body.addressUrl);
  assert.equal((await server.call("GET", `/v1/payments/${id}/refunds`)).body.data.length, 1);
});

test("what was done to a refund is in the audit log, and its events are told in order", async () => {
  const { id } = await paid();
  const { body } = await refund(id, { to: payer });
  await server.call("DELETE", `/v1/refunds/${body.id}`);
  const rows = server.context.database
    .selectFrom("auditLog")
    .select("action")
    .where("target", "=", `refund/${body.id}`);
  const actions = (await rows.orderBy("sequence").execute()).map(({ action }) => action);
  assert.deepEqual(actions, ["refund.created", "refund.cancelled"]);
  const events = server.context.database.selectFrom("events").selectAll().where("subjectId", "=", body.id);
  const told = await events.orderBy("sequence").execute();
  assert.deepEqual(
    told.map(({ type, sequence }) => [type, sequence]),
    [
      ["refund.created", 1],
      ["refund.cancelled", 2],
    ],
  );
});

test("refunds of orders and of single-use links are told in the manner of their APIs, other refunds in ours alone", async () => {
  const renderers = webhookRenderers(server.context);
  /** What each style calls the event of a new refund, and its body. */
  const toldOf = async (sourceType: string | null) => {
    const { id } = await paid();
    const source = { sourceType, sourceId: sourceType && "x", externalId: `of ${id}` };
    await server.database.updateTable("payments").set(source).where("id", "=", id).execute();
    const { body } = await refund(id, { amount: "9.9", to: payer });
    const events = server.database.selectFrom("events").selectAll().where("subjectId", "=", body.id);
    const event = eventFromRow(await events.executeTakeFirstOrThrow());
    const names = Object.entries(renderers).map(([style, { nameOf }]) => [style, nameOf(event)]);
    const bodyIn = (style: string) => JSON.parse(renderers[style]?.render(event) ?? "");
    return { id, refundId: body.id, names: Object.fromEntries(names), bodyIn };
  };

  const ofOrder = await toldOf("order");
  assert.deepEqual(ofOrder.names, {
    standard: "refund.created",
    "pymstr-links": null,
    payin: "refund.created",
    paylinkr: null,
  });
  assert.deepEqual(ofOrder.bodyIn("payin").data, {
    refundId: ofOrder.refundId,
    orderId: prefixedId("ord", ofOrder.id),
    orderReference: `of ${ofOrder.id}`,
    amount: "9.90",
    currency: "USDC",
    chainId: "base",
    address: payer,
    status: "pending",
  });

  const ofLink = await toldOf("single_use_link");
  assert.deepEqual(ofLink.names, {
    standard: "refund.created",
    "pymstr-links": "refund.created",
    payin: null,
    paylinkr: null,
  });
  const { timestamp, ...flat } = ofLink.bodyIn("pymstr-links");
  assert.match(timestamp, /T\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(flat, {
    event: "refund.created",
    linkId: prefixedId("PL", ofLink.id),
    refundId: ofLink.refundId,
    price: 9.9,
    currency: "USDC",
    chain: "Base",
    status: "pending",
  });

  assert.deepEqual((await toldOf(null)).names, {
    standard: "refund.created",
    "pymstr-links": null,
    payin: null,
    paylinkr: null,
  });
});
