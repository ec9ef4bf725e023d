import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { sql } from "kysely";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { operator, recordChange } from "../../src/access/audit-log.ts";
import { updateOrganization } from "../../src/access/organizations.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import { newMerchant } from "../support/merchant.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
/** Time stands still here: requests are counted by the minute. */
let held: Date | undefined;
before(async () => {
  server = await startTestServer({ clock: () => held ?? new Date() });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => patch({ successUrl: null, cancelUrl: null, disabledPairs: [] }));

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const patch = (change: object) => server.call("PATCH", "/v1/organization", change);
const pay = (body: object = {}) => server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD", ...body });

/** The newest entry of the audit log. */
async function lastEntry() {
  const { status, body } = await server.call("GET", "/v1/audit-log?limit=1");
  assert.equal(status, 200);
  return body.data[0];
}

test("PATCH /v1/organization: what is left out stays, null clears, and what is wrong is named", async () => {
  const { body } = await patch({ name: "Corner shop", successUrl: "https://shop.example/thanks" });
  assert.deepEqual([body.name, body.successUrl, body.cancelUrl], ["Corner shop", "https://shop.example/thanks", null]);
  assert.equal((await patch({ cancelUrl: "https://shop.example/cart" })).body.successUrl, body.successUrl);
  assert.equal((await patch({ successUrl: null })).body.successUrl, null);
  const read = await server.call("GET", "/v1/organization");
  assert.deepEqual([read.body.name, read.body.successUrl], ["Corner shop", null]);
  for (const [change, path] of [
    [{ name: "" }, ["name"]],
    [{ successUrl: "javascript:alert(1)" }, ["successUrl"]],
    [{ disabledPairs: [{ chainId: 56, token: "USDC" }] }, ["disabledPairs", 0]],
    [{ settlementAddress: "0x2222222222222222222222222222222222222222" }, ["settlementAddress"]],
    [{ limits: null }, ["limits"]],
  ] as const) {
    const answer = await patch(change);
    assert.deepEqual([answer.status, answer.body.errors[0].path], [400, path]);
  }
});

test("PATCH /v1/organization: where real money can be paid, a test key does not change what counts for it", async () => {
  const chains = server.context.chains.map((chain) => ({ ...chain, mode: chain.id === 1 ? "live" : "test" }) as const);
  await using both = await startTestServer({ chains });
  const { key } = await issueApiKey(both.context, { organizationId: both.organizationId, mode: "live" });
  const rename = (headers?: Record<string, string>) =>
    both.call("PATCH", "/v1/organization", { name: "Renamed" }, headers);
  const refused = await rename();
  assert.deepEqual([refused.status, refused.body.code], [403, "LIVE_KEY_REQUIRED"]);
  assert.equal((await rename(bearer(key))).body.name, "Renamed");
});

test("organization: its URLs are those of payments that name none, and null is none", async () => {
  await patch({ successUrl: "https://shop.example/thanks", cancelUrl: "https://shop.example/cart" });
  const byDefault = (await pay()).body;
  assert.deepEqual(
    [byDefault.successUrl, byDefault.cancelUrl],
    ["https://shop.example/thanks", "https://shop.example/cart"],
  );
  const own = (await pay({ successUrl: "https://other.example/", cancelUrl: null })).body;
  assert.deepEqual([own.successUrl, own.cancelUrl], ["https://other.example/", null]);
});

test("organization: a pair that is switched off is neither accepted, offered nor quoted, also for payments that are open", async () => {
  const { body: open } = await pay({ acceptedChains: [8453, 42161] });
  const onArbitrum = { chainId: 42161, token: "USDC" } as const;
  await quotePayment(server.context, open.id, onArbitrum);
  await patch({ disabledPairs: [{ chainId: 8453, token: "USDC" }, onArbitrum] });

  const offered = (await server.call("GET", `/v1/checkout/${open.id}`)).body.options;
  assert.deepEqual(
    offered.map(({ chainId, token }: { chainId: number; token: string }) => [chainId, token]),
    [[42161, "USDT"]],
  );
  await assert.rejects(quotePayment(server.context, open.id, onArbitrum), { code: "VALIDATION_FAILED" });
  assert.equal((await pay()).body.acceptedChains.includes(8453), false, "Base has USDC alone");
  const refused = await pay({ acceptedChains: [8453] });
  assert.deepEqual([refused.status, refused.body.errors[0].path], [400, ["acceptedChains"]]);
});

test("organization: limits of its own count for its keys alone", async () => {
  const { key: other } = await issueApiKey(server.context, {
    organizationId: (await newMerchant(server.context)).id,
    mode: "test",
  });
  const ask = (key: string) => server.call("GET", "/v1/payments", undefined, bearer(key));
  const limits = { perMinute: 3, perHour: 50, perDay: 60 };
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "test" });
  held = new Date();
  await updateOrganization(server.context, server.organizationId, { limits }, operator);
  const answers = [await ask(key), await ask(key), await ask(key), await ask(key)];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 429],
  );
  assert.equal(answers[0]?.headers.get("x-ratelimit-limit"), "3");
  assert.equal((await ask(other)).status, 200);
  await updateOrganization(server.context, server.organizationId, { limits: null }, operator);
  held = undefined;
});

test("audit log: every change of keys and settings says who, from where, what before and after, and no secret", async () => {
  const { body: key } = await server.call("POST", "/v1/auth/api-keys", { name: "New", scopes: ["audit:read"] });
  const created = await lastEntry();
  assert.deepEqual([created.action, created.target, created.actor.type], ["key.created", `key/${key.id}`, "key"]);
  assert.equal(created.actor.address, "127.0.0.1");
  assert.deepEqual(created.after.scopes, ["audit:read"]);

  await server.call("DELETE", `/v1/auth/api-keys/${key.id}`);
  assert.deepEqual([(await lastEntry()).action, (await lastEntry()).before.name], ["key.revoked", "New"]);

  await patch({ name: "Before" });
  await patch({ name: "After" });
  const renamed = await lastEntry();
  assert.deepEqual([renamed.before, renamed.after], [{ name: "Before" }, { name: "After" }]);
  await patch({ name: "After" });
  assert.equal((await lastEntry()).id, renamed.id, "the same again is no change");
  const pairs = { disabledPairs: [{ chainId: 8453, token: "USDC" }] };
  await patch(pairs);
  const switchedOff = await lastEntry();
  await patch(pairs);
  assert.equal((await lastEntry()).id, switchedOff.id);

  await server.call("PUT", "/v1/checkout-settings", { embedOrigins: ["https://shop.example"] });
  assert.equal((await lastEntry()).action, "checkout_settings.updated");

  const url = "https://hooks.example/here?token=hush";
  await server.call("POST", "/v1/webhooks", { url });
  const hooked = await lastEntry();
  assert.deepEqual(
    [hooked.action, hooked.after],
    ["webhook.created", { url: "https://hooks.example/here", events: ["*"], style: "standard" }],
  );
  await server.call("PUT", "/v1/webhooks", { url: "https://hooks.example/there" });
  assert.equal((await lastEntry()).action, "webhook.updated");
  const { body: rotated } = await server.call("POST", "/v1/webhooks/regenerate-secret");
  assert.equal((await lastEntry()).action, "webhook.secret_rotated");

  const { body: whole } = await server.call("GET", "/v1/audit-log?limit=100");
  for (const secret of [key.key, rotated.secret, "hush"]) assert.equal(JSON.stringify(whole).includes(secret), false);
});

test("audit log: changes of one millisecond are in the order of their writing, over pages too", async () => {
  const organization = await newMerchant(server.context);
  const { key } = await issueApiKey(server.context, { organizationId: organization.id, mode: "live" });
  const numbers = Array.from({ length: 30 }, (_, number) => number);
  await server.database.transaction().execute(async (transaction) => {
    for (const number of numbers) {
      const target = { type: "test", id: `${number}` };
      const change = { organizationId: organization.id, action: "test.changed", target } as const;
      await recordChange(transaction, change, operator, new Date("2026-05-01T00:00:00Z"));
    }
  });
  const read: string[] = [];
  for (let cursor = ""; read.length < numbers.length; ) {
    const { body } = await server.call("GET", `/v1/audit-log?limit=7${cursor}`, undefined, bearer(key));
    read.push(...body.data.map(({ target }: { target: string }) => target));
    if (!body.hasMore) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  const expected = numbers.map((number) => `test/${number}`).toReversed();
  assert.deepEqual(read.slice(0, numbers.length), expected);
});
test("audit log: another organization's entries are not shown, and no row can be changed", async () => {
  const { key } = await issueApiKey(server.context, {
    organizationId: (await newMerchant(server.context)).id,
    mode: "live",
  });
  const { body } = await server.call("GET", "/v1/audit-log", undefined, bearer(key));
  assert.deepEqual(
    body.data.map(({ action }: { action: string }) => action),
    ["key.created", "organization.created"],
  );
  await assert.rejects(sql`update audit_log set actor = 'key'`.execute(server.database), /append-only/);
  await assert.rejects(sql`delete from audit_log`.execute(server.database), /append-only/);
});
