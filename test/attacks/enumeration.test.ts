import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { beginWithCode, passCode, sendSignInCodes } from "../../src/people/sign-in-codes.ts";
import { browserHeaders, newPerson } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const post = (path: string, body: object) => server.call("POST", path, body, browserHeaders(server.context));

/** The statements that something has the database run, in order. */
async function statementsOf(run: (context: TestServer["context"]) => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const database = server.database.withPlugin({
    transformQuery: ({ node }) => {
      statements.push(node.kind);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await run({ ...server.context, database }).catch(() => undefined);
  return statements;
}

test("enumeration: asking for a code and typing a wrong one is answered alike for every address", async () => {
  const { email } = await newPerson(server.context);
  const answers = [];
  for (const address of [email, "nobody@people.example"]) {
    const asked = await post("/v1/sign-in/codes", { email: address });
    await sendSignInCodes(server.context);
    const typed = await post("/v1/sign-in/codes/verify", { token: asked.body.token, code: "wrong" });
    const { requestId: _, ...refusal } = typed.body;
    answers.push({ status: asked.status, keys: Object.keys(asked.body), token: asked.body.token.length, refusal });
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.deepEqual([answers[0]?.status, answers[0]?.refusal.code], [202, "SIGN_IN_FAILED"]);
});

test("enumeration: the same statements run while the asker waits, so no time tells", async () => {
  const { email } = await newPerson(server.context);
  const work = [];
  for (const address of [email, "nobody@people.example"]) {
    let token = "";
    const begun = await statementsOf(async (context) => {
      ({ token } = await beginWithCode(context, address));
    });
    await sendSignInCodes(server.context);
    const visitor = { address: "127.0.0.1", userAgent: "" };
    const typed = await statementsOf((context) => passCode(context, { token, code: "wrong" }, visitor));
    work.push({ begun, typed });
  }
  assert.deepEqual(work[0], work[1]);
  assert.deepEqual([work[0]?.begun.length, work[0]?.typed.length], [1, 1]);
});

test("enumeration: a passkey that nobody has is refused as one that is wrong", async () => {
  const { token } = (await post("/v1/sign-in/passkeys/options", {})).body;
  const response = { clientDataJSON: "e30", authenticatorData: "AA", signature: "AA" };
  const { body } = await post("/v1/sign-in/passkeys", {
    token,
    response: { id: "AA", rawId: "AA", type: "public-key", response },
  });
  assert.equal(body.code, "SIGN_IN_FAILED");
});
