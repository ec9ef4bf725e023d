import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { forgetOldEmailChanges } from "../../src/people/email-changes.ts";
import { sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import type { User } from "../../src/store/index.ts";
import { browserHeaders, newPerson, signIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00Z");
let server: TestServer;
let user: User;
let headers: Record<string, string>;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  user = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
  ({ headers } = await signIn(server.context, user.id, { isStrong: true }));
});

const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const newAddress = () => `${randomUUID()}@new.example`;
const begin = (email: string, own = headers) => server.call("POST", "/v1/account/email", { email }, own);
const confirm = (code: string, own = headers) => server.call("POST", "/v1/account/email/confirm", { code }, own);
const lastCode = () => server.context.peopleMail.emailCodes.at(-1)?.code ?? "";
const wrongCode = () => (lastCode() === "000000" ? "000001" : "000000");
const account = async (own = headers) => (await server.call("GET", "/v1/account", undefined, own)).body;

test("mail address: a code to the new one moves the account there, tells the old one, and is logged", async () => {
  const { peopleMail } = server.context;
  const email = newAddress();
  const begun = await begin(email.toUpperCase());
  assert.deepEqual([begun.status, begun.body.expiresAt], [202, new Date(now.getTime() + 600_000).toISOString()]);
  assert.equal(peopleMail.emailCodes.at(-1)?.to, email);
  assert.equal((await account()).email, user.email, "nothing changes before");
  const { status, body } = await confirm(lastCode());
  assert.deepEqual([status, body.email, body.emailVerifiedAt], [200, email, now.toISOString()]);
  const { to, change, detail, address } = peopleMail.notices.at(-1) ?? {};
  assert.deepEqual([to, change, detail, address], [user.email, "email_changed", email, "127.0.0.1"]);
  const { data } = (await server.call("GET", "/v1/audit-log?limit=1", undefined, headers)).body;
  assert.deepEqual(
    [data[0].action, data[0].before, data[0].after],
    ["email.changed", { email: user.email }, { email }],
  );
  assert.equal((await confirm(lastCode())).body.code, "EMAIL_CHANGE_REFUSED", "one use");
});

test("mail address: sessions elsewhere and codes that went to the old one end, and the new one signs in", async () => {
  const page = browserHeaders(server.context);
  const elsewhere = await signIn(server.context, user.id);
  const old = (await server.call("POST", "/v1/sign-in/codes", { email: user.email }, page)).body;
  await sendSignInCodes(server.context);
  const oldCode = server.context.peopleMail.codes.at(-1)?.code;
  const email = newAddress();
  await begin(email);
  assert.equal((await confirm(lastCode())).status, 200);
  assert.equal((await account(elsewhere.headers)).code, "SIGNED_OUT");
  assert.equal((await account()).email, email, "this one stays");
  const tried = await server.call("POST", "/v1/sign-in/codes/verify", { token: old.token, code: oldCode }, page);
  assert.equal(tried.status, 401);
  const sent = server.context.peopleMail.codes.length;
  await server.call("POST", "/v1/sign-in/codes", { email: user.email }, page);
  const fresh = (await server.call("POST", "/v1/sign-in/codes", { email }, page)).body;
  await sendSignInCodes(server.context);
  assert.equal(server.context.peopleMail.codes.length, sent + 1, "the old one has no account");
  const { code } = server.context.peopleMail.codes.at(-1) ?? {};
  assert.equal(
    (await server.call("POST", "/v1/sign-in/codes/verify", { token: fresh.token, code }, page)).body.status,
    "signed_in",
  );
});

test("mail address: needs a strong sign-in of this moment, for both steps", async () => {
  const weak = await signIn(server.context, user.id);
  assert.equal((await begin(newAddress(), weak.headers)).body.code, "STRONG_SIGN_IN_REQUIRED");
  await begin(newAddress());
  assert.equal((await confirm(lastCode(), weak.headers)).body.code, "STRONG_SIGN_IN_REQUIRED");
  later(10);
  assert.equal((await begin(newAddress())).body.code, "FRESH_SIGN_IN_REQUIRED");
});

test("mail address: one code at a time, five tries at once or in turn, ten minutes", async () => {
  await begin(newAddress());
  const first = lastCode();
  await begin(newAddress());
  if (first !== lastCode()) assert.equal((await confirm(first)).status, 400, "a newer one ends it");
  const guesses = await Promise.all(Array.from({ length: 100 }, () => confirm(wrongCode())));
  assert.ok(guesses.every(({ status }) => [400, 429].includes(status)));
  assert.equal((await confirm(lastCode())).status, 400, "after five");
  await begin(newAddress());
  later(10);
  ({ headers } = await signIn(server.context, user.id, { isStrong: true }));
  assert.equal((await confirm(lastCode())).status, 400, "after ten minutes");
  assert.equal((await account()).email, user.email);
});

test("mail address: five codes in an hour, and after twenty wrong ones none for a day", async () => {
  const again = async () => {
    ({ headers } = await signIn(server.context, user.id, { isStrong: true }));
  };
  for (let sent = 0; sent < 5; sent += 1) assert.equal((await begin(newAddress())).status, 202);
  assert.equal((await begin(newAddress())).body.code, "TOO_MANY_CODES");
  later(60);
  for (let sent = 0; sent < 4; sent += 1) {
    await again();
    assert.equal((await begin(newAddress())).status, 202);
    for (let guess = 0; guess < 5; guess += 1) await confirm(wrongCode());
  }
  later(60);
  await again();
  assert.equal((await begin(newAddress())).body.code, "TOO_MANY_CODES");
  later(24 * 60);
  await forgetOldEmailChanges(server.context);
  await again();
  assert.equal((await begin(newAddress())).status, 202);
});

test("mail address: whether another account has it is said to whoever has its mailbox, and to nobody else", async () => {
  const other = await newPerson(server.context);
  const taken = await begin(other.email);
  const free = await begin(newAddress());
  assert.deepEqual(Object.keys(taken.body), Object.keys(free.body));
  await begin(other.email);
  assert.equal((await confirm(wrongCode())).body.code, "EMAIL_CHANGE_REFUSED");
  assert.equal((await confirm(lastCode())).body.code, "EMAIL_IN_USE");
  assert.equal((await account()).email, user.email);
});

test("mail address: of two accounts that confirm one address at once one has it", async () => {
  const email = newAddress();
  const second = await newPerson(server.context, { organizationId: server.organizationId });
  const own = (await signIn(server.context, second.id, { isStrong: true })).headers;
  await begin(email);
  const code = lastCode();
  await begin(email, own);
  const answers = await Promise.all([confirm(code), confirm(lastCode(), own)]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
});

test("mail address: an account whose mailbox nobody has shown is not moved to another", async () => {
  await server.database.updateTable("users").set({ emailVerifiedAt: null }).where("id", "=", user.id).execute();
  assert.equal((await begin(newAddress())).body.code, "EMAIL_UNPROVEN");
  assert.equal((await begin("no address")).status, 400);
});

test("mail address: the one that the account has is refused", async () => {
  assert.equal((await begin(user.email.toUpperCase())).body.code, "EMAIL_CHANGE_REFUSED");
});
