import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Secret, TOTP } from "otpauth";
import { beginTotp, resealTotp } from "../../src/people/second-factor.ts";
import { sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import { createSecretBox } from "../../src/runtime/index.ts";
import type { User } from "../../src/store/index.ts";
import { createAuthenticator } from "../support/authenticator.ts";
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
  user = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
});

const page = () => browserHeaders(server.context);
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

/** What the app shows. */
const codeOf = (secret: string, at = now) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at.getTime() });

/** Adds an app, and lets its first code be over. */
async function addApp() {
  const { headers } = await signIn(server.context, user.id);
  const { body } = await server.call("POST", "/v1/account/totp", undefined, headers);
  const confirmed = await server.call("POST", "/v1/account/totp/confirm", { code: codeOf(body.secret) }, headers);
  assert.equal(confirmed.status, 200);
  later(30);
  return { secret: body.secret as string, recoveryCodes: confirmed.body.recoveryCodes as string[], headers };
}

/** Signs in by mail up to the second factor. */
async function passMail() {
  const { body } = await server.call("POST", "/v1/sign-in/codes", { email: user.email }, page());
  await sendSignInCodes(server.context);
  const { code = "" } = server.context.peopleMail.codes.at(-1) ?? {};
  return server.call("POST", "/v1/sign-in/codes/verify", { token: body.token, code }, page());
}

const giveSecond = (token: string, code: string) =>
  server.call("POST", "/v1/sign-in/second-factor", { token, code }, page());

test("second factor: is asked for after a code by mail, and no cookie is set before", async () => {
  const { secret } = await addApp();
  const first = await passMail();
  assert.deepEqual([first.body.status, tokenIn(first.headers)], ["second_factor_required", undefined]);
  const second = await giveSecond(first.body.token, codeOf(secret));
  assert.equal(second.body.status, "signed_in");
  const cookie = browserHeaders(server.context, tokenIn(second.headers));
  const { data } = (await server.call("GET", "/v1/sessions", undefined, cookie)).body;
  assert.equal(data.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).isStrong, true);
});

test("second factor: is asked for after a passkey that did not verify its user, and not after one that did", async () => {
  const { secret, headers } = await addApp();
  const authenticator = createAuthenticator({ origin: "https://pay.example", rpId: "pay.example" });
  const asked = (await server.call("POST", "/v1/account/passkeys/options", undefined, headers)).body;
  const response = await authenticator.create(asked.options);
  await server.call("POST", "/v1/account/passkeys", { token: asked.token, response }, headers);
  const signInWith = async (isVerified: boolean) => {
    const { token, options } = (await server.call("POST", "/v1/sign-in/passkeys/options", undefined, page())).body;
    const answer = await authenticator.get(options, { isVerified });
    return server.call("POST", "/v1/sign-in/passkeys", { token, response: answer }, page());
  };
  assert.equal((await signInWith(true)).body.status, "signed_in");
  const { body } = await signInWith(false);
  assert.equal(body.status, "second_factor_required");
  assert.equal((await giveSecond(body.token, codeOf(secret))).body.status, "signed_in");
});

test("second factor: a code is taken once, also of two at the same time, and no earlier one after it", async () => {
  const { secret } = await addApp();
  const code = codeOf(secret);
  const earlier = codeOf(secret, new Date(now.getTime() - 30_000));
  const tokens = [(await passMail()).body.token, (await passMail()).body.token];
  const answers = await Promise.all(tokens.map((token) => giveSecond(token, code)));
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 401]);
  const third = (await passMail()).body.token;
  assert.equal((await giveSecond(third, code)).status, 401);
  assert.equal((await giveSecond(third, earlier)).status, 401);
  later(30);
  assert.equal((await giveSecond(third, codeOf(secret))).status, 200);
});

test("second factor: five tries an attempt, and twenty wrong ones of an account a day", async () => {
  const { secret } = await addApp();
  const wrong = "000000";
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const { token } = (await passMail()).body;
    const guesses = await Promise.all(Array.from({ length: 100 }, () => giveSecond(token, wrong)));
    assert.ok(guesses.every(({ status }) => status === 401));
    assert.equal((await giveSecond(token, codeOf(secret))).status, 401, "after five");
  }
  const { token } = (await passMail()).body;
  assert.equal((await giveSecond(token, codeOf(secret))).status, 401, "after twenty");
  later(24 * 60 * 60);
  const next = (await passMail()).body;
  assert.equal((await giveSecond(next.token, codeOf(secret))).status, 200);
});

test("recovery codes: each signs in once, however it is typed, and new ones end the old", async () => {
  const { recoveryCodes, headers } = await addApp();
  assert.equal(new Set(recoveryCodes).size, 10);
  const [first = "", second = ""] = recoveryCodes;
  assert.equal((await giveSecond((await passMail()).body.token, first.toUpperCase().replaceAll("-", " "))).status, 200);
  assert.equal((await giveSecond((await passMail()).body.token, first)).status, 401);
  assert.equal((await server.call("GET", "/v1/account", undefined, headers)).body.recoveryCodesLeft, 9);
  const { body } = await server.call("POST", "/v1/account/recovery-codes", undefined, headers);
  assert.equal(body.recoveryCodes.length, 10);
  assert.equal((await giveSecond((await passMail()).body.token, second)).status, 401);
  assert.equal((await giveSecond((await passMail()).body.token, body.recoveryCodes[0])).status, 200);
});

test("second factor: adding one ends sessions that were signed in with less, and a second app is refused", async () => {
  const other = await signIn(server.context, user.id);
  const { headers } = await addApp();
  assert.equal((await server.call("GET", "/v1/account", undefined, other.headers)).status, 401);
  assert.equal((await server.call("GET", "/v1/account", undefined, headers)).body.hasTotp, true);
  assert.equal((await server.call("POST", "/v1/account/totp", undefined, headers)).body.code, "TOTP_REFUSED");
  await server.call("DELETE", "/v1/account/totp", undefined, headers);
  assert.equal((await passMail()).body.status, "signed_in");
});

test("second factor: an app that was not confirmed is not asked for, and the wrong code confirms none", async () => {
  const { headers } = await signIn(server.context, user.id);
  const { body } = await server.call("POST", "/v1/account/totp", undefined, headers);
  const wrong = codeOf(body.secret) === "000000" ? "000001" : "000000";
  const refused = await server.call("POST", "/v1/account/totp/confirm", { code: wrong }, headers);
  assert.equal(refused.body.code, "TOTP_REFUSED");
  assert.equal((await passMail()).body.status, "signed_in");
});

test("second factor: its secret is sealed where the operator has given a key, and anew under another", async () => {
  const old = Buffer.alloc(32, 7);
  const secretBox = createSecretBox([old]);
  const { secret } = await beginTotp({ ...server.context, secretBox }, user.id);
  const row = await server.database.selectFrom("totp").selectAll().where("userId", "=", user.id).executeTakeFirst();
  assert.match(row?.secret ?? "", /^sealed:/);
  assert.equal(secretBox.open(row?.secret ?? "", `totp/${user.id}`), secret);
  const rotated = createSecretBox([Buffer.alloc(32, 8), old]);
  await resealTotp({ ...server.context, secretBox: rotated });
  const sealed = await server.database.selectFrom("totp").selectAll().where("userId", "=", user.id).executeTakeFirst();
  assert.ok(rotated.isCurrent(sealed?.secret ?? ""));
  assert.equal(rotated.open(sealed?.secret ?? "", `totp/${user.id}`), secret);
});
