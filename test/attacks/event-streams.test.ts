import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { mock, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createCheckoutStreams } from "../../src/api/v1/checkout/checkout-streams.ts";
import type { PaymentFeed, PaymentListener } from "../../src/payments/payment-feed.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

// Somebody follows a payment as often as the server lets him, so that honest browsers are not let in and every change costs much.

/** Fetch closes the stream of an answer that nobody holds any more. */
const held = new Set<Response>();

async function follow(server: TestServer, id: string, address: string, signal: AbortSignal): Promise<number> {
  const headers = { "x-forwarded-for": address };
  const response = await fetch(new URL(`/v1/checkout/${id}/events`, server.url), { headers, signal });
  held.add(response);
  return response.status;
}

const newPayment = async (server: TestServer): Promise<string> =>
  (await server.call("POST", "/v1/payments", { amount: "25.00", currency: "USD" })).body.id;

test("createCheckoutStreams: one address and one payment have so many streams, and others are let in all the same", async () => {
  await using server = await startTestServer({ trustedProxies: ["127.0.0.1"] });
  const [first, other] = [await newPayment(server), await newPayment(server)];
  const leaving = new AbortController();
  const open = (count: number, id: string, address: (index: number) => string) =>
    Promise.all(Array.from({ length: count }, (_, index) => follow(server, id, address(index), leaving.signal)));
  const fromOne = await open(30, first, () => "192.0.2.1");
  assert.deepEqual([fromOne.filter((status) => status === 200).length, fromOne.at(-1)], [20, 429]);
  const sameNetwork = await open(30, other, (index) => `2001:db8::${index + 1}`);
  assert.equal(sameNetwork.filter((status) => status === 200).length, 20);
  const fromMany = await open(60, other, (index) => `198.51.100.${index}`);
  assert.equal(fromMany.filter((status) => status === 200).length, 49, "all but one of the network make room");
  assert.equal(await follow(server, other, "203.0.113.1", leaving.signal), 429);
  assert.equal(await follow(server, first, "203.0.113.1", leaving.signal), 200);
  leaving.abort();
  // Who has gone makes room.
  const after = new AbortController();
  while ((await follow(server, first, "192.0.2.1", after.signal)) !== 200) await sleep(20);
  after.abort();
});

test("createCheckoutStreams: three addresses cannot take all streams of a payment: who has most of them makes room", async () => {
  const feed: PaymentFeed = { stop: async () => {}, listen: () => () => {} };
  const streams = createCheckoutStreams(
    { feed, render: async () => ({ status: "ACTIVE" }) },
    { error: assert.ifError },
  );
  const taken = await Promise.all(
    Array.from({ length: 50 }, (_, index) => streams.follow("payment", `192.0.2.${index % 3}`)),
  );
  const payers = await Promise.all([
    streams.follow("payment", "203.0.113.1"),
    streams.follow("payment", "203.0.113.1"),
  ]);
  assert.deepEqual(
    [taken.filter(({ destroyed }) => destroyed).length, payers.some(({ destroyed }) => destroyed)],
    [2, false],
  );
  await assert.rejects(streams.follow("payment", "192.0.2.2"), { code: "TOO_MANY_STREAMS" });
});

test("createCheckoutStreams: a change is rendered once for all who follow, and written to few of them at a time", async () => {
  let listener: PaymentListener | undefined;
  let rendered = 0;
  const feed: PaymentFeed = {
    stop: async () => {},
    listen: (_id, added) => {
      listener = added;
      return () => {};
    },
  };
  const render = async () => {
    rendered += 1;
    await sleep(1);
    return { status: rendered < 4 ? ("ACTIVE" as const) : ("CANCELLED" as const) };
  };
  const streams = createCheckoutStreams({ feed, render }, { error: assert.ifError });
  const followers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => streams.follow("payment", `192.0.2.${index}`)),
  );
  assert.equal(rendered, 1);

  let turn = 0;
  const writesByTurn = new Map<number, number>();
  const count = setInterval(() => {}, 1_000);
  const next = () => {
    turn += 1;
    if (count.hasRef()) setImmediate(next);
  };
  next();
  const original = PassThrough.prototype.write;
  const writing = mock.method(
    PassThrough.prototype,
    "write",
    function (this: PassThrough, ...args: Parameters<typeof original>) {
      writesByTurn.set(turn, (writesByTurn.get(turn) ?? 0) + 1);
      return original.apply(this, args);
    },
  );
  // Any number of changes while one is rendered are one more.
  for (let change = 0; change < 10; change += 1) listener?.changed();
  const ended = Promise.all(followers.map((stream) => once(stream.resume(), "end")));
  while (rendered < 3) await sleep(1);
  listener?.changed();
  await ended;
  writing.mock.restore();
  count.unref();
  clearInterval(count);
  assert.equal(rendered, 4);
  assert.ok(writing.mock.callCount() >= 150);
  assert.ok(Math.max(...writesByTurn.values()) <= 26, `${Math.max(...writesByTurn.values())} writes in one turn`);
});
