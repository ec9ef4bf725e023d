import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { Secret, TOTP } from "otpauth";
import { pino } from "pino";
import { operator } from "../../src/access/audit-log.ts";
import { createRegistry } from "../../src/api/http/metrics.ts";
import { buildServer } from "../../src/api/server.ts";
import { invite } from "../../src/people/invitations.ts";
import { beginTotp, confirmTotp } from "../../src/people/second-factor.ts";
import { openSetup } from "../../src/people/setup.ts";
import { sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import { contextWithoutChains } from "../support/api-context.ts";
import { openTestDatabase } from "../support/database.ts";
import { settlementAddress } from "../support/merchant.ts";
import { browserHeaders, newPerson, tokenIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

/** A server over an empty database, which a browser is pointed at. */
async function startEmptyServer() {
  const opened = await openTestDatabase();
  const log = pino({ level: "silent" });
  const context = contextWithoutChains(opened.database, () => new Date(), log);
  const server = await buildServer(context, log);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const visit = (address: string | null, form?: Record<string, string>, headers = browserHeaders(context)) =>
    fetch(new URL(new URL(address ?? "").pathname, url), {
      redirect: "manual",
      headers,
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
  return {
    context,
    visit,
    async [Symbol.asyncDispose]() {
      await context.feed.stop();
      await server.close();
      await opened[Symbol.asyncDispose]();
    },
  };
}

const owner = { email: "ada@people.example", name: "Ada", organization: "Ada's <shop>", settlementAddress };

test("first run: one URL makes the first owner, signs in, and is over", async () => {
  await using server = await startEmptyServer();
  const { context, visit } = server;
  const earlier = await openSetup(context);
  const url = await openSetup(context);
  assert.match(url ?? "", /^https:\/\/pay\.example\/setup\/setup_[\w-]{32}$/);
  assert.equal((await visit(earlier)).status, 404, "a later start's URL counts");
  const page = await visit(url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<form method="post">/);
  assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'.*frame-ancestors 'none'/);

  assert.equal((await visit(url, {})).status, 400);
  const wrong = await visit(url, { ...owner, settlementAddress: "0x12" });
  assert.equal(wrong.status, 400);
  const again = await wrong.text();
  assert.match(again, /Where its money goes: expected an address with its checksum/);
  assert.match(again, /value="Ada&#39;s &#60;shop&#62;"/, "what was typed stays");
  assert.equal((await visit(url, owner, { origin: "https://evil.example" })).status, 403);

  const spanish = { ...browserHeaders(context), "accept-language": "es-MX" };
  assert.match(await (await visit(url, undefined, spanish)).text(), /<html lang="es">[\s\S]*El primer propietario/);
  const nameless = await (await visit(url, { ...owner, name: "", email: "ada" }, spanish)).text();
  assert.match(nameless, /Su correo: se espera un correo[\s\S]*Su nombre: de 1 a 100 caracteres/);
  const lost = { ...owner, settlementAddress: `0x${"0".repeat(40)}` };
  assert.match(await (await visit(url, lost, spanish)).text(), /El dinero enviado a 0x0{40} se perdería/);

  const made = await visit(url, owner);
  assert.deepEqual([made.status, made.headers.get("location")], [303, "/signed-in"]);
  const signedIn = await visit(
    "https://pay.example/signed-in",
    undefined,
    browserHeaders(context, tokenIn(made.headers)),
  );
  const text = await signedIn.text();
  assert.match(text, /Signed in as Ada/);
  assert.match(text, /Ada&#39;s &#60;shop&#62;, as owner \(this session, in test mode\)/);
  assert.match(text, /https:\/\/pay\.example\/v1/);

  assert.equal((await visit(url, owner)).status, 404);
  assert.equal(await openSetup(context), null);
});

test("first run: of twenty who open the URL at once one is the owner", async () => {
  await using server = await startEmptyServer();
  const url = await openSetup(server.context);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => server.visit(url, { ...owner, email: `a${index}@people.example` })),
  );
  assert.equal(answers.filter(({ status }) => status === 303).length, 1);
  const users = await server.context.database.selectFrom("users").select("id").execute();
  assert.equal(users.length, 1);
});

test("first run: an address at which money would be lost is refused, and the URL stays good", async () => {
  await using server = await startEmptyServer();
  const url = await openSetup(server.context);
  const lost = await server.visit(url, { ...owner, settlementAddress: `0x${"0".repeat(40)}` });
  assert.equal(lost.status, 400);
  assert.match(await lost.text(), /would be lost.*value="ada@people\.example"/s);
  const lowerCase = await server.visit(url, {
    ...owner,
    settlementAddress: "0x52908400098527886e0f7030069857d2e4169ee7",
  });
  assert.equal(lowerCase.status, 400);
  assert.equal((await server.visit(url, owner)).status, 303);
});

let now = new Date("2026-11-26T12:00:00Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

test("signed-in page: says so where nobody is, and signs out", async () => {
  const visit = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, server.url), { redirect: "manual", ...init });
  assert.equal((await visit("/signed-in")).status, 401);
  const { peopleMail, publicUrl } = server.context;
  const wanted = { email: "grace@people.example", role: "viewer", delivery: "mail" } as const;
  await invite(server.context, server.organizationId, wanted, { role: "operator", actor: operator });
  const link = new URL(peopleMail.invitations.at(-1)?.url ?? "", publicUrl).pathname;
  assert.match(await (await visit(link)).text(), /grace@people\.example is invited as viewer/);
  const german = await (await visit(link, { headers: { "accept-language": "de" } })).text();
  assert.match(german, /<html lang="de">[\s\S]*Rolle: Betrachter[\s\S]*Ihr Name[\s\S]*Beitreten/);
  const headers = browserHeaders(server.context);
  const joined = await visit(link, { method: "POST", body: new URLSearchParams({ name: "Grace" }), headers });
  assert.equal(joined.headers.get("location"), "/signed-in");
  assert.equal((await visit(link)).status, 404);
  const own = browserHeaders(server.context, tokenIn(joined.headers));
  assert.match(await (await visit("/signed-in", { headers: own })).text(), /as viewer/);
  assert.equal((await visit("/signed-in/end", { method: "POST", headers: own })).status, 303);
  assert.equal((await visit("/signed-in", { headers: own })).status, 401);
});

test("sign-in page: a code by mail, and the app's after it, lead to who is signed in", async () => {
  const { email, id } = await newPerson(server.context, { organizationId: server.organizationId });
  const { secret } = await beginTotp(server.context, id);
  const codeOfApp = () => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() });
  await confirmTotp(server.context, id, codeOfApp(), { address: "127.0.0.1", sessionId: randomUUID() });
  now = new Date(now.getTime() + 30_000);

  const send = async (path: string, form: Record<string, string>) => {
    const init = { method: "POST", body: new URLSearchParams(form), headers: browserHeaders(server.context) };
    const answer = await fetch(new URL(path, server.url), { redirect: "manual", ...init });
    const text = await answer.text();
    return { answer, text, token: /name="token" value="([^"]+)"/.exec(text)?.[1] ?? "" };
  };
  assert.match(await (await fetch(new URL("/sign-in", server.url))).text(), /Send me a code/);
  const asked = await send("/sign-in", { email });
  await sendSignInCodes(server.context);
  const { code = "" } = server.context.peopleMail.codes.at(-1) ?? {};
  const wrong = await send("/sign-in/code", { token: asked.token, code: code === "000000" ? "000001" : "000000" });
  assert.deepEqual([wrong.answer.status, /did not sign you in/.test(wrong.text)], [401, true]);
  assert.match(wrong.text, /<a href="\/sign-in">/);
  const second = await send("/sign-in/code", { token: asked.token, code });
  assert.match(second.text, /code of your app/);
  const done = await send("/sign-in/second-factor", { token: second.token, code: codeOfApp() });
  assert.deepEqual([done.answer.status, done.answer.headers.get("location")], [303, "/signed-in"]);
  assert.ok(tokenIn(done.answer.headers));
  const nobody = await send("/sign-in", { email: "no address" });
  assert.deepEqual([nobody.answer.status, /expected a mail address/.test(nobody.text)], [400, true]);
});

test("sandbox: its URL signs the owner in, and other servers have none", async () => {
  const { email } = await newPerson(server.context, { organizationId: server.organizationId, role: "owner" });
  const token = `signin_${"a".repeat(32)}`;
  const path = `/sandbox/sign-in/${token}`;
  assert.equal((await fetch(new URL(path, server.url))).status, 404);
  const log = pino({ level: "silent" });
  const sandbox = await buildServer(
    { ...server.context, registry: createRegistry(), sandboxOwner: { email, token } },
    log,
  );
  const answer = await sandbox.inject(path);
  assert.deepEqual([answer.statusCode, answer.headers.location], [303, "/signed-in"]);
  assert.match(String(answer.headers["set-cookie"]), /session_/);
  assert.equal((await sandbox.inject(`${path}x`)).statusCode, 404);
  await sandbox.close();
});
