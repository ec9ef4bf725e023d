import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { scopes } from "../../src/access/scopes.ts";
import { type MemberRole, memberRoles } from "../../src/store/index.ts";
import { anyMandate, anyMandates } from "../support/mandates.ts";
import { newMerchant } from "../support/merchant.ts";
import { browserHeaders, newPerson, signIn } from "../support/person.ts";
import { toolsWithoutChains } from "../support/sandbox-tools.ts";
import { type Answer, startTestServer, type TestServer } from "../support/test-server.ts";

// Every route of the OpenAPI document × every scope × every role × both modes × another organization. A new route stands in the document, so it is in here.

/** Whoever knows an id, or anybody, may use these. A route that needs no key is added here by hand, or this test fails. */
const open = new Set([
  "GET /v1/checkout/{id}",
  "GET /v1/checkout/{id}/balances",
  "GET /v1/checkout/{id}/events",
  "POST /v1/checkout/{id}/quotes",
  "POST /v1/checkout/{id}/authorizations",
  "GET /v1/checkout/{id}/recoveries",
  "GET /v1/status",
  // By the secret in the URL of a mandate's page.
  "GET /v1/mandate-pages/{token}",
  "POST /v1/mandate-pages/{token}/terms",
  "POST /v1/mandate-pages/{token}/signature",
  "POST /v1/mandate-pages/{token}/cancellation",
  // By a checkout token, or by a key with payments:write.
  "POST /v1/paymaster/{token}",
  "POST /v1/web3/{chainId}",
  // By what the mailbox, the app or the authenticator says.
  "POST /v1/sign-in/codes",
  "POST /v1/sign-in/codes/verify",
  "POST /v1/sign-in/second-factor",
  "POST /v1/sign-in/passkeys/options",
  "POST /v1/sign-in/passkeys",
  // By the link.
  "POST /v1/invitations/accept",
]);

type Route = {
  readonly method: string;
  readonly path: string;
  readonly scope: string | undefined;
  /** For people alone. */
  readonly isForPeople: boolean;
  /** Undefined: whoever is signed in. */
  readonly roles: readonly MemberRole[] | undefined;
  readonly isFresh: boolean;
  readonly isStrong: boolean;
  /** For who operates the server, whatever the role. */
  readonly isForOperators: boolean;
};

type Operation = {
  readonly "x-scope"?: string;
  readonly "x-session"?: boolean;
  readonly "x-roles"?: readonly MemberRole[];
  readonly "x-fresh-sign-in"?: boolean;
  readonly "x-strong-sign-in"?: boolean;
  readonly "x-operator"?: boolean;
};

const operators = new Set<string>();
let server: TestServer;
let routes: readonly Route[];
before(async () => {
  server = await startTestServer({
    operators,
    sandboxTools: toolsWithoutChains(),
    engine: { mandates: anyMandates },
  });
  const { body } = await server.call("GET", "/v1/openapi.json");
  const paths = body.paths as Record<string, Record<string, Operation>>;
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({
      method: method.toUpperCase(),
      path,
      scope: route["x-scope"],
      isForPeople: route["x-session"] ?? false,
      roles: route["x-roles"],
      isFresh: route["x-fresh-sign-in"] ?? false,
      isStrong: route["x-strong-sign-in"] ?? false,
      isForOperators: route["x-operator"] ?? false,
    })),
  );
});
after(() => server[Symbol.asyncDispose]());

const name = ({ method, path }: Route) => `${method} ${path}`;
const closed = () => routes.filter(({ scope }) => scope !== undefined);
const forPeople = () => routes.filter(({ isForPeople }) => isForPeople);

/** What is not refused for its body, of routes that take no empty one. */
const soundBodies: Readonly<Record<string, string>> = {
  "POST /v1/mandates/{id}/charges": JSON.stringify({ period: 0 }),
  "POST /v1/payments/{id}/refunds": JSON.stringify({ reason: "Returned" }),
  "POST /v1/invoices/{id}/credit-notes": JSON.stringify({ reason: "Returned" }),
  "POST /v1/sandbox/payments/{id}/simulations": JSON.stringify({ action: "UNDERPAY" }),
  "PATCH /api/v1/subscriptions/{id}": JSON.stringify({ action: "pause" }),
  "POST /v1/refunds/{id}/transaction": JSON.stringify({ txHash: `0x${"11".repeat(32)}` }),
};

/** What a route answers to a key, or to a browser's headers; the body where it is JSON. */
async function call({ method, path }: Route, id: string, credential: string | Record<string, string>) {
  const headers = typeof credential === "string" ? { authorization: `Bearer ${credential}` } : credential;
  // An empty change is a sound one, so that the id is what is refused.
  const takesEmpty = ["PATCH", "PUT"].includes(method) || (method === "POST" && path.includes("{id}"));
  const body = soundBodies[`${method} ${path}`] ?? (takesEmpty ? "{}" : undefined);
  const typed = body === undefined ? headers : { ...headers, "content-type": "application/json" };
  const url = new URL(path.replace(/\{\w+\}/, id).replace("{period}", "0"), server.url);
  const response = await fetch(url, { method, headers: typed, ...(body !== undefined && { body }) });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, body: isJson ? await response.json() : undefined };
}

/** Each API has its own place for it, and one writes it small. */
const codeOf = (body: Answer["body"]): string | undefined => body?.code ?? body?.error?.code?.toUpperCase();

const newKey = async (granted?: readonly string[], mode: "test" | "live" = "test", organizationId?: string) => {
  const owner = { organizationId: organizationId ?? (await newMerchant(server.context)).id, mode };
  return (await issueApiKey(server.context, owner, { scopes: granted })).key;
};

test("access: a route names its scope, is for people alone, or is known to be open", () => {
  const unknown = routes
    .filter((route) => route.scope === undefined && !route.isForPeople && !open.has(name(route)))
    .map(name);
  assert.deepEqual(unknown, []);
  assert.deepEqual(
    [...open].filter((one) => !routes.some((route) => name(route) === one)),
    [],
  );
  assert.deepEqual(
    closed().filter(({ scope }) => !(scopes as readonly string[]).includes(scope ?? "")),
    [],
  );
  assert.ok(closed().length > 20 && forPeople().length > 10, "the document lists the routes");
});

test("access: without a key, and with one that nobody has, every closed route is a 401", async () => {
  for (const route of closed()) {
    const { path, method } = route;
    assert.equal((await server.call(method, path.replace("{id}", "x"), undefined, {})).status, 401, name(route));
    assert.equal((await call(route, "x", `pk_test_${"a".repeat(32)}`)).status, 401, name(route));
  }
});

test("access: without a session, and with any key, every route for people alone is closed", async () => {
  const key = await newKey();
  for (const route of forPeople()) {
    assert.equal((await call(route, "x", {})).body.code, "SIGNED_OUT", name(route));
    assert.equal((await call(route, "x", browserHeaders(server.context, "session_x"))).status, 401, name(route));
    assert.equal((await call(route, "x", key)).body.code, "SESSION_REQUIRED", name(route));
  }
});

test("access: every role opens the routes that the document says, and a refusal names the role", async () => {
  for (const role of memberRoles) {
    for (const route of [...closed(), ...forPeople()]) {
      const person = await newPerson(server.context, { organizationId: server.organizationId, role });
      const { headers } = await signIn(server.context, person.id, { isStrong: true });
      const { status, body } = await call(route, "x", headers);
      if (route.isForOperators) {
        assert.deepEqual([status, codeOf(body)], [403, "OPERATOR_REQUIRED"], `${role}: ${name(route)}`);
        continue;
      }
      const isAllowed = route.roles?.includes(role) ?? true;
      if (isAllowed) assert.ok(status !== 401 && status !== 403, `${role}: ${name(route)} ${status} ${body?.code}`);
      else {
        assert.deepEqual([status, codeOf(body)], [403, "ROLE_INSUFFICIENT"], `${role}: ${name(route)}`);
        assert.ok(JSON.stringify(body).includes(role), `${role}: ${name(route)} names the role`);
      }
    }
  }
});

test("access: what is for operators opens to whom OPERATORS names, once the mailbox is shown to be theirs", async () => {
  const forOperators = routes.filter(({ isForOperators }) => isForOperators);
  assert.deepEqual(forOperators.map(name), ["GET /v1/server"]);
  const [operator, unproven] = [await newPerson(server.context), await newPerson(server.context)];
  operators.add(operator.email).add(unproven.email);
  await server.database.updateTable("users").set({ emailVerifiedAt: null }).where("id", "=", unproven.id).execute();
  for (const route of forOperators) {
    const statusOf = async (id: string) => (await call(route, "x", (await signIn(server.context, id)).headers)).status;
    assert.deepEqual([await statusOf(operator.id), await statusOf(unproven.id)], [200, 403], name(route));
  }
});

test("access: who works in no organization opens none, and in another one nothing of this", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  const nobody = await newPerson(server.context);
  const other = await newPerson(server.context, { organizationId: (await newMerchant(server.context)).id });
  for (const route of closed()) {
    const id = route.path.startsWith("/v1/auth") ? "x" : payment.id;
    const { headers } = await signIn(server.context, nobody.id);
    assert.equal(codeOf((await call(route, id, headers)).body), "NOT_A_MEMBER", name(route));
    const { headers: others } = await signIn(server.context, other.id);
    const here = { ...others, "x-organization": server.organizationId };
    assert.equal(codeOf((await call(route, id, here)).body), "NOT_A_MEMBER", name(route));
    if (route.path.includes("{id}")) assert.equal((await call(route, id, others)).status, 404, name(route));
  }
});

test("access: what the document says needs a sign-in of this moment refuses an older one", async () => {
  const person = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
  const { headers, session } = await signIn(server.context, person.id);
  const createdAt = new Date(session.createdAt.getTime() - 10 * 60_000);
  await server.database.updateTable("sessions").set({ createdAt }).where("id", "=", session.id).execute();
  const fresh = routes.filter(({ isFresh }) => isFresh);
  assert.ok(fresh.length > 10);
  for (const route of fresh) {
    assert.equal((await call(route, "x", headers)).body.code, "FRESH_SIGN_IN_REQUIRED", name(route));
  }
});

test("access: what the document says needs a strong sign-in refuses one by a code alone", async () => {
  const person = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
  const { headers } = await signIn(server.context, person.id);
  const strong = routes.filter(({ isStrong }) => isStrong);
  assert.ok(strong.length > 0);
  for (const route of strong) assert.equal((await call(route, "x", headers)).body.code, "STRONG_SIGN_IN_REQUIRED");
});

test("access: every change with a session has to come from a page of this server", async () => {
  const person = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
  const { headers } = await signIn(server.context, person.id);
  const { cookie = "" } = headers;
  const changing = [...closed(), ...forPeople()].filter(({ method }) => method !== "GET");
  assert.ok(changing.length > 20);
  for (const route of changing) {
    for (const from of [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site", origin: headers.origin ?? "" },
      { "sec-fetch-site": "same-site" },
    ]) {
      assert.equal(codeOf((await call(route, "x", { cookie, ...from })).body), "CROSS_ORIGIN", name(route));
    }
  }
});

test("access: every scope opens its own routes and no others, and a refusal names what is missing", async () => {
  for (const granted of scopes) {
    const key = await newKey([granted]);
    for (const route of closed()) {
      const { status, body } = await call(route, "x", key);
      if (route.scope === granted) assert.ok(status !== 401 && status !== 403, `${granted}: ${name(route)} ${status}`);
      else {
        assert.equal(status, 403, `${granted}: ${name(route)}`);
        // Where an API puts it is its own affair.
        assert.ok(JSON.stringify(body).includes(`${route.scope}`), `${granted}: ${name(route)} names ${route.scope}`);
      }
    }
  }
});

test("access: what is an organization's in one mode is not there for its other mode, nor for anybody else", async () => {
  const own = { authorization: `Bearer ${server.apiKey}` };
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" }, own);
  const { body: link } = await server.call("POST", "/v1/links", { title: "A", amount: "1.00", currency: "USD" }, own);
  const invoice = (await server.call("POST", "/v1/invoices", { title: "A", amount: "1", currency: "USD" }, own)).body;
  const { body: apiKey } = await server.call("POST", "/v1/auth/api-keys", {}, own);
  const ask = { price: 1, currency: "USDC", chain: "Base" };
  const { body: single } = await server.call("POST", "/v1/payment-links", ask, own);
  const order = { orderReference: "1", amount: "1", currency: "USDC", chainId: "base" };
  const { body: ordered } = await server.call("POST", "/api/v1/orders", order, own);
  const { body: customer } = await server.call("POST", "/v1/customers", {}, own);
  const { body: reference } = await server.call("POST", "/v1/deposit-references", { reference: "A" }, own);
  const { body: mandate } = await server.call("POST", "/v1/mandates", anyMandate, own);
  const monthly = { currency: "USDC", amount: "9", interval: "MONTHLY" };
  const { body: offered } = await server.call("POST", "/v1/subscription-packages", { name: "Pro", ...monthly }, own);
  const { body: plan } = await server.call("POST", "/v1/recurring-plans", { title: "Pro", ...monthly }, own);
  const joined = { packageId: offered.id, customerEmail: "ann@client.example" };
  const { body: subscription } = await server.call("POST", "/v1/subscriptions", joined, own);
  const ids = {
    "/v1/subscription-packages": offered.slug,
    "/api/v1/subscription-packages": offered.id,
    "/v1/recurring-plans": plan.id,
    "/api/v1/recurring-plans": plan.id,
    "/v1/subscriptions": subscription.id,
    "/api/v1/subscriptions": subscription.id,
    "/v1/mandates": mandate.id,
    "/v1/customers": customer.id,
    "/v1/deposit-references": reference.id,
    "/v1/auth/api-keys": apiKey.id,
    "/api/v1/api-keys": apiKey.id,
    "/v1/links": link.id,
    "/v1/invoices": invoice.id,
    "/api/v1/invoices": invoice.publicId,
    "/api/v1/payment_links": link.id,
    "/api/v1/payment-links": link.id,
    "/v1/payment-links": single.linkId,
    "/api/v1/orders": ordered.orderId,
    "/api/v1/transfers": payment.id,
  };
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
    for (const path of [
      "/v1/payments",
      "/v1/links",
      "/v1/invoices",
      "/api/v1/invoices",
      "/v1/subscription-packages",
      "/api/v1/subscription-packages",
      "/v1/recurring-plans",
      "/api/v1/recurring-plans",
      "/v1/subscriptions",
      "/api/v1/subscriptions",
      "/api/v1/subscriptions/webhook-logs",
      "/api/v1/webhooks/logs",
      "/v1/payment-links",
      "/api/v1/orders",
      "/v1/customers",
      "/v1/deposit-references",
      "/v1/deposits",
      "/v1/mandates",
      "/v1/transactions",
      "/v1/webhooks/deliveries",
    ]) {
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
