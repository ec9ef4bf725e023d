import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chainById } from "../../src/protocol/index.ts";
import { emptyChain } from "../support/empty-chain.ts";
import { type Answer, startTestServer, type TestServer } from "../support/test-server.ts";

const base = chainById(8453);
assert.ok(base);

let server: TestServer;
let paymentId: string;
before(async () => {
  server = await startTestServer({ services: new Map([[base.id, emptyChain(base)]]) });
  paymentId = (await server.call("POST", "/v1/payments", minimal)).body.id;
});
after(() => server[Symbol.asyncDispose]());

const minimal = { amount: "250.00", currency: "USD" };

/** A body as its bytes are. */
async function post(path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
  const headers = { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" };
  const response = await fetch(new URL(path, server.url), { method: "POST", headers, body });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

function assertRefused({ status, body }: Answer, ...path: (string | number)[]): void {
  assert.equal(status, 400, JSON.stringify(body));
  assert.equal(body.code, "VALIDATION_FAILED");
  assert.deepEqual(body.errors[0].path, path);
}

for (const [what, bad] of [
  ["NUL", "\\u0000"],
  ["half a surrogate pair", "\\ud800"],
  ["the other half", "a\\udc00b"],
] as const) {
  test(`${what} is refused at its path in bodies, in names, in JSON-RPC and wherever a schema is open`, async () => {
    const create = (fields: string) => post("/v1/payments", `{"amount":"1.00","currency":"USD",${fields}}`);
    assertRefused(await create(`"title":"${bad}"`), "title");
    assertRefused(await create(`"externalId":"order-${bad}"`), "externalId");
    assertRefused(await create(`"metadata":{"cart":"${bad}"}`), "metadata", "cart");
    assertRefused(await create(`"metadata":{"${bad}":"7"}`), "metadata", JSON.parse(`"${bad}"`));
    assertRefused(await create(`"sellers":[{"address":"${bad}","amount":"1"}]`), "sellers", 0, "address");
    assertRefused(await post("/v1/auth/api-keys", `{"name":"${bad}","scopes":["payments:read"]}`), "name");
    const rpc = `{"jsonrpc":"2.0","id":1,"method":"pm_getPaymasterData","params":[{"sender":"${bad}"}]}`;
    assertRefused(await post("/v1/web3/8453", rpc), "params", 0, "sender");
  });
}

test("NUL and what is no UTF-8 are refused in queries and paths", async () => {
  assertRefused(await server.call("GET", "/v1/payments?externalId=a%00b"), "externalId");
  assertRefused(await server.call("GET", "/v1/payments?externalId=%ff"), "externalId");
  assertRefused(await server.call("GET", "/v1/payments?txHash=%ed%a0%80"), "txHash");
  assertRefused(await server.call("GET", "/v1/payments/%00"), "id");
  assert.equal((await server.call("GET", "/v1/payments/%ff")).status, 400);
  assert.equal((await server.call("GET", "/v1/checkout/%00")).status, 400);
});

test("a body that is no UTF-8, no JSON, or nested 20,000 deep is a 400", async () => {
  assertRefused(await post("/v1/payments", Buffer.from('{"amount":"1.00","currency":"USD","title":"\xff"}', "latin1")));
  assertRefused(await post("/v1/payments", "{"));
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  assertRefused(await post("/v1/payments", `{"amount":${deep}}`));
  assertRefused(await post("/v1/web3/8453", `{"jsonrpc":"2.0","id":1,"method":"eth_call","params":[${deep}]}`));
  assertRefused(
    await post("/v1/payments", '{"amount":"1.00","currency":"USD","metadata":{"__proto__":"7"}}'),
    "metadata",
    "__proto__",
  );
});

test("two external ids that differ are never one", async () => {
  const create = (externalId: string) => server.call("POST", "/v1/payments", { ...minimal, externalId });
  assert.equal((await create("caf\u00e9")).status, 201);
  assert.equal((await create("cafe\u0301")).status, 201);
  const found = await server.call("GET", `/v1/payments?externalId=${encodeURIComponent("caf\u00e9")}`);
  assert.equal(found.body.data.length, 1);
});

for (const query of [
  "chainId=2147483648",
  "chainId=",
  "chainId=-1",
  "chainId=0x1",
  "chainId=1e3",
  "chainId=1&chainId=2",
  "createdAfter=0000-01-01T00:00:00Z",
  "createdAfter=0000-12-31T23:59:59-23:59",
  "createdBefore=9999-12-31T23:59:59-23:59",
  "createdAfter=2026-02-30T00:00:00Z",
  "createdAfter=2026-12-31T24:00:00Z",
  `createdAfter=2026-01-01T00:00:00.${"0".repeat(10_000)}Z`,
]) {
  test(`?${query.slice(0, 60)} is a 400 at its path`, async () => {
    const [name = ""] = query.split("=");
    assertRefused(await server.call("GET", `/v1/payments?${query}`), name);
  });
}

test("an instant that no database holds is a 400 in every request", async () => {
  for (const time of ["0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"]) {
    const encoded = encodeURIComponent(time);
    assertRefused(await server.call("GET", `/v1/analytics?from=${encoded}`), "from");
    assertRefused(await server.call("POST", "/v1/webhooks/replay", { from: time, to: "2026-01-01T00:00:00Z" }), "from");
    assertRefused(await server.call("POST", "/v1/payments", { ...minimal, expiresAt: time }), "expiresAt");
  }
});

test("numbers that no contract takes are a 400", async () => {
  const quote = await server.call("POST", `/v1/checkout/${paymentId}/quotes`, { chainId: 8453, token: "USDC" });
  const authorization = {
    type: "eip3009",
    quoteId: quote.body.id,
    payer: "0x9999999999999999999999999999999999999999",
    signature: `0x${"00".repeat(65)}`,
    validAfter: "0",
    validBefore: "1",
  };
  const submit = (changes: object) =>
    server.call("POST", `/v1/checkout/${paymentId}/authorizations`, { ...authorization, ...changes });
  assertRefused(await submit({ validBefore: "9".repeat(78) }), "validBefore");
  assertRefused(await submit({ validAfter: `${2n ** 256n}` }), "validAfter");
  assertRefused(await submit({ signature: "0x123" }), "signature");
  assertRefused(await submit({ signature: `0x${"00".repeat(10_001)}` }), "signature");
  // The greatest there is: it gets as far as the chain.
  assert.equal((await submit({ validBefore: `${2n ** 256n - 1n}` })).body.code, "AUTHORIZATION_REVERTS");
  assertRefused(
    await server.call("POST", `/v1/checkout/${paymentId}/quotes`, { chainId: 2 ** 31, token: "USDC" }),
    "chainId",
  );
});

test("JSON-RPC answers the id that it was given, of any size", async () => {
  for (const id of ["9007199254740993", "123456789012345678901234567890", "1e400", "1.0", "-0", '"a"', "null", "7"]) {
    const headers = { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" };
    const body = `{"jsonrpc":"2.0","id":${id},"method":"eth_chainId"}`;
    const response = await fetch(new URL("/v1/web3/8453", server.url), { method: "POST", headers, body });
    assert.equal(await response.text(), `{"jsonrpc":"2.0","id":${id},"result":"0x2105"}`);
  }
});

test("JSON-RPC refuses entry points and operations that are none, and says so in its own form", async () => {
  const operation = {
    sender: "0x9999999999999999999999999999999999999999",
    nonce: "0x0",
    callData: "0x",
  };
  const entryPoint = "0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108";
  for (const params of [
    [operation, "0x12"],
    [operation, { toString: 1 }],
    [operation],
    [{ ...operation, callGasLimit: `0x1${"0".repeat(32)}` }, entryPoint],
    [{ ...operation, nonce: `0x1${"0".repeat(64)}` }, entryPoint],
    [{ ...operation, callData: "0x123" }, entryPoint],
    [{ ...operation, sender: "0x12" }, entryPoint],
    [null, entryPoint],
    [],
  ]) {
    for (const method of ["pm_getPaymasterData", "eth_sendUserOperation", "eth_estimateUserOperationGas"]) {
      const answer = await server.call("POST", "/v1/web3/8453", { jsonrpc: "2.0", id: 1, method, params });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      assert.equal(answer.body.error.code, -32601);
    }
  }
  const feeHistory = { jsonrpc: "2.0", id: 1, method: "eth_feeHistory", params: ["0x", "latest", []] };
  assert.equal((await server.call("POST", "/v1/web3/8453", feeHistory)).body.error.code, -32602);
  assert.equal((await server.call("POST", "/v1/web3/2147483648", feeHistory)).status, 400);
});

test("a field that says null is as if it were left out, and an empty body of JSON is none", async () => {
  const nothing = { title: null, description: null, externalId: null, sellers: null, metadata: null, expiresAt: null };
  const { status, body } = await server.call("POST", "/v1/payments", { ...minimal, ...nothing, successUrl: null });
  assert.equal(status, 201);
  assert.deepEqual([body.title, body.sellers, body.metadata], [null, [], {}]);
  const headers = { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" };
  const cancelled = await fetch(new URL(`/v1/payments/${body.id}`, server.url), { method: "DELETE", headers });
  assert.equal(cancelled.status, 200);
  assertRefused(await post("/v1/payments", ""));
});

test("what is no JSON by its content type is a 415, and a request that is no HTTP of ours is answered in the common shape", async () => {
  const headers = { authorization: `Bearer ${server.apiKey}`, "content-type": "text/plain" };
  const plain = await fetch(new URL("/v1/payments", server.url), { method: "POST", headers, body: "amount=1" });
  assert.equal(plain.status, 415);
  const badPath = await server.call("GET", "/v1/payments/%");
  assert.deepEqual([badPath.status, typeof badPath.body.requestId], [400, "string"]);
});
