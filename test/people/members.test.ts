import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { operator } from "../../src/access/audit-log.ts";
import { changeMember, removeMember } from "../../src/access/members.ts";
import type { MemberRole } from "../../src/store/index.ts";
import { newMerchant } from "../support/merchant.ts";
import { newPerson, signIn } from "../support/person.ts";
import { type Answer, startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
let organizationId: string;
let owner: Awaited<ReturnType<typeof hire>>;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  organizationId = (await newMerchant(server.context)).id;
  owner = await hire("owner");
});

/** A member of the organization, signed in. */
async function hire(role: MemberRole) {
  const { id, email } = await newPerson(server.context, { organizationId, role });
  const { headers } = await signIn(server.context, id);
  const call = (method: string, path: string, body?: object): Promise<Answer> =>
    server.call(method, path, body, headers);
  return { id, email, headers, call };
}

const roleOf = async (id: string) => {
  const { data } = (await owner.call("GET", "/v1/members")).body;
  return data.find((member: { id: string }) => member.id === id)?.role;
};

/** The newest entries of the audit log, the newest first. */
const changes = async (limit = 1) => (await owner.call("GET", `/v1/audit-log?limit=${limit}`)).body.data;

test("members: an owner or an admin changes roles, and the audit log says who did", async () => {
  const [admin, viewer] = [await hire("admin"), await hire("viewer")];
  const changed = await admin.call("PATCH", `/v1/members/${viewer.id}`, { role: "member" });
  assert.deepEqual([changed.status, changed.body.role], [200, "member"]);
  const [entry] = await changes();
  assert.deepEqual(
    [entry.action, entry.target, entry.actor, entry.before.role, entry.after.role],
    ["member.changed", `member/${viewer.id}`, { type: "user", id: admin.id, address: "127.0.0.1" }, "viewer", "member"],
  );
  assert.equal((await viewer.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" })).status, 201);
});

test("members: what owners are, owners alone change, and nobody makes an owner by a change of role", async () => {
  const admin = await hire("admin");
  for (const [method, body] of [
    ["PATCH", { role: "viewer" }],
    ["PATCH", { disabled: true }],
    ["DELETE", undefined],
  ] as const) {
    assert.equal((await admin.call(method, `/v1/members/${owner.id}`, body)).body.code, "ROLE_INSUFFICIENT");
  }
  assert.equal((await admin.call("PATCH", `/v1/members/${admin.id}`, { role: "owner" })).status, 400);
  assert.equal(
    (await admin.call("POST", "/v1/invitations", { email: "x@people.example", role: "owner", delivery: "link" })).body
      .code,
    "ROLE_INSUFFICIENT",
  );
  assert.equal((await hire("member").then((member) => member.call("DELETE", `/v1/members/${admin.id}`))).status, 403);
});

test("members: the last owner neither leaves nor steps down, also of two who do at once", async () => {
  for (const [method, body] of [
    ["DELETE", undefined],
    ["PATCH", { role: "admin" }],
    ["PATCH", { disabled: true }],
  ] as const) {
    assert.equal((await owner.call(method, `/v1/members/${owner.id}`, body)).body.code, "LAST_OWNER");
  }
  const second = await hire("owner");
  const answers = await Promise.all([owner, second].map((one) => one.call("DELETE", `/v1/members/${one.id}`)));
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
});

test("ownership: is transferred in one step, by an owner alone, to a member", async () => {
  const [admin, viewer] = [await hire("admin"), await hire("viewer")];
  assert.equal((await admin.call("POST", `/v1/members/${admin.id}/ownership`)).body.code, "ROLE_INSUFFICIENT");
  const stranger = await newPerson(server.context);
  assert.equal((await owner.call("POST", `/v1/members/${stranger.id}/ownership`)).status, 404);
  assert.equal((await owner.call("POST", `/v1/members/${owner.id}/ownership`)).status, 404);
  assert.equal((await owner.call("POST", `/v1/members/${viewer.id}/ownership`)).body.role, "owner");
  assert.equal(await roleOf(owner.id), "admin");
  assert.equal((await changes())[0].action, "ownership.transferred");
  assert.equal((await owner.call("POST", `/v1/members/${admin.id}/ownership`)).status, 403);
});

test("removed member: sessions and keys of that person end at once, with keys that were made with those keys", async () => {
  const admin = await hire("admin");
  const { body: key } = await admin.call("POST", "/v1/auth/api-keys", { name: "Shop" });
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
  const { body: child } = await server.call("POST", "/v1/auth/api-keys", { name: "Child" }, bearer(key.key));
  const { key: operators } = await issueApiKey(server.context, { organizationId, mode: "test" });
  const status = async (headers: Record<string, string>) =>
    (await server.call("GET", "/v1/payments", undefined, headers)).status;
  assert.deepEqual([await status(bearer(key.key)), await status(bearer(child.key))], [200, 200]);
  const { data } = (await owner.call("GET", "/v1/members")).body;
  assert.equal(data.find(({ id }: { id: string }) => id === admin.id).activeKeys, 2);

  assert.equal((await owner.call("DELETE", `/v1/members/${admin.id}`)).status, 200);
  assert.equal((await admin.call("GET", "/v1/payments")).body.code, "NOT_A_MEMBER");
  assert.deepEqual([await status(bearer(key.key)), await status(bearer(child.key))], [401, 401]);
  assert.equal(await status(bearer(operators)), 200);
  const actions = (await changes(3)).map(({ action }: { action: string }) => action);
  assert.deepEqual(actions.toSorted(), ["key.revoked", "key.revoked", "member.removed"]);
});

test("disabled member: neither person nor keys get in, until that is taken back", async () => {
  const admin = await hire("admin");
  const { body: key } = await admin.call("POST", "/v1/auth/api-keys", {});
  const byKey = () => server.call("GET", "/v1/payments", undefined, { authorization: `Bearer ${key.key}` });
  await owner.call("PATCH", `/v1/members/${admin.id}`, { disabled: true });
  assert.equal((await admin.call("GET", "/v1/payments")).status, 403);
  assert.equal((await byKey()).status, 401);
  await owner.call("PATCH", `/v1/members/${admin.id}`, { disabled: false });
  assert.equal((await admin.call("GET", "/v1/payments")).status, 200);
  assert.equal((await byKey()).status, 200);
});

test("keys of a person: may do what the person may today, and no more", async () => {
  const admin = await hire("admin");
  const { body: key } = await admin.call("POST", "/v1/auth/api-keys", {});
  const ask = (method: string, path: string, body?: object) =>
    server.call(method, path, body, { authorization: `Bearer ${key.key}` });
  const pay = () => ask("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  assert.equal((await pay()).status, 201);
  assert.deepEqual(key.scopes, ["*"], "without scopes it has its maker's");
  await owner.call("PATCH", `/v1/members/${admin.id}`, { role: "viewer" });
  assert.deepEqual([(await pay()).status, (await ask("GET", "/v1/payments")).status], [403, 200]);
  assert.equal((await ask("GET", "/v1/auth/api-keys")).body.scope, "keys:read");
});

test("operator: shuts out whoever it is, also the only owner, and still leaves none without", async () => {
  const manager = { role: "operator", actor: operator } as const;
  await changeMember(server.context, organizationId, owner.id, { isDisabled: true }, manager);
  assert.equal((await owner.call("GET", "/v1/payments")).status, 403);
  await changeMember(server.context, organizationId, owner.id, { isDisabled: false }, manager);
  await assert.rejects(removeMember(server.context, organizationId, owner.id, manager), { code: "LAST_OWNER" });
});
