import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import { browserHeaders, newPerson } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const post = (path: string, body: object) => server.call("POST", path, body, browserHeaders(server.context));

test("guessed codes: of a hundred at once five are compared, and the right one after them signs nobody in", async () => {
  const { email } = await newPerson(server.context);
  const { token } = (await post("/v1/sign-in/codes", { email })).body;
  await sendSignInCodes(server.context);
  const { code = "" } = server.context.peopleMail.codes.at(-1) ?? {};
  const wrong = (index: number) => String((Number(code) + 1 + index) % 1_000_000).padStart(6, "0");
  const guesses = await Promise.all(
    Array.from({ length: 100 }, (_, index) => post("/v1/sign-in/codes/verify", { token, code: wrong(index) })),
  );
  assert.ok(guesses.every(({ status }) => status === 401));
  const row = await server.database.selectFrom("signIns").select("codeTries").executeTakeFirstOrThrow();
  assert.equal(row.codeTries, 5);
  assert.equal((await post("/v1/sign-in/codes/verify", { token, code })).status, 401);
});

test("guessed codes: the right code a hundred times at once is one session", async () => {
  const { id, email } = await newPerson(server.context);
  const { token } = (await post("/v1/sign-in/codes", { email })).body;
  await sendSignInCodes(server.context);
  const { code = "" } = server.context.peopleMail.codes.at(-1) ?? {};
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => post("/v1/sign-in/codes/verify", { token, code })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  const sessions = await server.database.selectFrom("sessions").select("id").where("userId", "=", id).execute();
  assert.equal(sessions.length, 1);
});
