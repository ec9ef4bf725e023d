import assert from "node:assert/strict";
import { test } from "node:test";
import { queueMail } from "../../src/mail/queue-mail.ts";
import { templates } from "../../src/mail/templates/index.ts";
import { startTestServer } from "../support/test-server.ts";

test("unsubscribe page: opening it ends nothing, one click does, as does a mail program's post", async () => {
  await using server = await startTestServer();
  const { database } = server;
  const mail = { to: "ann@shop.example", template: "invitation", data: templates.invitation.example } as const;
  await database.transaction().execute((transaction) => queueMail(server.context, transaction, mail));
  const subscription = () => database.selectFrom("mailSubscriptions").selectAll().executeTakeFirstOrThrow();
  const { token } = await subscription();
  const url = new URL(`/mail/unsubscribe/${token}`, server.url);

  const page = await fetch(url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<form method="post">/);
  assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.equal((await subscription()).endedAt, null);

  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const clicked = await fetch(url, { method: "POST", body });
  assert.equal(clicked.status, 200);
  assert.match(await clicked.text(), /no more invitations/);
  const { endedAt } = await subscription();
  assert.notEqual(endedAt, null);

  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  assert.equal((await fetch(url, { method: "POST", body: form })).status, 200);
  assert.deepEqual((await subscription()).endedAt, endedAt);
});

test("unsubscribe page: a token that is nobody's is a 404", async () => {
  await using server = await startTestServer();
  const answer = await fetch(new URL("/mail/unsubscribe/nobody", server.url), { method: "POST" });
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /copy all of it/);
});
