import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, test } from "node:test";
import { BaseError, HttpRequestError, RpcRequestError, TimeoutError } from "viem";
import { createJsonRpc } from "../../src/chain/providers/json-rpc.ts";

type Call = { readonly id: number; readonly method: string; readonly params: unknown[] };

/** The calls of each HTTP request. */
let requests: Call[][] = [];
let respond: (calls: Call[], response: ServerResponse) => void;
let url: string;
const echo = ({ id, params }: Call) => ({ jsonrpc: "2.0", id, result: params[0] });
const json = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

const server = createServer(async (request, response) => {
  const calls = [JSON.parse(await text(request))].flat() as Call[];
  requests.push(calls);
  respond(calls, response);
});
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/secret-key`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  requests = [];
  respond = (calls, response) => json(response, calls.length === 1 ? echo(calls[0] as Call) : calls.map(echo));
});

const newEndpoint = (timeout = 5_000) => {
  const { request } = createJsonRpc(url, { timeout, maxBatch: 50 });
  return (value: unknown) => request({ method: "eth_call", params: [value] } as never);
};
/** Call data of a megabyte, as the balances of many addresses make. */
const large = `0x${"ab".repeat(500_000)}`;

test("createJsonRpc: calls of one tick share requests of at most 50, and each has its own answer", async () => {
  const ask = newEndpoint();
  const values = Array.from({ length: 120 }, (_, index) => index);
  assert.deepEqual(await Promise.all(values.map(ask)), values);
  assert.deepEqual(
    requests.map(({ length }) => length),
    [50, 50, 20],
  );
});

test("createJsonRpc: a missing or misplaced answer of a batch is an error of its call and shifts no other", async () => {
  const ask = newEndpoint();
  respond = (calls, response) =>
    json(
      response,
      calls
        .map(echo)
        .filter((_, index) => index !== 1)
        .reverse(),
    );
  const [first, second, third] = await Promise.allSettled([ask("a"), ask("b"), ask("c")]);
  assert.deepEqual(first, { status: "fulfilled", value: "a" });
  assert.deepEqual(third, { status: "fulfilled", value: "c" });
  assert.ok(second.status === "rejected" && second.reason instanceof HttpRequestError);
});

test("createJsonRpc: an endpoint that refuses a batch is asked in smaller ones", async () => {
  const ask = newEndpoint();
  respond = (calls, response) =>
    calls.length > 10
      ? json(response, { jsonrpc: "2.0", id: null, error: { code: -32600, message: "batch too large" } })
      : json(response, calls.length === 1 ? echo(calls[0] as Call) : calls.map(echo));
  const values = Array.from({ length: 40 }, (_, index) => index);
  for (let attempt = 0; ; attempt += 1) {
    const answers = await Promise.allSettled(values.map(ask));
    if (answers.every(({ status }) => status === "fulfilled")) break;
    for (const answer of answers) {
      if (answer.status === "rejected") assert.match(answer.reason.details, /batch too large/);
    }
    assert.ok(attempt < 5, "the batches became small enough");
  }
});

test("createJsonRpc: errors keep the endpoint's text and data, and neither the request's body nor the URL's key", async () => {
  const ask = newEndpoint(300);
  const data = "0x08c379a0";
  const answers: Record<string, (calls: Call[], response: ServerResponse) => void> = {
    "its own error": ([call], response) =>
      json(response, { jsonrpc: "2.0", id: call?.id, error: { code: 3, message: "execution reverted", data } }),
    "an error of HTTP": (_, response) => response.writeHead(502).end(`<html>${"x".repeat(100_000)}</html>`),
    "a cut connection": (_, response) => response.socket?.resetAndDestroy(),
    silence: () => {},
    "a text": (_, response) => response.end("not json"),
  };
  for (const [name, answer] of Object.entries(answers)) {
    respond = answer;
    const error: unknown = await ask(large).catch((thrown) => thrown);
    assert.ok(error instanceof BaseError, name);
    assert.ok(error.message.length < 2_000, `${name}: ${error.message.length} characters`);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error)} ${error.stack}`, /secret-key|abababab/, name);
    if (name === "its own error")
      assert.ok(error instanceof RpcRequestError && error.code === 3 && error.data === data);
    if (name === "silence") assert.ok(error instanceof TimeoutError);
    if (name === "an error of HTTP") assert.ok(error instanceof HttpRequestError && error.status === 502);
  }
});

test("createJsonRpc: a batch that fails costs its error once, however large its calls are", async () => {
  const ask = newEndpoint();
  respond = (_, response) => response.socket?.resetAndDestroy();
  const call = large.slice(0, 20_000);
  const errors = await Promise.all(Array.from({ length: 200 }, () => ask(call).catch((error: unknown) => error)));
  assert.ok(errors.every((error) => error instanceof HttpRequestError));
  // The errors' own text, by which a wrapper would multiply it.
  const kept = errors.reduce<number>((sum, error) => sum + (error as Error).message.length, 0);
  assert.ok(kept < 100_000, `${kept} characters`);
});
