import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
let paymentId: string;
before(async () => {
  server = await startTestServer();
  paymentId = (await server.call("POST", "/v1/payments", { amount: "250.00", currency: "USD" })).body.id;
});
after(() => server[Symbol.asyncDispose]());

const origin = { origin: "https://shop.example" };

test("a page of any origin may call what a payer may, and read its limits", async () => {
  for (const [method, path] of [
    ["GET", `/v1/checkout/${paymentId}`],
    ["GET", `/v1/checkout/${paymentId}/recoveries`],
    ["POST", `/v1/checkout/${paymentId}/quotes`],
    ["POST", `/v1/checkout/${paymentId}/authorizations`],
    ["POST", "/v1/web3/8453"],
    ["POST", "/v1/paymaster/pm_x"],
  ] as const) {
    const preflight = await server.call("OPTIONS", path, undefined, origin);
    assert.equal(preflight.status, 204, path);
    assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
    assert.ok(preflight.headers.get("access-control-allow-methods")?.split(", ").includes(method));
    assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /authorization, content-type/);
    const answer = await server.call(method, path, method === "POST" ? {} : undefined, origin);
    assert.equal(answer.headers.get("access-control-allow-origin"), "*", path);
    assert.equal(answer.headers.get("access-control-allow-credentials"), null);
    assert.match(answer.headers.get("access-control-expose-headers") ?? "", /x-request-id.*retry-after/);
  }
});

test("an answer over the limit can be read by a page too", async () => {
  const minute = new Date();
  await using limited = await startTestServer({ clock: () => minute, limits: { perMinute: 1 } });
  const path = `/v1/checkout/${paymentId}`;
  await limited.call("GET", path, undefined, origin);
  const { status, headers } = await limited.call("GET", path, undefined, origin);
  assert.deepEqual([status, headers.get("access-control-allow-origin")], [429, "*"]);
});

test("a merchant's routes are no page's to call", async () => {
  for (const path of ["/v1/payments", "/v1/webhooks", "/v1/auth/api-keys", "/v1/status", "/v1/openapi.json"]) {
    const preflight = await server.call("OPTIONS", path, undefined, origin);
    assert.equal(preflight.status, 404, path);
    for (const { headers } of [preflight, await server.call("GET", path)]) {
      assert.equal(headers.get("access-control-allow-origin"), null, path);
    }
  }
});
