import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { User } from "../../src/store/index.ts";
import { createAuthenticator, type Oddities, type SoftwareAuthenticator } from "../support/authenticator.ts";
import { browserHeaders, newPerson, signIn, tokenIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const site = { origin: "https://pay.example", rpId: "pay.example" };

let now = new Date("2026-11-26T12:00:00Z");
let server: TestServer;
let user: User;
let authenticator: SoftwareAuthenticator;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  user = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
  authenticator = createAuthenticator(site);
});

const page = () => browserHeaders(server.context);

async function register(of = user, made = authenticator, oddities?: Oddities) {
  const { headers } = await signIn(server.context, of.id);
  const { body } = await server.call("POST", "/v1/account/passkeys/options", undefined, headers);
  const response = await made.create(body.options, oddities);
  return server.call("POST", "/v1/account/passkeys", { token: body.token, name: "Laptop", response }, headers);
}

const askForPasskey = async () => (await server.call("POST", "/v1/sign-in/passkeys/options", undefined, page())).body;

async function signInWith(made = authenticator, oddities?: Oddities) {
  const { token, options } = await askForPasskey();
  const response = await made.get(options, oddities);
  return { token, response, ...(await server.call("POST", "/v1/sign-in/passkeys", { token, response }, page())) };
}

test("passkey: is added by its account, and signs in without a name", async () => {
  assert.equal((await register()).status, 201);
  const { status, body, headers } = await signInWith();
  assert.deepEqual([status, body.status], [200, "signed_in"]);
  const cookie = browserHeaders(server.context, tokenIn(headers));
  const account = (await server.call("GET", "/v1/account", undefined, cookie)).body;
  assert.deepEqual([account.email, account.passkeys[0].name], [user.email, "Laptop"]);
  const [session] = (await server.call("GET", "/v1/sessions", undefined, cookie)).body.data.filter(
    ({ isCurrent }: { isCurrent: boolean }) => isCurrent,
  );
  assert.deepEqual([session.method, session.isStrong], ["passkey", true]);
});

test("passkey: an answer for another site, in a frame, or of another challenge adds none", async () => {
  for (const oddities of [
    { origin: "https://pay.example.evil.example" },
    { origin: "http://pay.example" },
    { rpId: "evil.example" },
    { crossOrigin: true },
    { challenge: "AAAA" },
  ]) {
    assert.equal(
      (await register(user, authenticator, oddities)).body.code,
      "PASSKEY_REFUSED",
      JSON.stringify(oddities),
    );
  }
});

test("passkey: a certificate that nobody asked for is refused before anything of it is read", async (context) => {
  const asked = context.mock.method(globalThis, "fetch", fetch);
  const attStmt = new Map<string, unknown>([
    ["alg", -7],
    ["sig", new Uint8Array(70)],
    ["x5c", [new Uint8Array(200)]],
  ]);
  const { body } = await register(user, authenticator, { attestation: { fmt: "packed", attStmt } });
  assert.equal(body.code, "PASSKEY_REFUSED");
  const elsewhere = asked.mock.calls.filter(({ arguments: [url] }) => !String(url).startsWith(server.url));
  assert.deepEqual(elsewhere, []);
});

test("passkey: an answer for another site, in a frame, of another account or challenge signs nobody in", async () => {
  await register();
  for (const oddities of [
    { origin: "https://evil.example" },
    { rpId: "evil.example" },
    { crossOrigin: true },
    { challenge: "AAAA" },
    { userHandle: Buffer.from("another").toString("base64url") },
  ]) {
    const { status, body } = await signInWith(authenticator, oddities);
    assert.deepEqual([status, body.code], [401, "SIGN_IN_FAILED"], JSON.stringify(oddities));
  }
  assert.equal((await signInWith(createAuthenticator(site))).status, 401, "one that nobody added");
});

test("passkey: a counter that does not go on is a copy", async () => {
  await register();
  assert.equal((await signInWith(authenticator, { counter: 7 })).status, 200);
  assert.equal((await signInWith(authenticator, { counter: 7 })).status, 401);
  assert.equal((await signInWith(authenticator, { counter: 3 })).status, 401);
  assert.equal((await signInWith(authenticator, { counter: 8 })).status, 200);
});

test("passkey: an answer is taken once, for its own challenge, within five minutes", async () => {
  await register();
  const { token, response } = await signInWith();
  const send = (of: string, answer: object) =>
    server.call("POST", "/v1/sign-in/passkeys", { token: of, response: answer }, page());
  assert.equal((await send(token, response)).status, 401);
  assert.equal((await send((await askForPasskey()).token, response)).status, 401);
  const late = await askForPasskey();
  const answer = await authenticator.get(late.options);
  now = new Date(now.getTime() + 5 * 60_000);
  assert.equal((await send(late.token, answer)).status, 401);
});

test("passkey: a challenge of one account adds none to another, and one credential is one account's", async () => {
  const other = await newPerson(server.context);
  const mine = await signIn(server.context, user.id);
  const { body } = await server.call("POST", "/v1/account/passkeys/options", undefined, mine.headers);
  const response = await authenticator.create(body.options);
  const { headers } = await signIn(server.context, other.id);
  const stolen = await server.call("POST", "/v1/account/passkeys", { token: body.token, response }, headers);
  assert.equal(stolen.body.code, "PASSKEY_REFUSED");
  assert.equal((await register()).status, 201);
  assert.equal((await register(other)).body.code, "PASSKEY_REFUSED");
});

test("passkey: that was removed signs in no more, and nobody removes another's", async () => {
  await register();
  const path = `/v1/account/passkeys/${authenticator.credentialId}`;
  const stranger = await signIn(server.context, (await newPerson(server.context)).id);
  assert.equal((await server.call("DELETE", path, undefined, stranger.headers)).body.code, "PASSKEY_NOT_FOUND");
  const { headers } = await signIn(server.context, user.id);
  assert.deepEqual((await server.call("DELETE", path, undefined, headers)).body.passkeys, []);
  assert.equal((await signInWith()).status, 401);
});
