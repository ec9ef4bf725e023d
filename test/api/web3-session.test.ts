import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chainById } from "../../src/protocol/index.ts";
import type { MemberRole } from "../../src/store/index.ts";
import { emptyChain } from "../support/empty-chain.ts";
import { newPerson, signIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  const base = chainById(8453);
  assert.ok(base);
  server = await startTestServer({ services: new Map([[base.id, emptyChain(base)]]) });
});
after(() => server[Symbol.asyncDispose]());

const ask = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
const call = (headers: Record<string, string>) => server.call("POST", "/v1/web3/8453", ask, headers);

async function headersOf(role: MemberRole) {
  const { id } = await newPerson(server.context, { organizationId: server.organizationId, role });
  return (await signIn(server.context, id)).headers;
}

test("web3: takes a session as it takes a key, of a role that may write payments", async () => {
  for (const role of ["owner", "admin", "member"] as const) {
    assert.deepEqual((await call(await headersOf(role))).body, { jsonrpc: "2.0", id: 1, result: "0x2105" });
  }
  const { status, body } = await call(await headersOf("viewer"));
  assert.deepEqual([status, body.code, body.role, body.scope], [403, "ROLE_INSUFFICIENT", "viewer", "payments:write"]);
  assert.equal((await call({})).body.code, "UNAUTHORIZED");
});

test("web3: a page elsewhere may ask with a payer's token, and not with somebody's session", async () => {
  const { cookie = "", ...own } = await headersOf("owner");
  for (const from of [{}, { origin: "https://evil.example" }, { ...own, "sec-fetch-site": "cross-site" }]) {
    const { status, body, headers } = await call({ cookie, ...from });
    assert.deepEqual([status, body.code], [403, "CROSS_ORIGIN"]);
    assert.equal(headers.get("access-control-allow-credentials"), null);
  }
});
