import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createEventStreams } from "../../src/api/v1/events/event-stream.ts";
import { fanOut } from "../../src/webhooks/enqueue-deliveries.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";
import { renderers } from "../support/webhook-renderers.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

/** What a worker does with new events: it gives them their places. */
const place = () => fanOut({ ...server.context, renderers });

async function cancelPayment(): Promise<string> {
  const { body } = await server.call("POST", "/v1/payments", { amount: "5.00", currency: "EUR" });
  await server.call("DELETE", `/v1/payments/${body.id}`);
  await place();
  return body.id;
}

const list = async (query = "") => (await server.call("GET", `/v1/events?${query}`)).body;
const idsOf = (page: { data: { data: { id: string } }[] }) => page.data.map(({ data }) => data.id);

/** Reads messages of a stream until there are as many as asked for. */
async function read(count: number, query: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(new URL(`/v1/events/stream?${query}`, server.url), {
    headers: { authorization: `Bearer ${server.apiKey}`, ...headers },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]),
  });
  assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/);
  const messages: { id: string; type: string; data: { id: string; data: { id: string } } }[] = [];
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const [, id, type, data] = /^id: (.+)\nevent: (.+)\ndata: (.+)$/.exec(part) ?? [];
      if (id !== undefined && type !== undefined) messages.push({ id, type, data: JSON.parse(data ?? "") });
    }
    if (messages.length >= count) break;
  }
  stop.abort();
  return messages;
}

test("GET /v1/events: whoever reads on after the last event misses none and gets none twice", async () => {
  const payments = [await cancelPayment(), await cancelPayment(), await cancelPayment()];
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof list>> = await list(`limit=2${after === null ? "" : `&after=${after}`}`);
    seen.push(...idsOf(page));
    after = page.nextCursor;
    if (!page.hasMore) break;
  }
  assert.deepEqual(seen, payments);
  assert.deepEqual((await list(`after=${after}`)).data, []);
  assert.equal((await list(`after=${after}`)).nextCursor, after, "and can be asked for again");
  const next = await cancelPayment();
  assert.deepEqual(idsOf(await list(`after=${after}`)), [next]);
  assert.deepEqual(idsOf(await list("types=payment.completed,payment.late")), []);
  assert.equal((await list("types=")).data.length, 4, "no type is all of them");
  assert.equal((await list("types=payment.cancelled")).data.length, 4);
  const newest = await list("order=newest&limit=3");
  assert.deepEqual(idsOf(newest), [next, payments[2], payments[1]]);
  const rest = await list(`order=newest&limit=3&after=${newest.nextCursor}`);
  assert.deepEqual([idsOf(rest), rest.hasMore], [[payments[0]], false]);
  const [first] = (await list("limit=1")).data;
  assert.deepEqual((await server.call("GET", `/v1/events/${first.id}`)).body, first);
  assert.deepEqual([first.type, first.sequence, first.data.status], ["payment.cancelled", 1, "CANCELLED"]);
});

test("GET /v1/events: another mode's are not there, nor a cursor of theirs", async () => {
  await cancelPayment();
  const [event] = (await list("limit=1")).data;
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  const headers = { authorization: `Bearer ${key}` };
  assert.deepEqual((await server.call("GET", "/v1/events", undefined, headers)).body.data, []);
  for (const path of [
    `/v1/events?after=${event.id}`,
    `/v1/events/${event.id}`,
    `/v1/events/stream?after=${event.id}`,
  ]) {
    assert.equal((await server.call("GET", path, undefined, headers)).body.code, "EVENT_NOT_FOUND", path);
  }
});

test("GET /v1/events/stream: sends what is there after an event, then each as it happens, and goes on by Last-Event-ID", async () => {
  const before = (await list("limit=100")).nextCursor;
  const first = await cancelPayment();
  const [known] = await read(1, `after=${before}`);
  assert.deepEqual([known?.type, known?.data.data.id, known?.data.id], ["payment.cancelled", first, known?.id]);
  const waiting = read(1, "", { "last-event-id": known?.id ?? "" });
  const second = await cancelPayment();
  const [live] = await waiting;
  assert.equal(live?.data.data.id, second);
  const none = await server.call("GET", "/v1/events/stream", undefined, {
    authorization: `Bearer ${server.apiKey}`,
    "last-event-id": "nothing of ours",
  });
  assert.equal(none.body.code, "EVENT_NOT_FOUND");
});

test("createEventStreams: ten of one owner at most, and a closed one makes room", async () => {
  const streams = createEventStreams();
  const open = () =>
    streams.open({
      owner: "one",
      after: undefined,
      read: async () => [],
      newest: async () => undefined,
      view: () => ({}),
      check: async () => undefined,
    });
  const opened = await Promise.all(Array.from({ length: 10 }, open));
  await assert.rejects(open(), { code: "TOO_MANY_STREAMS" });
  const closed = new Promise((resolve) => opened[0]?.once("close", resolve));
  opened[0]?.destroy();
  await closed;
  (await open()).destroy();
  for (const stream of opened) stream.destroy();
});

test("createEventStreams: events that a reader does not want are passed once, and not again at every read", async () => {
  const asked: (string | undefined)[] = [];
  const third = Promise.withResolvers<void>();
  const stream = await createEventStreams().open({
    owner: "one",
    after: undefined,
    read: async (after) => {
      if (asked.push(after) === 3) third.resolve();
      return [];
    },
    newest: async () => ({ id: "the newest" }),
    view: () => ({}),
    check: async () => undefined,
  });
  await third.promise;
  stream.destroy();
  assert.deepEqual(asked.slice(0, 3), [undefined, undefined, "the newest"]);
});

test("POST /v1/events/{id}/resend: sends to endpoints that want it, or to one, under the same id", async () => {
  const path = "/v1/webhooks/endpoints";
  const { body: wanting } = await server.call("POST", path, { url: "http://127.0.0.1:9/a" });
  await server.call("POST", path, { url: "http://127.0.0.1:9/b", events: ["payment.late"] });
  await cancelPayment();
  const event = (await list("limit=100")).data.at(-1);
  const resend = (body?: object) => server.call("POST", `/v1/events/${event.id}/resend`, body);
  const answer = await resend();
  assert.equal(answer.status, 202);
  assert.deepEqual(
    answer.body.data.map((one: { endpointId: string; eventId: string; status: string }) => [
      one.endpointId,
      one.eventId,
      one.status,
    ]),
    [[wanting.id, event.id, "PENDING"]],
  );
  assert.equal((await resend({ endpointId: wanting.id })).body.data.length, 1);
  assert.equal((await resend({ endpointId: crypto.randomUUID() })).body.code, "WEBHOOK_NOT_FOUND");
  assert.equal((await server.call("POST", "/v1/events/x/resend")).body.code, "EVENT_NOT_FOUND");
});
