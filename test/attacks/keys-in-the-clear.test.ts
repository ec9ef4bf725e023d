import assert from "node:assert/strict";
import { test } from "node:test";
import { browserHeaders, newPerson, signIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

// Somebody on the way reads what is sent over plain HTTP.

const ask = async (server: TestServer, headers: Record<string, string>, path = "/v1/payments") => {
  const { status, body } = await server.call("GET", path, undefined, headers);
  return [status, body.code];
};

test("requireEncryption: a key is taken over HTTPS, as a trusted proxy says, or on this machine alone", async () => {
  await using server = await startTestServer({ trustedProxies: ["127.0.0.1"] });
  const key = { authorization: `Bearer ${server.apiKey}` };
  const remote = { "x-forwarded-for": "198.51.100.7" };
  assert.deepEqual(await ask(server, key), [200, undefined]);
  assert.deepEqual(await ask(server, { ...key, ...remote, "x-forwarded-proto": "https" }), [200, undefined]);
  assert.deepEqual(await ask(server, { ...key, ...remote, "x-forwarded-proto": "http" }), [403, "HTTPS_REQUIRED"]);
  assert.deepEqual(await ask(server, { ...key, ...remote }), [403, "HTTPS_REQUIRED"]);
  // The first entry is whatever the client wrote, the last is the proxy's own.
  assert.deepEqual(await ask(server, { ...key, ...remote, "x-forwarded-proto": "https, http" }), [
    403,
    "HTTPS_REQUIRED",
  ]);
  assert.deepEqual(await ask(server, { "x-api-key": "pk_live_nobody", ...remote }), [403, "HTTPS_REQUIRED"]);
  assert.deepEqual(await ask(server, remote), [401, "UNAUTHORIZED"], "where no key came, none is lost");
  assert.deepEqual(await ask(server, remote, "/v1/status"), [200, undefined]);
});

test("requireEncryption: a session, and whatever signs in, likewise", async () => {
  await using server = await startTestServer({ trustedProxies: ["127.0.0.1"] });
  const person = await newPerson(server.context, { organizationId: server.organizationId });
  const { headers } = await signIn(server.context, person.id);
  const inTheClear = { "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "http" };
  for (const path of ["/v1/payments", "/v1/account"]) {
    assert.deepEqual(await ask(server, headers, path), [200, undefined]);
    assert.deepEqual(await ask(server, { ...headers, ...inTheClear }, path), [403, "HTTPS_REQUIRED"]);
  }
  for (const [path, body] of [
    ["/v1/sign-in/codes", { email: person.email }],
    ["/v1/sign-in/codes/verify", { token: "x", code: "000000" }],
    ["/v1/invitations/accept", { token: "x", name: "Ada" }],
  ] as const) {
    const answer = await server.call("POST", path, body, { ...browserHeaders(server.context), ...inTheClear });
    assert.deepEqual([answer.status, answer.body.code], [403, "HTTPS_REQUIRED"], path);
  }
});
