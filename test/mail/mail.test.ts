import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { after, test } from "node:test";
import { pino } from "pino";
import type { MailContext } from "../../src/mail/context.ts";
import { mailTotals } from "../../src/mail/mail-totals.ts";
import { mailMessages } from "../../src/mail/messages/index.ts";
import { type NewMail, queueMail } from "../../src/mail/queue-mail.ts";
import { renderMail } from "../../src/mail/render-mail.ts";
import { sendDue } from "../../src/mail/send-due.ts";
import { createSmtpTransport } from "../../src/mail/smtp-transport.ts";
import { unsubscribe } from "../../src/mail/subscriptions.ts";
import { mailTasks } from "../../src/mail/tasks.ts";
import { type TemplateName, templates } from "../../src/mail/templates/index.ts";
import { noTransport } from "../../src/mail/transport.ts";
import { type MailboxOptions, startMailbox } from "../../src/sandbox/mailbox.ts";
import { languages } from "../../src/store/index.ts";
import { emptyDatabase, openTestDatabase } from "../support/database.ts";
import { mailContext, sender } from "../support/mail.ts";

const start = new Date("2026-01-02T12:00:00.000Z");
const minute = 60_000;

const opened = await openTestDatabase();
after(() => opened[Symbol.asyncDispose]());

async function startWorld(options: MailboxOptions = {}) {
  await emptyDatabase(opened.database);
  const mailbox = await startMailbox(options);
  let now = start;
  const context = mailContext(opened.database, mailbox, () => now);
  return {
    mailbox,
    context,
    database: opened.database,
    wait(milliseconds: number) {
      now = new Date(now.getTime() + milliseconds);
    },
    queue: <Name extends TemplateName>(mail: NewMail<Name>) =>
      opened.database.transaction().execute((transaction) => queueMail(context, transaction, mail)),
    row: (id: string) =>
      opened.database.selectFrom("mailOutbox").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    async [Symbol.asyncDispose]() {
      await mailbox.stop();
    },
  };
}

const signIn = { to: "olivia@shop.example", template: "sign-in-code", data: { code: "492817" } } as const;
const invite = { to: "Ann@Shop.Example", template: "invitation", data: templates.invitation.example } as const;

test("queueMail: a mail goes out once with HTML and text, and what it said is forgotten", async () => {
  await using world = await startWorld();
  const id = await world.queue(signIn);
  const waiting = await world.row(id);
  assert.match(waiting.data ?? "", /^sealed:/, "a code is not readable in the database");
  await sendDue(world.context);
  await sendDue(world.context);
  const [mail, ...others] = world.mailbox.received;
  assert.deepEqual(others, []);
  assert.deepEqual([mail?.from, mail?.to], [sender.address, ["olivia@shop.example"]]);
  assert.equal(mail?.subject, "Your sign-in code");
  assert.match(mail?.text ?? "", /^ {4}492817$/m);
  assert.match(mail?.html ?? "", />492817</);
  assert.equal(mail?.headers.get("message-id"), `<${id}@sender.example>`);
  assert.equal(mail?.headers.get("auto-submitted"), "auto-generated");
  assert.equal(mail?.headers.has("list-unsubscribe"), false);
  const { status, data, nextAttemptAt, endedAt } = await world.row(id);
  assert.deepEqual([status, data, nextAttemptAt, endedAt], ["SENT", null, null, start]);
});

test("renderMail: every mail is written in every language, whole and in no other", () => {
  for (const name of Object.keys(templates) as TemplateName[]) {
    const rendered = languages.map((language) => {
      const options = { publicUrl: "https://pay.example", unsubscribeUrl: "https://pay.example/end", language };
      return { language, ...renderMail(name, templates[name].example, options) };
    });
    assert.equal(new Set(rendered.map(({ subject }) => subject)).size, languages.length, name);
    for (const { language, html, text } of rendered) {
      assert.match(html, new RegExp(`<html lang="${language}">`));
      assert.doesNotMatch(text, /\{\w+\}/);
    }
  }
  const { en, ...others } = mailMessages;
  const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted().join();
  for (const [language, messages] of Object.entries(others)) {
    for (const [key, message] of Object.entries(messages)) {
      const english = en[key as keyof typeof en];
      assert.equal(gaps(message), gaps(english), `${language} ${key}`);
      // Words that both languages write alike.
      if (!["Passkey", "Chain"].includes(message)) assert.notEqual(message, english, `${language} ${key}`);
    }
  }
});

test("sendDue: a mail is in its receiver's language, or the one that it was queued in", async () => {
  await using world = await startWorld();
  const user = { id: randomUUID(), email: signIn.to, name: "Olivia", emailVerifiedAt: start, createdAt: start };
  await world.database
    .insertInto("users")
    .values({ ...user, language: "de" })
    .execute();
  await world.queue({ ...signIn, to: "Olivia@Shop.Example" });
  await sendDue(world.context);
  await world.queue({ ...signIn, to: "new@shop.example", language: "ja" });
  await sendDue(world.context);
  await world.queue({ ...signIn, to: "other@shop.example", language: "xx" });
  await sendDue(world.context);
  const subjects = world.mailbox.received.map(({ subject }) => subject);
  assert.deepEqual(subjects, ["Ihr Anmeldecode", "サインインコード", "Your sign-in code"]);
});

test("queueMail: there is no mail of a change that was taken back", async () => {
  await using world = await startWorld();
  const change = world.database.transaction().execute(async (transaction) => {
    await queueMail(world.context, transaction, signIn);
    throw new Error("taken back");
  });
  await assert.rejects(change, /taken back/);
  assert.equal(await sendDue(world.context), false);
  assert.deepEqual(world.mailbox.received, []);
});

test("queueMail: a name with line ends adds no header, no second recipient and no line of text", async () => {
  await using world = await startWorld();
  const organization = 'Shop\r\nBcc: victim@example.com\r\n\r\n<img src="x">\u202e';
  await world.queue({ ...invite, data: { ...invite.data, organization, inviter: "A\nB" } });
  await sendDue(world.context);
  const [mail] = world.mailbox.received;
  assert.deepEqual(mail?.to, ["Ann@shop.example"]);
  assert.equal(mail?.headers.has("bcc"), false);
  assert.equal(mail?.subject, 'Invitation to Shop Bcc: victim@example.com <img src="x">');
  assert.match(mail?.text ?? "", /^A B invites you/m);
  assert.match(mail?.html ?? "", /&lt;img src=/);
  assert.doesNotMatch(mail?.html ?? "", /<img/);
});

for (const to of [
  "a@b.example\r\nBcc: c@d.example",
  '"a b"@c.example',
  "a@b.example,c@d.example",
  "<a@b.example>",
  "a@[127.0.0.1]",
  "a@127.0.0.1",
  "a@localhost",
  "a@b.example SIZE=1",
  "-a@b.example",
  `${"a".repeat(65)}@b.example`,
]) {
  test(`queueMail: no mail goes to ${JSON.stringify(to).slice(0, 40)}`, async () => {
    await using world = await startWorld();
    await assert.rejects(world.queue({ ...signIn, to }), RangeError);
  });
}

test("sendDue: a mail that is not taken now is tried at growing intervals for a day, then given up", async () => {
  await using world = await startWorld({ refuse: () => 451 });
  const id = await world.queue(invite);
  const waits: number[] = [];
  let before = start;
  for (;;) {
    await sendDue(world.context);
    const { nextAttemptAt, status } = await world.row(id);
    if (nextAttemptAt === null) {
      assert.equal(status, "EXPIRED");
      break;
    }
    waits.push((nextAttemptAt.getTime() - before.getTime()) / 1_000);
    world.wait(nextAttemptAt.getTime() - before.getTime());
    before = nextAttemptAt;
  }
  assert.deepEqual(waits, [10, 30, 120, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800]);
  const { data, lastError, attempts } = await world.row(id);
  assert.deepEqual([data, attempts], [null, 12]);
  assert.match(lastError ?? "", /451/);
  assert.equal((await mailTotals(world.context)).count.EXPIRED, 1);
});

test("sendDue: a code that comes too late is not sent", async () => {
  await using world = await startWorld();
  const id = await world.queue(signIn);
  world.wait(10 * minute);
  await sendDue(world.context);
  assert.deepEqual(world.mailbox.received, []);
  const { status, data } = await world.row(id);
  assert.deepEqual([status, data], ["EXPIRED", null]);
});

test("sendDue: a refusal for good ends a mail at once", async () => {
  await using world = await startWorld({ refuse: () => 550 });
  const id = await world.queue(signIn);
  await sendDue(world.context);
  const { status, attempts, lastError, data } = await world.row(id);
  assert.deepEqual([status, attempts, data], ["REFUSED", 1, null]);
  assert.match(lastError ?? "", /550/);
});

test("sendDue: without a mail server what is queued is given up, and says why", async () => {
  await using world = await startWorld();
  const id = await world.queue(signIn);
  await sendDue({ ...world.context, transport: noTransport });
  const { status, lastError } = await world.row(id);
  assert.equal(status, "REFUSED");
  assert.match(lastError ?? "", /SMTP_URL/);
});

test("sendDue: a mail whose worker died after it was sent goes out once more, under the same Message-ID", async () => {
  await using world = await startWorld();
  const id = await world.queue(signIn);
  const died = new Promise<never>(() => {});
  const dying: MailContext = {
    ...world.context,
    transport: {
      send: async (mail) => {
        await world.context.transport.send(mail);
        return died;
      },
    },
  };
  void sendDue(dying);
  await world.mailbox.wait(signIn.to, AbortSignal.timeout(60_000));
  await sendDue(world.context);
  assert.equal(world.mailbox.received.length, 1, "not while it may still be under way");
  world.wait(minute);
  await sendDue(world.context);
  const ids = world.mailbox.received.map(({ headers }) => headers.get("message-id"));
  assert.deepEqual(ids, [`<${id}@sender.example>`, `<${id}@sender.example>`]);
});

test("sendDue: two workers at once send every mail once", async () => {
  await using world = await startWorld();
  const many = Array.from({ length: 12 }, (_, index) => `user${index}@shop.example`);
  for (const to of many) await world.queue({ ...signIn, to });
  const work = async () => {
    while (await sendDue(world.context));
  };
  await Promise.all([work(), work()]);
  await work();
  assert.deepEqual(world.mailbox.received.flatMap(({ to }) => to).toSorted(), many.toSorted());
});

test("mailTasks: stopping finishes what is under way", async () => {
  let accept = () => {};
  const accepting = new Promise<void>((resolve) => {
    accept = resolve;
  });
  const came = Promise.withResolvers<void>();
  await using world = await startWorld({
    onMail: () => {
      came.resolve();
      return accepting;
    },
  });
  const id = await world.queue(signIn);
  const tasks = mailTasks(world.context, pino({ level: "silent" }));
  await came.promise;
  const stopped = Promise.all(tasks.map((task) => task.stop()));
  accept();
  await stopped;
  assert.equal((await world.row(id)).status, "SENT");
});

test("unsubscribe: ends invitations to an address, in whatever case it is written, and no other mail", async () => {
  await using world = await startWorld();
  await world.queue(invite);
  await sendDue(world.context);
  const header = world.mailbox.received[0]?.headers;
  assert.equal(header?.get("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
  const url = /^<(.+)>$/.exec(header?.get("list-unsubscribe") ?? "")?.[1] ?? "";
  assert.match(url, /^https:\/\/pay\.example\/mail\/unsubscribe\/unsub_[\w-]{32}$/);
  assert.ok(world.mailbox.received[0]?.text.includes(url));
  const token = url.slice(url.lastIndexOf("/") + 1);
  assert.equal(await unsubscribe(world.context, "another"), undefined);
  assert.equal(await unsubscribe(world.context, token), "invitations");
  assert.equal(await unsubscribe(world.context, token), "invitations");
  const id = await world.queue({ ...invite, to: "ann@shop.example" });
  await world.queue({ ...signIn, to: "ann@shop.example" });
  while (await sendDue(world.context));
  assert.equal((await world.row(id)).status, "UNSUBSCRIBED");
  assert.deepEqual(
    world.mailbox.received.map(({ subject }) => subject),
    ["Invitation to Example Shop", "Your sign-in code"],
  );
});

test("createSmtpTransport: beyond this machine nothing is said without TLS", async () => {
  const said: string[] = [];
  const server = createServer((socket) => {
    socket.write("220 plain.example\r\n");
    socket.on("error", () => {});
    socket.on("data", (data) => {
      said.push(`${data}`);
      socket.write(`${data}`.startsWith("EHLO") ? "250 plain.example\r\n" : "250 ok\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const transport = createSmtpTransport({
    host: "127.0.0.1",
    port,
    implicitTls: false,
    // As if it were elsewhere.
    isLoopback: false,
    user: "user",
    password: "password",
    from: sender,
  });
  const mail = {
    id: "1",
    to: "a@b.example",
    subject: "s",
    html: "h",
    text: "the code",
    attachments: [],
    unsubscribeUrl: null,
  };
  const result = await transport.send(mail);
  server.close();
  assert.equal(result.outcome, "failed");
  assert.doesNotMatch(said.join(""), /AUTH|MAIL FROM|the code/);
});

for (const name of Object.keys(templates) as TemplateName[]) {
  test(`templates: the example of ${name} comes through a mail server as HTML and as text`, async () => {
    await using world = await startWorld();
    const { example, category } = templates[name];
    await world.queue({ to: "a@b.example", template: name, data: example });
    await sendDue(world.context);
    const [mail] = world.mailbox.received;
    // What these fields name the template puts into words.
    const shown = Object.entries(example).flatMap(([field, value]) =>
      ["change", "timing"].includes(field) ? [] : (value ?? []),
    );
    for (const value of shown) {
      assert.ok(mail?.text.includes(value), `${value} is in the text`);
      assert.ok(mail?.html.includes(value), `${value} is in the HTML`);
    }
    assert.equal(mail?.headers.has("list-unsubscribe"), category !== null);
  });
}
