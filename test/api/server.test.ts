import assert from "node:assert/strict";
import { test } from "node:test";
import { statuses } from "../../src/api/http/error-statuses.ts";
import type { WatcherHealth } from "../../src/chain/watcher.ts";
import { startTestServer } from "../support/test-server.ts";

test("every response carries a request id and the rate limit, errors included", async () => {
  await using server = await startTestServer();
  for (const [method, path] of [
    ["GET", "/healthz"],
    ["GET", "/nowhere"],
    ["GET", "/v1/payments/x"],
    ["POST", "/v1/payments"],
  ] as const) {
    const { headers } = await server.call(method, path, undefined, {});
    assert.match(headers.get("x-request-id") ?? "", /^req_/);
    for (const name of ["limit", "remaining", "reset"]) {
      assert.match(headers.get(`x-ratelimit-${name}`) ?? "", /^\d+$/, `${method} ${path} has no x-ratelimit-${name}`);
    }
  }
});

test("a request id of the caller's own is kept where it is well-formed, and replaced where it is not", async () => {
  await using server = await startTestServer();
  const idOf = async (given: string) => {
    const { headers } = await server.call("GET", "/healthz", undefined, { "x-request-id": given });
    return headers.get("x-request-id") ?? "";
  };
  assert.equal(await idOf("4f9cb77a-2a1b-4e3d-a2a4-7fdc6e9b6d2f"), "4f9cb77a-2a1b-4e3d-a2a4-7fdc6e9b6d2f");
  for (const given of ["short", "has spaces in it", "<script>alert(1)</script>", "x".repeat(101)]) {
    assert.match(await idOf(given), /^req_/, given);
  }
});

test("the rate limit is also in the headers of the IETF's draft", async () => {
  await using server = await startTestServer({
    clock: () => new Date("2026-11-26T12:00:15Z"),
    limits: { perMinute: 3 },
  });
  const { headers } = await server.call("GET", "/healthz", undefined, {});
  assert.equal(headers.get("ratelimit-policy"), '"default";q=3;w=60');
  assert.equal(headers.get("ratelimit"), '"default";r=2;t=45');
});

test("errors are by RFC 9457 for a client that asks for that, whichever API it speaks", async () => {
  await using server = await startTestServer();
  const headers = { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" };
  const docUrl = "https://pay.example/errors#VALIDATION_FAILED";
  for (const path of ["/v1/payments", "/v1/payment-links", "/api/v1/orders", "/api/v1/payment_links"]) {
    const accept = "application/problem+json, application/json;q=0.5";
    const init = { method: "POST", body: "{}", headers: { ...headers, accept } };
    const response = await fetch(new URL(path, server.url), init);
    assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/, path);
    const { type, title, status, detail, code, errors, requestId } = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([type, title, status, code], [docUrl, "Bad Request", 400, "VALIDATION_FAILED"]);
    assert.equal(detail, "Validation failed");
    assert.ok(Array.isArray(errors) && errors.length > 0, path);
    assert.equal(requestId, response.headers.get("x-request-id"));
  }
  const plain = await fetch(new URL("/v1/payments/x", server.url), { headers: { ...headers, accept: "*/*" } });
  assert.match(plain.headers.get("content-type") ?? "", /^application\/json/);
});

test("an error says where its code is explained, and the page there explains every code", async () => {
  await using server = await startTestServer();
  const { body } = await server.call("GET", "/v1/payments/x");
  assert.equal(body.docUrl, "https://pay.example/errors#PAYMENT_NOT_FOUND");
  const page = await (await fetch(new URL("/errors", server.url))).text();
  for (const code of Object.keys(statuses)) assert.match(page, new RegExp(`<section id="${code}">`));
  assert.match(page, /<code>PUT \/v1\/webhooks<\/code>/);
});

test("clients of other APIs find payments, reports, keys and the RPC below /api too, and nothing else of ours", async () => {
  await using server = await startTestServer();
  const { body: payment } = await server.call("POST", "/api/v1/payments", { amount: "1.00", currency: "USD" });
  assert.deepEqual((await server.call("GET", `/api/v1/payments/${payment.id}`)).body, payment);
  assert.deepEqual((await server.call("GET", "/api/v1/payments?limit=1")).body.data, [payment]);
  for (const path of ["/api/v1/analytics", "/api/v1/transactions", "/api/v1/auth/api-keys"]) {
    assert.equal((await server.call("GET", path)).status, 200, path);
  }
  assert.equal((await server.call("DELETE", `/api/v1/payments/${payment.id}`)).body.status, "CANCELLED");
  for (const path of ["/api/v1/links", "/api/v1/paymentsx", "/api/v1/checkout/x", "/api/v1/auth"]) {
    assert.equal((await server.call("GET", path)).body.code, "NOT_FOUND", path);
  }
});

test("a list refuses a filter that it does not know, since one that is misspelled would find everything", async () => {
  await using server = await startTestServer();
  for (const path of [
    "/v1/payments",
    "/v1/links",
    "/v1/invoices",
    "/v1/recurring-plans",
    "/v1/subscription-packages",
    "/v1/subscriptions",
    "/v1/customers",
    "/v1/deposit-references",
    "/v1/deposits",
    "/v1/mandates",
    "/v1/transactions",
    "/v1/audit-log",
    "/v1/analytics",
    "/v1/analytics/export",
  ]) {
    const { status, body } = await server.call("GET", `${path}?colour=red`);
    assert.deepEqual([status, body.errors?.[0]?.path], [400, ["colour"]], path);
  }
});

test("beyond the limit the answer is 429 with the time to wait, but not to a load balancer's probes", async () => {
  const minute = new Date();
  await using server = await startTestServer({ clock: () => minute, limits: { perMinute: 3 } });
  for (let request = 0; request < 3; request += 1) await server.call("GET", "/v1/status");
  const { status, headers, body } = await server.call("GET", "/v1/status");
  assert.equal(status, 429);
  assert.equal(body.code, "RATE_LIMITED");
  assert.ok(body.retryAfter > 0);
  assert.equal(headers.get("retry-after"), `${body.retryAfter}`);
  for (const probe of ["/healthz", "/readyz"]) assert.equal((await server.call("GET", probe)).status, 200, probe);
});

test("the OpenAPI document names every route with its schemas", async () => {
  await using server = await startTestServer();
  const { body } = await server.call("GET", "/v1/openapi.json", undefined, {});
  assert.deepEqual((await server.call("GET", "/api/openapi", undefined, {})).body, body);
  assert.equal(body.openapi, "3.1.0");
  assert.deepEqual(Object.keys(body.paths).toSorted(), [
    "/api/v1/address-pool/addresses",
    "/api/v1/address-pool/import",
    "/api/v1/address-pool/status",
    "/api/v1/api-keys/{id}",
    "/api/v1/config",
    "/api/v1/config/{key}",
    "/api/v1/deposits",
    "/api/v1/deposits/references",
    "/api/v1/deposits/references/{ref}",
    "/api/v1/invoices",
    "/api/v1/invoices/{id}",
    "/api/v1/invoices/{id}/expire",
    "/api/v1/invoices/{id}/notify",
    "/api/v1/invoices/{id}/remind",
    "/api/v1/invoices/{id}/settle",
    "/api/v1/orders",
    "/api/v1/orders/{id}",
    "/api/v1/organizations",
    "/api/v1/organizations/{id}/api-keys",
    "/api/v1/payment-links",
    "/api/v1/payment-links/{id}",
    "/api/v1/payment_links",
    "/api/v1/payment_links/{id}",
    "/api/v1/recurring-plans",
    "/api/v1/recurring-plans/{id}",
    "/api/v1/requests/logs",
    "/api/v1/subscription-packages",
    "/api/v1/subscription-packages/{id}",
    "/api/v1/subscriptions",
    "/api/v1/subscriptions/webhook-logs",
    "/api/v1/subscriptions/{id}",
    "/api/v1/transfers",
    "/api/v1/transfers/{id}",
    "/api/v1/webhooks",
    "/api/v1/webhooks/endpoints",
    "/api/v1/webhooks/endpoints/{id}",
    "/api/v1/webhooks/events",
    "/api/v1/webhooks/logs",
    "/api/v1/webhooks/test",
    "/v1/account",
    "/v1/account/email",
    "/v1/account/email/confirm",
    "/v1/account/passkeys",
    "/v1/account/passkeys/options",
    "/v1/account/passkeys/{id}",
    "/v1/account/recovery-codes",
    "/v1/account/totp",
    "/v1/account/totp/confirm",
    "/v1/analytics",
    "/v1/analytics/export",
    "/v1/audit-log",
    "/v1/auth/api-keys",
    "/v1/auth/api-keys/{id}",
    "/v1/checkout-settings",
    "/v1/checkout/{id}",
    "/v1/checkout/{id}/authorizations",
    "/v1/checkout/{id}/balances",
    "/v1/checkout/{id}/events",
    "/v1/checkout/{id}/quotes",
    "/v1/checkout/{id}/recoveries",
    "/v1/customers",
    "/v1/customers/{id}",
    "/v1/deposit-references",
    "/v1/deposit-references/{id}",
    "/v1/deposits",
    "/v1/deposits/{id}",
    "/v1/events",
    "/v1/events/stream",
    "/v1/events/{id}",
    "/v1/events/{id}/resend",
    "/v1/imported-payments",
    "/v1/invitations",
    "/v1/invitations/accept",
    "/v1/invitations/{id}",
    "/v1/invoices",
    "/v1/invoices/{id}",
    "/v1/invoices/{id}/credit-notes",
    "/v1/invoices/{id}/expire",
    "/v1/invoices/{id}/notify",
    "/v1/invoices/{id}/remind",
    "/v1/invoices/{id}/settle",
    "/v1/invoices/{id}/void",
    "/v1/links",
    "/v1/links/{id}",
    "/v1/mandate-pages/{token}",
    "/v1/mandate-pages/{token}/cancellation",
    "/v1/mandate-pages/{token}/signature",
    "/v1/mandate-pages/{token}/terms",
    "/v1/mandates",
    "/v1/mandates/{id}",
    "/v1/mandates/{id}/cancel",
    "/v1/mandates/{id}/charges",
    "/v1/mandates/{id}/charges/{period}/cancel",
    "/v1/members",
    "/v1/members/{id}",
    "/v1/members/{id}/ownership",
    "/v1/organization",
    "/v1/organization/logo",
    "/v1/organization/settlement-addresses/{chain}",
    "/v1/organization/settlement-addresses/{chain}/pending",
    "/v1/paymaster/{token}",
    "/v1/payment-links",
    "/v1/payment-links/{id}",
    "/v1/payments",
    "/v1/payments/{id}",
    "/v1/payments/{id}/accept",
    "/v1/payments/{id}/mails",
    "/v1/payments/{id}/recoveries",
    "/v1/payments/{id}/refunds",
    "/v1/recurring-plans",
    "/v1/recurring-plans/{id}",
    "/v1/refunds",
    "/v1/refunds/{id}",
    "/v1/refunds/{id}/address-link",
    "/v1/refunds/{id}/transaction",
    "/v1/requests",
    "/v1/server",
    "/v1/sessions",
    "/v1/sessions/current",
    "/v1/sessions/{id}",
    "/v1/sign-in/codes",
    "/v1/sign-in/codes/verify",
    "/v1/sign-in/passkeys",
    "/v1/sign-in/passkeys/options",
    "/v1/sign-in/second-factor",
    "/v1/status",
    "/v1/subscription-packages",
    "/v1/subscription-packages/{id}",
    "/v1/subscriptions",
    "/v1/subscriptions/{id}",
    "/v1/subscriptions/{id}/cancel",
    "/v1/subscriptions/{id}/cycles",
    "/v1/subscriptions/{id}/pause",
    "/v1/subscriptions/{id}/resume",
    "/v1/transactions",
    "/v1/web3/{chainId}",
    "/v1/webhooks",
    "/v1/webhooks/deliveries",
    "/v1/webhooks/deliveries/{id}/redeliver",
    "/v1/webhooks/endpoints",
    "/v1/webhooks/endpoints/{id}",
    "/v1/webhooks/endpoints/{id}/regenerate-secret",
    "/v1/webhooks/endpoints/{id}/test",
    "/v1/webhooks/regenerate-secret",
    "/v1/webhooks/replay",
    "/v1/webhooks/test",
  ]);
  assert.ok(body.components.schemas.Payment.properties.pymstrFee);
});

test("a webhook endpoint is created once, changed, and shows its secret only at its creation", async () => {
  await using server = await startTestServer();
  assert.equal((await server.call("GET", "/v1/webhooks")).status, 404);
  const created = await server.call("POST", "/v1/webhooks", { url: "https://shop.example/hooks" });
  assert.equal(created.status, 201);
  assert.match(created.body.secret, /^whsec_/);
  assert.equal((await server.call("POST", "/v1/webhooks", { url: "https://shop.example/hooks" })).status, 409);
  const changed = await server.call("PUT", "/v1/webhooks", { url: "https://shop.example/other" });
  assert.equal(changed.body.url, "https://shop.example/other");
  assert.equal("secret" in changed.body, false);
});

test("a body over the limit is a 413 in the common shape", async () => {
  await using server = await startTestServer();
  const { status, body } = await server.call("POST", "/v1/payments", {
    amount: "1",
    currency: "USD",
    description: "x".repeat(200_000),
  });
  assert.equal(status, 413);
  assert.equal(body.error, "Payload Too Large");
});

test("a chain is healthy while the last block read is recent and its watcher, where it runs here, does not fail", async () => {
  let now = new Date("2026-01-01T00:00:00Z");
  let watcher: WatcherHealth | undefined;
  const chainHealth = () => new Map(watcher ? [[8453, watcher]] : []);
  await using server = await startTestServer({ clock: () => now, chainHealth });
  const base = async () => {
    const { body } = await server.call("GET", "/v1/status");
    const { healthy, blockNumber, error } = body.chains.find(({ chainId }: { chainId: number }) => chainId === 8453);
    const metrics = await (await fetch(new URL("/metrics", server.url))).text();
    const age = metrics.match(/^railsplit_chain_read_age_seconds\{chain="8453"\} (\d+)$/m)?.[1];
    return { healthy, blockNumber, error, age };
  };
  const elsewhere = "see that a worker runs (serve --role worker), and what its own /v1/status says.";
  const error = `No block has been read yet: ${elsewhere}`;
  assert.deepEqual(await base(), { healthy: false, blockNumber: null, error, age: undefined });

  const cursor = { chainId: 8453, blockNumber: 70n, blockHash: `0x${"7".repeat(64)}` as const, readTwiceTo: 70n };
  await server.database
    .insertInto("chainCursors")
    .values({ ...cursor, blockTime: now })
    .execute();
  now = new Date(now.getTime() + 60_000);
  assert.deepEqual(await base(), { healthy: true, blockNumber: "70", error: null, age: "60" });
  const pageOf = async (path: string) => (await fetch(new URL(path, server.url))).text();
  assert.match(await pageOf("/status"), /Base: works/);
  assert.doesNotMatch(await pageOf("/status.atom"), /Base/);
  watcher = { blockNumber: 70n, blocksBehind: 0n, error: "No endpoint for Base can be asked now." };
  assert.match(await pageOf("/status"), /Base: payments there are seen late, since 2026-01-01T00:00:00.000Z/);
  const feed = await pageOf("/status.atom");
  // One incident has one id, however often the feed is read; what fails is the operator's affair.
  assert.match(feed, /<id>https:\/\/pay\.example\/status#8453-70<\/id>\s*<title>Base: payments are seen late<\/title>/);
  assert.doesNotMatch(feed, /No endpoint/);
  assert.deepEqual(await base(), { healthy: false, blockNumber: "70", error: watcher.error, age: "60" });

  now = new Date(now.getTime() + 60_000);
  watcher = { ...watcher, error: null };
  const here = "the chain is being caught up with, or it stands still at its endpoints (see providers).";
  const old = { healthy: false, blockNumber: "70", age: "120" };
  assert.deepEqual(await base(), { ...old, error: `The last block read is 120 s old: ${here}` });
  watcher = undefined;
  assert.deepEqual(await base(), { ...old, error: `The last block read is 120 s old: ${elsewhere}` });
});

test("too little for gas is a warning in the status and an alarm in the metrics", async () => {
  const address = "0x1111111111111111111111111111111111111111";
  const balance = { holder: "key", address, amount: 1_500_000_000_000_000n, paymentsLeft: 7n, low: true } as const;
  await using server = await startTestServer({ gasBalances: () => new Map([[8453, [balance]]]) });
  const { body } = await server.call("GET", "/v1/status");
  const base = body.chains.find(({ chainId }: { chainId: number }) => chainId === 8453);
  assert.deepEqual(base.balances, [{ ...balance, amount: "0.0015", paymentsLeft: "7" }]);
  assert.deepEqual(base.warnings, [`The gas of the key ${address} covers 7 more payments: fill it up.`]);
  const metrics = await (await fetch(new URL("/metrics", server.url))).text();
  const labels = `{chain="8453",holder="key",address="${address}"}`;
  for (const line of [
    `railsplit_gas_balance_low${labels} 1`,
    `railsplit_gas_balance_payments_left${labels} 7`,
    `railsplit_gas_balance_coin${labels} 0.0015`,
  ]) {
    assert.ok(metrics.includes(line), line);
  }
});
