import assert from "node:assert/strict";
import { test } from "node:test";
import { createSmtpTransport } from "../../src/mail/smtp-transport.ts";
import { templates } from "../../src/mail/templates/index.ts";
import { startMailbox } from "../../src/sandbox/mailbox.ts";
import { sender } from "../support/mail.ts";

test("mailbox: shows what came as HTML that runs nothing, as text and with its headers, and every template", async () => {
  const mailbox = await startMailbox();
  try {
    const transport = createSmtpTransport({ ...mailbox.smtp, implicitTls: false, isLoopback: true, from: sender });
    const html = `<!doctype html><p>Hello</p><script>alert("it runs")</script>`;
    const mail = {
      id: "1",
      to: "ann@shop.example",
      subject: "<b>Hello</b>",
      html,
      text: "Hello",
      attachments: [],
      unsubscribeUrl: null,
    };
    assert.deepEqual(await transport.send(mail), { outcome: "sent" });
    const read = async (path: string) => {
      const answer = await fetch(new URL(path, mailbox.pageUrl));
      return {
        status: answer.status,
        policy: answer.headers.get("content-security-policy"),
        text: await answer.text(),
      };
    };
    assert.match((await read("/")).text, /<a href="\/mails\/1">&lt;b>Hello&lt;\/b><\/a>/);
    const page = await read("/mails/1");
    assert.match(page.policy ?? "", /default-src 'none'/);
    assert.match(page.text, /<iframe title="The mail" sandbox srcdoc="/);
    assert.doesNotMatch(page.text, /<script/);
    assert.match(page.text, /message-id: &lt;1@sender\.example>/);
    for (const name of Object.keys(templates)) assert.equal((await read(`/previews/${name}`)).status, 200, name);
    assert.equal((await read("/previews/constructor")).status, 404);
    assert.equal((await read("/mails/2")).status, 404);
    assert.equal(JSON.parse((await read("/mails.json")).text)[0].to[0], "ann@shop.example");
  } finally {
    await mailbox.stop();
  }
});
