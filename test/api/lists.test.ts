import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { fanOut } from "../../src/webhooks/enqueue-deliveries.ts";
import { settlementAddress, startTestServer, type TestServer } from "../support/test-server.ts";
import { renderers } from "../support/webhook-renderers.ts";

let now = new Date("2026-03-01T12:00:00Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

async function create(count: number, changes: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    now = new Date(now.getTime() + 1_000);
    const { body } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD", ...changes });
    ids.push(body.id);
  }
  return ids;
}

test("pages are the newest first, and stay the same while payments are added", async () => {
  const ids = (await create(7)).toReversed();
  const first = await server.call("GET", "/v1/payments?limit=3");
  assert.deepEqual(
    first.body.data.map(({ id }: { id: string }) => id),
    ids.slice(0, 3),
  );
  assert.deepEqual([first.body.hasMore, first.body.nextCursor], [true, ids[2]]);
  await create(5);
  const second = await server.call("GET", `/v1/payments?limit=3&cursor=${first.body.nextCursor}`);
  assert.deepEqual(
    second.body.data.map(({ id }: { id: string }) => id),
    ids.slice(3, 6),
  );
  const last = await server.call("GET", `/v1/payments?limit=3&cursor=${second.body.nextCursor}`);
  assert.deepEqual(
    last.body.data.map(({ id }: { id: string }) => id),
    ids.slice(6),
  );
  assert.deepEqual([last.body.hasMore, last.body.nextCursor], [false, null]);
});

test("filters narrow the list", async () => {
  const start = now.toISOString();
  const [cancelled = "", open = ""] = await create(2, { externalId: undefined });
  await server.call("DELETE", `/v1/payments/${cancelled}`);
  const [named = ""] = await create(1, { externalId: "order-9" });
  const find = async (query: string) =>
    (await server.call("GET", `/v1/payments?createdAfter=${start}&${query}`)).body.data.map(
      ({ id }: { id: string }) => id,
    );
  assert.deepEqual(await find(""), [named, open, cancelled]);
  assert.deepEqual(await find("status=CANCELLED"), [cancelled]);
  assert.deepEqual(await find("externalId=order-9"), [named]);
  assert.deepEqual(await find(`createdBefore=${now.toISOString()}`), [open, cancelled]);
  assert.deepEqual(await find("chainId=8453"), []);
  assert.deepEqual(await find("token=USDC"), []);
  assert.deepEqual(await find("txHash=0x00"), []);
});

for (const query of ["limit=0", "limit=101", "limit=x", "cursor=x", "status=PAID", "createdAfter=yesterday"]) {
  test(`?${query} is a 400 at its path`, async () => {
    const { status, body } = await server.call("GET", `/v1/payments?${query}`);
    assert.equal(status, 400);
    assert.deepEqual(body.errors[0].path, [query.split("=")[0]]);
  });
}

test("a merchant sees nothing of another's, in any list", async () => {
  const [mine = ""] = await create(1);
  // What happened before the endpoint is not for it.
  await fanOut({ ...server.context, renderers });
  await server.call("POST", "/v1/webhooks", { url: "https://shop.example/hooks" });
  await server.call("DELETE", `/v1/payments/${mine}`);
  const other = await createOrganization(server.context, { name: "Other", settlementAddress });
  const { key } = await issueApiKey(server.context, { organizationId: other.id, mode: "test" });
  const { key: live } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  await fanOut({ ...server.context, renderers });
  const deliveries = (await server.call("GET", "/v1/webhooks/deliveries")).body.data;
  assert.equal(deliveries.length, 1);
  for (const stranger of [key, live]) {
    const headers = { authorization: `Bearer ${stranger}` };
    for (const path of ["/v1/payments", "/v1/transactions", "/v1/webhooks/deliveries"]) {
      assert.deepEqual((await server.call("GET", path, undefined, headers)).body.data, [], path);
    }
    assert.deepEqual((await server.call("GET", "/v1/auth/api-keys", undefined, headers)).body.data.length, 1);
    const { body } = await server.call("GET", "/v1/analytics", undefined, headers);
    assert.equal(
      Object.values(body.summary.payments as Record<string, number>).every((count) => count === 0),
      true,
    );
    const redelivery = `/v1/webhooks/deliveries/${deliveries[0].id}/redeliver`;
    assert.equal((await server.call("POST", redelivery, undefined, headers)).status, 404);
  }
});
