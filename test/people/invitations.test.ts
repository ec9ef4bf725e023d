import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import { newMerchant } from "../support/merchant.ts";
import { browserHeaders, newPerson, signIn, tokenIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00Z");
let server: TestServer;
let organizationId: string;
let owner: Record<string, string>;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  organizationId = (await newMerchant(server.context)).id;
  owner = (await signIn(server.context, (await newPerson(server.context, { organizationId })).id)).headers;
});

const newAddress = () => `${randomUUID()}@people.example`;
const tokenOf = (url: string) => new URL(url).pathname.split("/").at(-1) ?? "";
const page = () => browserHeaders(server.context);

const invite = (body: object) => server.call("POST", "/v1/invitations", { role: "member", ...body }, owner);
const accept = (url: string, headers = page()) =>
  server.call("POST", "/v1/invitations/accept", { token: tokenOf(url), name: "Ada" }, headers);

async function handOver(email = newAddress(), role = "member"): Promise<string> {
  const { status, body } = await invite({ email, role, delivery: "link" });
  assert.equal(status, 201);
  return body.url;
}

test("invitation: by link makes an account in its role, signs in, and works once", async () => {
  const email = newAddress();
  const url = await handOver(email, "viewer");
  assert.match(url, /^https:\/\/pay\.example\/invitations\/invitation_[\w-]{32}$/);
  const accepted = await accept(url);
  assert.deepEqual([accepted.status, accepted.body.organizationId], [200, organizationId]);
  const headers = browserHeaders(server.context, tokenIn(accepted.headers));
  const { body } = await server.call("GET", "/v1/account", undefined, headers);
  assert.deepEqual([body.email, body.name, body.organizations[0].role], [email, "Ada", "viewer"]);
  assert.equal(body.emailVerifiedAt, null, "a link that was handed over proves no mailbox");
  assert.equal((await accept(url)).body.code, "INVITATION_NOT_FOUND");
});

test("invitation: by mail goes to the mailbox alone, and proves it", async () => {
  const email = newAddress();
  const { body } = await invite({ email });
  assert.equal(body.url, null);
  const mail = server.context.peopleMail.invitations.at(-1);
  assert.deepEqual([mail?.to, mail?.role], [email, "member"]);
  const accepted = await accept(mail?.url ?? "");
  const headers = browserHeaders(server.context, tokenIn(accepted.headers));
  assert.ok((await server.call("GET", "/v1/account", undefined, headers)).body.emailVerifiedAt);
});

test("invitation: of a hundred who accept at once one joins", async () => {
  const url = await handOver();
  const answers = await Promise.all(Array.from({ length: 100 }, () => accept(url)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.ok(answers.every(({ status }) => status === 200 || status === 404));
  assert.equal((await server.call("GET", "/v1/members", undefined, owner)).body.data.length, 2);
});

test("invitation: ends when it is taken back, when another is sent, and after seven days", async () => {
  const email = newAddress();
  const first = await handOver(email);
  const second = await handOver(email);
  assert.equal((await accept(first)).status, 404);
  const { data } = (await server.call("GET", "/v1/invitations", undefined, owner)).body;
  assert.equal(data.length, 1);
  assert.equal((await server.call("DELETE", `/v1/invitations/${data[0].id}`, undefined, owner)).status, 200);
  assert.equal((await accept(second)).status, 404);
  const late = await handOver(email);
  now = new Date(now.getTime() + 7 * 24 * 60 * 60_000);
  assert.equal((await accept(late)).status, 404);
});

test("invitation: an account that exists is put nowhere by a link, but by who is signed in with it", async () => {
  const person = await newPerson(server.context);
  const url = await handOver(person.email);
  assert.equal((await accept(url)).body.code, "SIGN_IN_FIRST");
  const stranger = await signIn(server.context, (await newPerson(server.context)).id);
  assert.equal((await accept(url, stranger.headers)).body.code, "SIGN_IN_FIRST");
  const { headers } = await signIn(server.context, person.id);
  const accepted = await accept(url, headers);
  assert.deepEqual([accepted.status, tokenIn(accepted.headers)], [200, undefined]);
  const { body } = await server.call("GET", "/v1/organization", undefined, headers);
  assert.equal(body.id, organizationId, "the session is about the new organization");
  assert.equal((await invite({ email: person.email, delivery: "link" })).body.code, "ALREADY_MEMBER");
});

test("invitation: accepting one is no fresh sign-in for a session that is not", async () => {
  const person = await newPerson(server.context);
  const { headers } = await signIn(server.context, person.id);
  now = new Date(now.getTime() + 60 * 60_000);
  owner = (await signIn(server.context, (await newPerson(server.context, { organizationId })).id)).headers;
  await accept(await handOver(person.email, "admin"), headers);
  assert.equal((await server.call("POST", "/v1/auth/api-keys", {}, headers)).body.code, "FRESH_SIGN_IN_REQUIRED");
});

test("invitation: who made an account with somebody's address is out of it when that person proves the mailbox", async () => {
  const email = newAddress();
  const taken = await accept(await handOver(email));
  const thief = browserHeaders(server.context, tokenIn(taken.headers));
  await server.call("POST", "/v1/account/totp", undefined, thief);
  const { body } = await server.call("POST", "/v1/sign-in/codes", { email }, page());
  await sendSignInCodes(server.context);
  const { code = "" } = server.context.peopleMail.codes.at(-1) ?? {};
  const own = await server.call("POST", "/v1/sign-in/codes/verify", { token: body.token, code }, page());
  assert.equal(own.body.status, "signed_in");
  assert.equal((await server.call("GET", "/v1/account", undefined, thief)).status, 401);
});

test("invitation: is listed for its organization, and what it did stands in the audit log", async () => {
  const email = newAddress();
  await accept(await handOver(email));
  const { data } = (await server.call("GET", "/v1/audit-log?limit=10", undefined, owner)).body;
  const actions = data.map(({ action }: { action: string }) => action);
  for (const action of ["invitation.created", "invitation.accepted", "member.added", "session.created"]) {
    assert.ok(actions.includes(action), action);
  }
  assert.doesNotMatch(JSON.stringify(data), /invitation_[\w-]{32}/);
});

test("invitation: ends with the membership, or the rank, of whoever invited", async () => {
  const admin = await newPerson(server.context, { organizationId, role: "admin" });
  const { headers } = await signIn(server.context, admin.id);
  const byAdmin = async () => {
    const body = { email: newAddress(), role: "member", delivery: "link" };
    return (await server.call("POST", "/v1/invitations", body, headers)).body.url;
  };
  const [first, second] = [await byAdmin(), await byAdmin()];
  await server.call("PATCH", `/v1/members/${admin.id}`, { role: "viewer" }, owner);
  assert.equal((await accept(first)).body.code, "INVITATION_NOT_FOUND");
  await server.call("PATCH", `/v1/members/${admin.id}`, { role: "admin" }, owner);
  assert.equal((await accept(first)).status, 200);
  await server.call("DELETE", `/v1/members/${admin.id}`, undefined, owner);
  assert.equal((await accept(second)).body.code, "INVITATION_NOT_FOUND");
});
