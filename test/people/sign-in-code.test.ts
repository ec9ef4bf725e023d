import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { MailUnavailableError } from "../../src/people/errors.ts";
import { beginWithCode, sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import type { User } from "../../src/store/index.ts";
import { newMerchant } from "../support/merchant.ts";
import { browserHeaders, newPerson, signIn, tokenIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00Z");
let server: TestServer;
let user: User;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  user = await newPerson(server.context, { organizationId: server.organizationId, role: "admin" });
});

const minute = 60_000;
const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};
const post = (path: string, body: object, headers = browserHeaders(server.context)) =>
  server.call("POST", path, body, headers);

/** Asks for a code, and answers the token and the code of the mail, if one was sent. */
async function ask(email: string) {
  const { status, body } = await post("/v1/sign-in/codes", { email });
  assert.equal(status, 202);
  const { codes } = server.context.peopleMail;
  const sent = codes.length;
  await sendSignInCodes(server.context);
  return { token: body.token as string, code: codes.slice(sent).find(({ to }) => to === email)?.code };
}

const verify = (token: string, code: string | undefined, headers?: Record<string, string>) =>
  post("/v1/sign-in/codes/verify", { token, code: code ?? "" }, headers);

/** A code that is not the right one. */
const wrong = (code: string | undefined) => (code === "000000" ? "000001" : "000000");

test("sign-in code: signs in once, with a cookie that no script and no other host can touch", async () => {
  const { token, code } = await ask(user.email);
  assert.match(code ?? "", /^\d{6}$/);
  const answer = await verify(token, code);
  assert.deepEqual([answer.status, answer.body.status], [200, "signed_in"]);
  const cookie = answer.headers.get("set-cookie") ?? "";
  assert.match(cookie, /^__Host-railsplit=session_[\w-]{32};/);
  for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=2592000"]) {
    assert.ok(cookie.includes(attribute), attribute);
  }
  assert.doesNotMatch(cookie, /Domain/i);

  const account = await server.call(
    "GET",
    "/v1/account",
    undefined,
    browserHeaders(server.context, tokenIn(answer.headers)),
  );
  assert.deepEqual([account.body.email, account.body.organizations[0].role], [user.email, "admin"]);
  assert.equal((await verify(token, code)).status, 401, "a second use");
});

test("sign-in code: is right in any spelling of the address, and belongs to the browser that asked", async () => {
  const { token, code } = await ask(user.email);
  const other = await ask(user.email);
  assert.equal((await verify(other.token, code === other.code ? wrong(code) : code)).status, 401);
  assert.equal((await verify(token, code)).status, 200);
  const { body } = await post("/v1/sign-in/codes", { email: user.email.toUpperCase() });
  await sendSignInCodes(server.context);
  assert.equal((await verify(body.token, server.context.peopleMail.codes.at(-1)?.code)).status, 200);
});

test("sign-in code: is over after ten minutes, and after five tries", async () => {
  const late = await ask(user.email);
  later(10 * minute);
  assert.equal((await verify(late.token, late.code)).status, 401);
  const { token, code } = await ask(user.email);
  for (let tries = 0; tries < 5; tries += 1) assert.equal((await verify(token, wrong(code))).status, 401);
  assert.equal((await verify(token, code)).status, 401);
});

test("sign-in code: an address gets five an hour, and none after twenty wrong ones in a day", async () => {
  for (let count = 0; count < 5; count += 1) assert.ok((await ask(user.email)).code, `${count}`);
  assert.equal((await ask(user.email)).code, undefined);
  later(61 * minute);
  for (let count = 0; count < 4; count += 1) {
    const { token, code } = await ask(user.email);
    assert.ok(code);
    for (let tries = 0; tries < 5; tries += 1) await verify(token, wrong(code));
  }
  later(61 * minute);
  assert.equal((await ask(user.email)).code, undefined);
  later(24 * 60 * minute);
  assert.ok((await ask(user.email)).code);
});

test("sign-in: every time is a new session, and the one that the browser had ends", async () => {
  const first = await signIn(server.context, user.id);
  const { token, code } = await ask(user.email);
  const answer = await verify(token, code, first.headers);
  const second = tokenIn(answer.headers);
  assert.notEqual(second, first.token);
  const account = (cookie: string | undefined) =>
    server.call("GET", "/v1/account", undefined, browserHeaders(server.context, cookie));
  assert.equal((await account(first.token)).body.code, "SIGNED_OUT");
  assert.equal((await account(second)).status, 200);
});

test("sign-in: without mail there are no codes, and the answer says so", async () => {
  await assert.rejects(beginWithCode({ ...server.context, peopleMail: null }, user.email), MailUnavailableError);
});

test("session: ends after twelve idle hours, and after thirty days however it is used", async () => {
  const { headers } = await signIn(server.context, user.id);
  const status = async () => (await server.call("GET", "/v1/account", undefined, headers)).status;
  for (let hours = 0; hours < 30 * 24; hours += 11) {
    assert.equal(await status(), 200, `after ${hours} hours`);
    later(11 * 60 * minute);
  }
  assert.equal(await status(), 401);
  const idle = await signIn(server.context, user.id);
  later(12 * 60 * minute);
  assert.equal((await server.call("GET", "/v1/account", undefined, idle.headers)).status, 401);
});

test("session: is listed with where it is, and ended by its person alone", async () => {
  const here = await signIn(server.context, user.id);
  later(1);
  const there = await signIn(server.context, user.id);
  const stranger = await signIn(server.context, (await newPerson(server.context)).id);
  const list = async () => (await server.call("GET", "/v1/sessions", undefined, here.headers)).body.data;
  const ids = (await list()).map(({ id, isCurrent }: { id: string; isCurrent: boolean }) => [id, isCurrent]);
  assert.deepEqual(ids, [
    [there.session.id, false],
    [here.session.id, true],
  ]);
  const end = (id: string, headers: Record<string, string>) =>
    server.call("DELETE", `/v1/sessions/${id}`, undefined, headers);
  assert.equal((await end(there.session.id, stranger.headers)).body.code, "SESSION_NOT_FOUND");
  assert.equal((await end(there.session.id, here.headers)).status, 200);
  assert.equal((await server.call("GET", "/v1/account", undefined, there.headers)).status, 401);
  const out = await end("current", here.headers);
  assert.match(out.headers.get("set-cookie") ?? "", /^__Host-railsplit=;/);
  assert.equal((await server.call("GET", "/v1/account", undefined, here.headers)).status, 401);
});

test("session: opens the API as a key does, of the organization and mode that headers name or the session has", async () => {
  const { headers } = await signIn(server.context, user.id);
  const create = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" }, headers);
  assert.equal(create.status, 201);
  const path = `/v1/payments/${create.body.id}`;
  assert.equal((await server.call("GET", path)).status, 200, "the key of the same organization sees it");
  assert.equal((await server.call("GET", path, undefined, { ...headers, "x-mode": "live" })).status, 404);
  const other = await newMerchant(server.context);
  const foreign = await server.call("GET", path, undefined, { ...headers, "x-organization": other.id });
  assert.deepEqual([foreign.status, foreign.body.code], [403, "NOT_A_MEMBER"]);
  assert.equal((await server.call("GET", path, undefined, { ...headers, "x-mode": "both" })).status, 400);

  await server.call("PATCH", "/v1/sessions/current", { mode: "live" }, headers);
  assert.equal((await server.call("GET", path, undefined, headers)).status, 404);
  const moved = await server.call("PATCH", "/v1/sessions/current", { organizationId: other.id }, headers);
  assert.equal(moved.body.code, "ORGANIZATION_NOT_FOUND");
});

test("session: where a request carries a key too, the key counts", async () => {
  const { headers } = await signIn(server.context, user.id);
  const { cookie = "" } = headers;
  const key = { authorization: `Bearer ${server.apiKey}` };
  const create = (more: object) => server.call("POST", "/v1/auth/api-keys", {}, { cookie, ...more });
  const { body } = await create(key);
  const { data } = (await server.call("GET", "/v1/audit-log?limit=1")).body;
  assert.deepEqual([data[0].target, data[0].actor.type], [`key/${body.id}`, "key"]);
  assert.equal((await create({ authorization: "Bearer pk_test_nobody" })).status, 401, "a wrong key is no session");
});

test("session: its requests have idempotency keys of their own", async () => {
  const { headers } = await signIn(server.context, user.id);
  const create = (extra: object = {}) =>
    server.call(
      "POST",
      "/v1/payments",
      { amount: "1.00", currency: "USD" },
      { ...headers, "idempotency-key": "once", ...extra },
    );
  const first = await create();
  const again = await create();
  assert.equal(again.body.id, first.body.id);
  assert.equal(again.headers.get("idempotent-replayed"), "true");
  assert.equal((await create({ "x-mode": "live" })).body.code, "IDEMPOTENCY_KEY_REUSED");
});

test("session: keys and secrets want a sign-in of the last ten minutes", async () => {
  const { headers } = await signIn(server.context, user.id);
  later(9 * minute);
  assert.equal((await server.call("POST", "/v1/auth/api-keys", {}, headers)).status, 201);
  later(minute);
  for (const [method, path, body] of [
    ["POST", "/v1/auth/api-keys", {}],
    ["POST", "/v1/webhooks", { url: "https://shop.example/hooks" }],
    ["POST", "/v1/webhooks/regenerate-secret", undefined],
    ["POST", "/v1/invitations", { email: "new@people.example", role: "viewer" }],
    ["POST", "/v1/account/totp", undefined],
  ] as const) {
    assert.equal((await server.call(method, path, body, headers)).body.code, "FRESH_SIGN_IN_REQUIRED", path);
  }
  assert.equal((await server.call("GET", "/v1/auth/api-keys", undefined, headers)).status, 200);
});
