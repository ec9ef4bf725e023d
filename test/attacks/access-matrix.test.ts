import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { scopes } from "../../src/access/scopes.ts";
import { newMerchant } from "../support/merchant.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

// Every route of the OpenAPI document × every scope × both modes × another organization. A new route stands in the document, so it is in here.

/** Whoever knows an id, or anybody, may use these. A route that needs no key is added here by hand, or this test fails. */
const open = new Set([
  "GET /v1/checkout/{id}",
  "GET /v1/checkout/{id}/events",
  "POST /v1/checkout/{id}/quotes",
  "POST /v1/checkout/{id}/authorizations",
  "GET /v1/checkout/{id}/recoveries",
  "GET /v1/status",
  // By a checkout token, or by a key with payments:write.
  "POST /v1/paymaster/{token}",
  "POST /v1/web3/{chainId}",
]);

type Route = { readonly method: string; readonly path: string; readonly scope: string | undefined };

let server: TestServer;
let routes: readonly Route[];
before(async () => {
  server = await startTestServer();
  const { body } = await server.call("GET", "/v1/openapi.json");
  const paths = body.paths as Record<string, Record<string, { "x-scope"?: string }>>;
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({ method: method.toUpperCase(), path, scope: route["x-scope"] })),
  );
});
after(() => server[Symbol.asyncDispose]());

const name = ({ method, path }: Route) => `${method} ${path}`;
const closed = () => routes.filter(({ scope }) => scope !== undefined);
/** What a route answers to a key; the body where it is JSON. */
async function call({ method, path }: Route, id: string, key: string) {
  const headers = { authorization: `Bearer ${key}` };
  // An empty change is a sound one, so that the id is what is refused.
  const body = ["PATCH", "PUT"].includes(method) ? "{}" : undefined;
  const typed = body === undefined ? headers : { ...headers, "content-type": "application/json" };
  const url = new URL(path.replace("{id}", id), server.url);
  const response = await fetch(url, { method, headers: typed, ...(body !== undefined && { body }) });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, body: isJson ? await response.json() : undefined };
}

const newKey = async (granted?: readonly string[], mode: "test" | "live" = "test", organizationId?: string) => {
  const owner = { organizationId: organizationId ?? (await newMerchant(server.context)).id, mode };
  return (await issueApiKey(server.context, owner, { scopes: granted })).key;
};

test("access: a route names its scope, or is known to be open", () => {
  const unknown = routes.filter((route) => route.scope === undefined && !open.has(name(route))).map(name);
  assert.deepEqual(unknown, []);
  assert.deepEqual(
    [...open].filter((one) => !routes.some((route) => name(route) === one)),
    [],
  );
  assert.deepEqual(
    closed().filter(({ scope }) => !(scopes as readonly string[]).includes(scope ?? "")),
    [],
  );
  assert.ok(closed().length > 20, "the document lists the routes");
});

test("access: without a key, and with one that nobody has, every closed route is a 401", async () => {
  for (const route of closed()) {
    const { path, method } = route;
    assert.equal((await server.call(method, path.replace("{id}", "x"), undefined, {})).status, 401, name(route));
    assert.equal((await call(route, "x", `pk_test_${"a".repeat(32)}`)).status, 401, name(route));
  }
});

test("access: every scope opens its own routes and no others, and a refusal names what is missing", async () => {
  for (const granted of scopes) {
    const key = await newKey([granted]);
    for (const route of closed()) {
      const { status, body } = await call(route, "x", key);
      if (route.scope === granted) assert.ok(status !== 401 && status !== 403, `${granted}: ${name(route)} ${status}`);
      else assert.deepEqual([status, body?.scope], [403, route.scope], `${granted}: ${name(route)}`);
    }
  }
});

test("access: what is an organization's in one mode is not there for its other mode, nor for anybody else", async () => {
  const own = { authorization: `Bearer ${server.apiKey}` };
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" }, own);
  const { body: link } = await server.call("POST", "/v1/links", { title: "A", amount: "1.00", currency: "USD" }, own);
  const { body: apiKey } = await server.call("POST", "/v1/auth/api-keys", {}, own);
  const ids = { "/v1/auth/api-keys": apiKey.id, "/v1/links": link.id, "/api/v1/payment_links": link.id };
  const idOf = (path: string) => Object.entries(ids).find(([prefix]) => path.startsWith(prefix))?.[1] ?? payment.id;
  const strangers = {
    "the other mode": await newKey(undefined, "live", server.organizationId),
    "another organization": await newKey(),
    "another organization's other mode": await newKey(undefined, "live"),
  };
  const withId = closed().filter(({ path }) => path.includes("{id}"));
  assert.ok(withId.length > 4, "some routes have an id");
  for (const [who, key] of Object.entries(strangers)) {
    for (const route of withId)
      assert.equal((await call(route, idOf(route.path), key)).status, 404, `${who}: ${name(route)}`);
    for (const path of ["/v1/payments", "/v1/links", "/v1/transactions", "/v1/webhooks/deliveries"]) {
      assert.deepEqual(
        (await server.call("GET", path, undefined, { authorization: `Bearer ${key}` })).body.data,
        [],
        who,
      );
    }
  }
  assert.equal((await server.call("GET", `/v1/payments/${payment.id}`, undefined, own)).body.status, "ACTIVE");
  const { data } = (await server.call("GET", "/v1/auth/api-keys", undefined, own)).body;
  assert.ok(
    data.some(({ id }: { id: string }) => id === apiKey.id),
    "nobody revoked it",
  );
});
