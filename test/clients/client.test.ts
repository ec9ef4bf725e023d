import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Webhook } from "standardwebhooks";
import {
  ApiError,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  Railsplit,
  RateLimitError,
  SignatureError,
  ValidationError,
  verifyWebhook,
} from "../../clients/typescript/index.ts";
import { anyMandate } from "../support/mandates.ts";
import { toolsWithoutChains } from "../support/sandbox-tools.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
let railsplit: Railsplit;
before(async () => {
  server = await startTestServer({ sandboxTools: toolsWithoutChains() });
  railsplit = new Railsplit({ apiKey: server.apiKey, baseUrl: server.url });
});
after(() => server[Symbol.asyncDispose]());

const usd = { amount: "250.00", currency: "USD" } as const;

/** A client whose requests are answered by the test. */
function withAnswers(answer: (request: Request) => Response | Promise<Response>) {
  const requests: Request[] = [];
  const client = new Railsplit({
    apiKey: "pk_test_key",
    baseUrl: "https://pay.example/",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(request);
      return answer(request);
    },
  });
  return { client, requests };
}

const isOfAnotherApi = (path: string) =>
  path.startsWith("/v1/payment-links") || (path.startsWith("/api/v1/") && !path.startsWith("/api/v1/payment_links"));

test("every operation of the OpenAPI document that a key opens has a method", async () => {
  const { body } = await server.call("GET", "/v1/openapi.json");
  const operations = new Map<string, RegExp>();
  type Operation = { readonly operationId: string; readonly tags: readonly string[]; readonly "x-session"?: boolean };
  for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, Operation>>)) {
    for (const [method, { operationId, tags, "x-session": isForPeople = false }] of Object.entries(methods)) {
      // People sign in and are invited in a browser.
      if (isForPeople || tags.includes("Account") || operationId === "acceptInvitation") continue;
      // Wallets call it, by the URL in a quote.
      if (operationId === "callPaymaster") continue;
      // Other APIs have clients of their own.
      if (isOfAnotherApi(path)) continue;
      const pattern = path.replace(/\{\w+\}/g, "[^/]+");
      operations.set(operationId, new RegExp(`^${method.toUpperCase()} ${pattern}$`));
    }
  }
  const { client, requests } = withAnswers(() => Response.json({ data: [], hasMore: false, nextCursor: null }));
  const { invoices, recurringPlans, subscriptionPackages, subscriptions } = client;
  const { customers, depositReferences, deposits, mandates, mandatePages } = client;
  const payer = `0x${"11".repeat(20)}` as const;
  await client.sandbox.simulate("id", { action: "PAY" });
  await client.sandbox.reorganize({ chainId: 8453, blocks: 1 });
  await client.sandbox.clock();
  await client.sandbox.moveClock({ seconds: 60 });
  const { payments, refunds, links, paymentLinks, checkout, webhooks, events, apiKeys, organization, reports, chains } =
    client;
  await payments.create(usd);
  await payments.retrieve("id");
  await payments.list();
  await payments.cancel("id");
  await payments.recoveries("id");
  await payments.requestRecoveries("id");
  await payments.accept("id");
  await payments.mails("id");
  await refunds.create("id", { reason: "returned" });
  await refunds.retrieve("id");
  await refunds.list();
  await refunds.listOfPayment("id");
  await refunds.nameTransaction("id", `0x${"01".repeat(32)}`);
  await refunds.renewAddressLink("id");
  await refunds.cancel("id");
  await links.create({ title: "Pro Plan", ...usd });
  await links.retrieve("id");
  await links.list({ active: true });
  await links.update("id", { active: false });
  await links.del("id");
  await invoices.create({ title: "Consulting", ...usd });
  await invoices.retrieve("id");
  await invoices.list({ status: "OPEN" });
  await invoices.void("id");
  await invoices.expire("id");
  await invoices.settle("id");
  await invoices.notify("id");
  await invoices.remind("id");
  await invoices.credit("id", { reason: "Less" });
  const monthly = { ...usd, interval: "MONTHLY" } as const;
  await recurringPlans.create({ title: "Retainer", ...monthly });
  await recurringPlans.retrieve("id");
  await recurringPlans.list({ active: true });
  await recurringPlans.update("id", { active: false });
  await subscriptionPackages.create({ name: "Pro", ...monthly });
  await subscriptionPackages.retrieve("id");
  await subscriptionPackages.list({ active: true });
  await subscriptionPackages.update("id", { active: false });
  await subscriptions.create({ packageId: "pro", customerEmail: "ann@client.example" });
  await subscriptions.retrieve("id");
  await subscriptions.list({ status: "ACTIVE" });
  await subscriptions.update("id", { packageId: "pro" });
  await subscriptions.cycles("id");
  await subscriptions.pause("id");
  await subscriptions.resume("id");
  await subscriptions.cancel("id", { atPeriodEnd: true });
  await customers.create({ name: "A" });
  await customers.retrieve("id");
  await customers.list();
  await depositReferences.bind({ reference: "account-1" });
  await depositReferences.retrieve("id");
  await depositReferences.list({ bound: true });
  await depositReferences.unbind("id");
  await deposits.retrieve("id");
  await deposits.list({ status: "CONFIRMED" });
  await mandates.create(anyMandate);
  await mandates.retrieve("id");
  await mandates.list({ status: "ACTIVE" });
  await mandates.cancel("id");
  await mandates.charge("id", { period: 0 });
  await mandates.charges("id");
  await mandates.cancelCharge("id", 0);
  await mandatePages.retrieve("token");
  await mandatePages.prepare("token", payer);
  await mandatePages.sign("token", { payer, startsAt: "2026-01-01T00:00:00Z", signature: "0x00" });
  await mandatePages.end("token", "0x00");
  await paymentLinks.create({ title: "Pro Plan", fiatAmount: "99.00" });
  await paymentLinks.retrieve("id");
  await paymentLinks.list();
  await paymentLinks.update("id", { active: false });
  await paymentLinks.del("id");
  await checkout.balances("id", `0x${"11".repeat(20)}`);
  await checkout.recoveries("id");
  await checkout.retrieve("id");
  await checkout.quote("id", { chainId: 8453, token: "USDC" });
  await checkout.authorize("id", { type: "payment", quoteId: "id", payer: "0x00", signature: "0x00" });
  for await (const _ of checkout.follow("id"));
  await checkout.settings();
  await checkout.updateSettings({ embedOrigins: [] });
  await webhooks.listEndpoints();
  await webhooks.addEndpoint({ url: "https://shop.example" });
  await webhooks.retrieveEndpoint("id");
  await webhooks.updateEndpoint("id", { events: ["*"] });
  await webhooks.deleteEndpoint("id");
  await webhooks.regenerateEndpointSecret("id");
  await webhooks.testEndpoint("id");
  await events.list();
  await events.retrieve("id");
  for await (const _ of events.follow());
  await events.resend("id");
  await webhooks.retrieve();
  await webhooks.create({ url: "https://shop.example" });
  await webhooks.update({ url: "https://shop.example" });
  await webhooks.regenerateSecret();
  await webhooks.test();
  await webhooks.deliveries();
  await webhooks.redeliver("id");
  await webhooks.replay({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" });
  await apiKeys.list();
  await apiKeys.create({ scopes: ["payments:read"] });
  await apiKeys.revoke("id");
  await organization.retrieve();
  await organization.update({ successUrl: null });
  await organization.setLogo({ type: "image/png", data: "" });
  await organization.removeLogo();
  await organization.auditLog();
  await organization.members();
  await organization.invitations();
  await reports.transactions();
  await reports.analytics();
  await reports.importedPayments();
  await reports.export();
  await reports.requests();
  await chains.status();
  await chains.call(8453, "eth_blockNumber", []);
  const called = requests.map(({ method, url }) => {
    const line = `${method} ${new URL(url).pathname}`;
    return [...operations].find(([, pattern]) => pattern.test(line))?.[0];
  });
  assert.deepEqual(called.toSorted(), [...operations.keys()].toSorted());
});

test("payments are created, read, listed to the end and cancelled", async () => {
  const created = await railsplit.payments.create({ ...usd, externalId: "client-1", expiresAt: inHours(2) });
  assert.equal(created.pymstrFee, "2.50");
  assert.deepEqual(await railsplit.payments.retrieve(created.id), created);
  for (let index = 0; index < 4; index += 1) await railsplit.payments.create(usd);
  const page = await railsplit.payments.list({ limit: 2 });
  assert.deepEqual([page.data.length, page.hasMore], [2, true]);
  const ids = [];
  for await (const { id } of railsplit.payments.list({ limit: 2 })) ids.push(id);
  assert.equal(ids.length, 5);
  assert.equal(ids.at(-1), created.id);
  assert.equal((await railsplit.payments.cancel(created.id)).status, "CANCELLED");
  // Under another idempotency key: as a program does that began anew.
  assert.equal((await railsplit.payments.cancel(created.id)).status, "CANCELLED");
  const { options } = await railsplit.checkout.retrieve(ids[0] ?? "");
  assert.ok(options.length > 0);
});

test("cancel: the 409 of a payment that is paid stays one", async () => {
  const conflict = { statusCode: 409, message: "", error: "Conflict", code: "PAYMENT_NOT_ACTIVE", requestId: "r" };
  const { client } = withAnswers(() => Response.json({ ...conflict, status: "SUCCESSFUL" }, { status: 409 }));
  await assert.rejects(client.payments.cancel("id"), ConflictError);
});

test("half an answer is tried again, and a ConnectionError where it stays so", async () => {
  const half = () =>
    new Response(
      new ReadableStream({
        start(stream) {
          stream.enqueue(new TextEncoder().encode('{"id":"1'));
          stream.error(new TypeError("terminated"));
        },
      }),
    );
  const cut = () => new Response('{"id":"1');
  for (const broken of [half, cut]) {
    let answers = [broken];
    const flaky = withAnswers(() => (answers.shift() ?? (() => Response.json({ id: "1" })))());
    assert.equal((await flaky.client.payments.create(usd)).id, "1");
    const keys = flaky.requests.map(({ headers }) => headers.get("idempotency-key"));
    assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
    answers = [broken, broken, broken];
    await assert.rejects(flaky.client.payments.create(usd), ConnectionError);
  }
});

test("a client without a baseUrl, or with one that is none, says so as it is made", () => {
  for (const options of [
    { apiKey: "pk_test_key" },
    { baseUrl: "" },
    { baseUrl: "pay.example" },
    { baseUrl: "ftp://x" },
  ]) {
    assert.throws(() => new Railsplit(options as never), { name: "ConfigurationError", message: /baseUrl/ });
  }
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test("what goes wrong is an error with its type, code and cure", async () => {
  const failure = async (promise: Promise<unknown>) =>
    promise.then(
      () => assert.fail("It went well."),
      (error) => error,
    );
  const invalid = await failure(railsplit.payments.create({ ...usd, amount: "1.001" }));
  assert.ok(invalid instanceof ValidationError);
  assert.deepEqual(invalid.issues[0]?.path, ["amount"]);
  assert.match(invalid.requestId, /^req_/);
  const missing = await failure(railsplit.payments.retrieve("nothing"));
  assert.ok(missing instanceof NotFoundError && missing.code === "PAYMENT_NOT_FOUND");
  await railsplit.payments.create({ ...usd, externalId: "client-2" });
  const taken = await failure(railsplit.payments.create({ ...usd, externalId: "client-2" }));
  assert.ok(taken instanceof ConflictError && taken.code === "EXTERNAL_ID_IN_USE");
  const stranger = new Railsplit({ apiKey: "pk_test_wrong", baseUrl: server.url });
  assert.ok((await failure(stranger.payments.list())) instanceof AuthenticationError);
  const nowhere = new Railsplit({ baseUrl: "http://127.0.0.1:9", retries: 0 });
  assert.ok((await failure(nowhere.chains.status())) instanceof ConnectionError);
});

test("a request that fails for a moment is tried again under one idempotency key", async () => {
  const answers = [
    () => Response.json({ statusCode: 503, code: "X", message: "later", error: "", requestId: "" }, { status: 503 }),
    () => {
      throw new TypeError("connection reset");
    },
    () => Response.json({ id: "made" }, { status: 201 }),
  ];
  const { client, requests } = withAnswers(() => answers[requests.length - 1]?.() ?? Response.error());
  assert.equal((await client.payments.create(usd)).id, "made");
  assert.equal(requests.length, 3);
  assert.equal(new Set(requests.map(({ headers }) => headers.get("idempotency-key"))).size, 1);
  assert.match(requests[0]?.headers.get("idempotency-key") ?? "", /^[\w-]{36}$/);
});

test("an own idempotency key is used, and the server makes one payment of it", async () => {
  const options = { idempotencyKey: "order-77" };
  const [first, second] = [
    await railsplit.payments.create(usd, options),
    await railsplit.payments.create(usd, options),
  ];
  assert.equal(first.id, second.id);
});

test("what cannot be different next time, or must not be done twice, is not tried again", async () => {
  const answer = (status: number) => () =>
    Response.json({ statusCode: status, code: "X", message: "no", error: "", requestId: "" }, { status });
  const refused = withAnswers(answer(409));
  await assert.rejects(refused.client.payments.create(usd), ConflictError);
  assert.equal(refused.requests.length, 1);
  const once = withAnswers(answer(503));
  await assert.rejects(once.client.chains.call(1, "eth_sendUserOperation", []), ApiError);
  assert.equal(once.requests.length, 1);
});

test("beyond the limit it waits as long as it is told, then gives up with the time to wait", async () => {
  const body = { statusCode: 429, code: "RATE_LIMITED", message: "", error: "", requestId: "", retryAfter: 0 };
  const { client, requests } = withAnswers(() => Response.json(body, { status: 429, headers: { "retry-after": "0" } }));
  await assert.rejects(client.payments.list(), RateLimitError);
  assert.equal(requests.length, 3);
});

test("a proxy's page of HTML is an error that says what came", async () => {
  const { client } = withAnswers(() => new Response("<h1>Bad gateway</h1>", { status: 404 }));
  await assert.rejects(client.payments.retrieve("id"), /The server answered 404: <h1>Bad gateway/);
});

test("an answer has to begin within the time-out; a stream may then last", async () => {
  const silent = new Railsplit({
    baseUrl: "https://pay.example",
    timeout: 20,
    retries: 0,
    fetch: (_url, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
  });
  await assert.rejects(silent.chains.status(), ConnectionError);
  const slow = new Railsplit({
    baseUrl: "https://pay.example",
    timeout: 20,
    fetch: async (_url, init) => {
      const body = new ReadableStream({
        async start(controller) {
          init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
          await new Promise((resolve) => setTimeout(resolve, 60));
          controller.enqueue(new TextEncoder().encode('event: checkout\ndata: {"status":"ACTIVE"}\n\n'));
          controller.close();
        },
      });
      return new Response(body);
    },
  });
  const seen = [];
  for await (const { status } of slow.checkout.follow("id")) seen.push(status);
  assert.deepEqual(seen, ["ACTIVE"]);
});

test("a caller can stop waiting", async () => {
  const stopping = new AbortController();
  const { client } = withAnswers(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  const waiting = client.payments.list({}, { signal: stopping.signal });
  stopping.abort(new Error("changed my mind"));
  await assert.rejects(waiting, /changed my mind/);
});

test("webhooks are verified as the Standard Webhooks library signs them", async () => {
  const secret = `whsec_${Buffer.from("a secret of twenty-four b").toString("base64")}`;
  const body = JSON.stringify({ type: "payment.completed", timestamp: "2026-01-01T00:00:00Z", sequence: 1, data: {} });
  const now = new Date();
  const headers = (signed = body, at = now) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": `${Math.floor(at.getTime() / 1000)}`,
    "webhook-signature": new Webhook(secret).sign("msg_1", at, signed),
  });
  assert.equal((await verifyWebhook(body, headers(), secret)).type, "payment.completed");
  assert.equal(
    (await railsplit.webhooks.verify(new TextEncoder().encode(body), new Headers(headers()), secret)).sequence,
    1,
  );
  const upper = Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name.toUpperCase(), [value]]));
  assert.equal((await verifyWebhook(body, upper, secret)).sequence, 1);
  const rotated = { ...headers(), "webhook-signature": `v1,${"A".repeat(43)}= ${headers()["webhook-signature"]}` };
  await verifyWebhook(body, rotated, secret);
  const other = `whsec_${Buffer.from("another secret of bytes..").toString("base64")}`;
  await assert.rejects(verifyWebhook(body, headers(), other), SignatureError);
  await assert.rejects(verifyWebhook(`${body} `, headers(), secret), SignatureError);
  await assert.rejects(verifyWebhook(body, { ...headers(), "webhook-id": "msg_2" }, secret), SignatureError);
  const old = new Date(now.getTime() - 301_000);
  await assert.rejects(verifyWebhook(body, headers(body, old), secret), /too old/);
  await assert.rejects(verifyWebhook(body, {}, secret), /webhook-signature|webhook-id/);
  await assert.rejects(
    verifyWebhook(body, { ...headers(), "webhook-signature": "v1,not base64" }, secret),
    SignatureError,
  );
});

test("client: it depends on nothing, every import left at run time of what its entry reaches is a file of its own", async () => {
  const directory = fileURLToPath(new URL("../../clients/typescript", import.meta.url));
  const reached = new Set([`${directory}/index.ts`]);
  for (const file of reached) {
    const source = await readFile(file, "utf8");
    for (const [line, specifier = ""] of source.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";/gms)) {
      if (/^(import|export) type\b/.test(line)) continue;
      assert.match(specifier, /^\.\.?\//, `${file}: ${line}`);
      const target = join(dirname(file), specifier);
      assert.ok(target.startsWith(directory), `${file}: ${line}`);
      reached.add(target);
    }
  }
  assert.ok(reached.size > 8);
});
