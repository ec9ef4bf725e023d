import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import { browserHeaders, newPerson, signIn, tokenIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

async function signInByMail(email: string, headers: Record<string, string>) {
  const { body } = await server.call("POST", "/v1/sign-in/codes", { email }, headers);
  await sendSignInCodes(server.context);
  const { code = "" } = server.context.peopleMail.codes.at(-1) ?? {};
  return server.call("POST", "/v1/sign-in/codes/verify", { token: body.token, code }, headers);
}

const statusOf = async (token: string | undefined) =>
  (await server.call("GET", "/v1/account", undefined, browserHeaders(server.context, token))).status;

test("session fixation: a cookie that was planted before signing in opens nothing after it", async () => {
  const [attacker, victim] = [await newPerson(server.context), await newPerson(server.context)];
  for (const planted of [`session_${"A".repeat(32)}`, (await signIn(server.context, attacker.id)).token]) {
    const answer = await signInByMail(victim.email, browserHeaders(server.context, planted));
    const own = tokenIn(answer.headers);
    assert.notEqual(own, planted);
    assert.deepEqual([await statusOf(planted), await statusOf(own)], [401, 200]);
  }
});

test("session fixation: over HTTPS only the cookie counts that no other host of the domain can set", async () => {
  const { id } = await newPerson(server.context);
  const { token } = await signIn(server.context, id);
  const headers = { cookie: `railsplit=${token}`, origin: "https://pay.example" };
  assert.equal((await server.call("GET", "/v1/account", undefined, headers)).status, 401);
});

test("session fixation: a server of this machine without HTTPS has a cookie without the prefix", async () => {
  await using local = await startTestServer({ publicUrl: "http://localhost:8080" });
  const { email } = await newPerson(local.context);
  const headers = browserHeaders(local.context);
  const { body } = await local.call("POST", "/v1/sign-in/codes", { email }, headers);
  await sendSignInCodes(local.context);
  const { code = "" } = local.context.peopleMail.codes.at(-1) ?? {};
  const answer = await local.call("POST", "/v1/sign-in/codes/verify", { token: body.token, code }, headers);
  const cookie = answer.headers.get("set-cookie") ?? "";
  assert.match(cookie, /^railsplit=session_/);
  assert.ok(cookie.includes("HttpOnly") && !cookie.includes("Secure"));
  const account = await local.call("GET", "/v1/account", undefined, { ...headers, cookie: cookie.split(";")[0] ?? "" });
  assert.equal(account.status, 200);
});

test("sessions at rest: no cookie, code, link or recovery code can be read from the database", async () => {
  const { id, email } = await newPerson(server.context, { organizationId: server.organizationId });
  const { token, headers } = await signIn(server.context, id);
  const link = await server.call(
    "POST",
    "/v1/invitations",
    { email: `new-${email}`, role: "viewer", delivery: "link" },
    headers,
  );
  await signInByMail(email, browserHeaders(server.context));
  const { code = "" } = server.context.peopleMail.codes.at(-1) ?? {};
  const tables = ["sessions", "signIns", "invitations", "auditLog"] as const;
  const rows = await Promise.all(tables.map((table) => server.database.selectFrom(table).selectAll().execute()));
  const stored = JSON.stringify(rows, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  assert.ok(stored.includes(createHash("sha256").update(token).digest("hex")));
  for (const secret of [token, new URL(link.body.url).pathname.split("/").at(-1) ?? "", `"${code}"`]) {
    assert.equal(stored.includes(secret), false);
  }
});
