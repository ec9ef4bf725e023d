import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Secret, TOTP } from "otpauth";
import { sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import type { User } from "../../src/store/index.ts";
import { createAuthenticator } from "../support/authenticator.ts";
import { browserHeaders, newPerson, signIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const now = new Date("2026-11-26T12:00:00Z");
let server: TestServer;
let user: User;
let headers: Record<string, string>;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  user = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
  ({ headers } = await signIn(server.context, user.id));
});

/** What this person was told, without what is the same in all. */
const told = () =>
  server.context.peopleMail.notices
    .filter(({ to }) => to === user.email)
    .map(({ change, detail, address, at }) => {
      assert.deepEqual([address, at], ["127.0.0.1", now]);
      return [change, detail];
    });

const lastEntries = async (count: number) =>
  (await server.call("GET", `/v1/audit-log?limit=${count}`, undefined, headers)).body.data.map(
    ({ action }: { action: string }) => action,
  );

async function addPasskey(name: string) {
  const authenticator = createAuthenticator({ origin: "https://pay.example", rpId: "pay.example" });
  const { token, options } = (await server.call("POST", "/v1/account/passkeys/options", undefined, headers)).body;
  const response = await authenticator.create(options);
  return server.call("POST", "/v1/account/passkeys", { token, name, response }, headers);
}

async function addApp(): Promise<string[]> {
  const { secret } = (await server.call("POST", "/v1/account/totp", undefined, headers)).body;
  const code = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() });
  return (await server.call("POST", "/v1/account/totp/confirm", { code }, headers)).body.recoveryCodes;
}

/** Signs in with a code by mail, and a recovery code where one is given. */
async function signInByMail(recoveryCode?: string) {
  const page = browserHeaders(server.context);
  const { token } = (await server.call("POST", "/v1/sign-in/codes", { email: user.email }, page)).body;
  await sendSignInCodes(server.context);
  const { code } = server.context.peopleMail.codes.at(-1) ?? {};
  const first = await server.call("POST", "/v1/sign-in/codes/verify", { token, code }, page);
  if (recoveryCode === undefined) return first;
  return server.call("POST", "/v1/sign-in/second-factor", { token: first.body.token, code: recoveryCode }, page);
}

test("notices: a person hears of every passkey that is added or removed, by its name", async () => {
  const { body } = await addPasskey("Laptop");
  assert.deepEqual(told(), [["passkey_added", "Laptop"]]);
  await server.call("DELETE", `/v1/account/passkeys/${body.id}`, undefined, headers);
  assert.deepEqual(told().at(-1), ["passkey_removed", "Laptop"]);
  assert.equal((await server.call("DELETE", `/v1/account/passkeys/${body.id}`, undefined, headers)).status, 404);
  assert.equal(told().length, 2, "of what did not happen nobody hears");
});

test("notices: of an app that is added or removed, and of recovery codes that are renewed or used", async () => {
  const [first = ""] = await addApp();
  await server.call("POST", "/v1/account/recovery-codes", undefined, headers);
  assert.deepEqual(told(), [
    ["app_added", null],
    ["recovery_codes_replaced", null],
  ]);
  assert.equal((await signInByMail(first)).status, 401, "an old one");
  assert.equal(told().length, 2);
  const renewed = (await server.call("POST", "/v1/account/recovery-codes", undefined, headers)).body.recoveryCodes;
  assert.equal((await signInByMail(renewed[0])).body.status, "signed_in");
  assert.deepEqual(told().at(-1), ["recovery_code_used", "9 left"]);
  assert.deepEqual(await lastEntries(2), ["session.created", "recovery_code.used"]);
  await server.call("DELETE", "/v1/account/totp", undefined, headers);
  assert.deepEqual(told().at(-1), ["app_removed", null]);
  await server.call("DELETE", "/v1/account/totp", undefined, headers);
  assert.equal(told().length, 5, "there was none any more");
});

test("notices: of what the first proof of a mailbox removed, which is logged", async () => {
  await addPasskey("Of whoever had the link");
  await server.database.updateTable("users").set({ emailVerifiedAt: null }).where("id", "=", user.id).execute();
  assert.equal((await signInByMail()).body.status, "signed_in");
  assert.deepEqual(told().at(-1), ["mailbox_proven", "Of whoever had the link"]);
  ({ headers } = await signIn(server.context, user.id));
  assert.deepEqual((await lastEntries(3)).slice(1), ["session.created", "mailbox.proven"]);
});

test("account: another name is logged with the one before", async () => {
  await server.call("PATCH", "/v1/account", { name: "Grace" }, headers);
  const { data } = (await server.call("GET", "/v1/audit-log?limit=1", undefined, headers)).body;
  assert.deepEqual(
    [data[0].action, data[0].before, data[0].after],
    ["account.renamed", { name: "Test person" }, { name: "Grace" }],
  );
});
