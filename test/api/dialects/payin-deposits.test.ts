import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../../src/access/api-keys.ts";
import { webhookRenderers } from "../../../src/api/webhook-renderers.ts";
import { fanOut } from "../../../src/webhooks/enqueue-deliveries.ts";
import { newMerchant } from "../../support/merchant.ts";
import { newDeposit } from "../../support/standing.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { wholeSeconds } from "./examples.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const references = "/api/v1/deposits/references";

test("deposit references: bound, read, listed and unbound as the text's table has them", async () => {
  const { status, body: bound } = await server.call("POST", references, { depositReference: "user 1/ä" });
  assert.equal(status, 201);
  assert.match(bound.address, /^0x[0-9a-fA-F]{40}$/);
  assert.match(bound.createdAt, wholeSeconds);
  assert.deepEqual([bound.depositReference, bound.chainId, bound.status], ["user 1/ä", null, "active"]);
  assert.ok(bound.addresses.some(({ chainId }: { chainId: string }) => chainId === "base"));
  const path = `${references}/${encodeURIComponent("user 1/ä")}`;
  assert.deepEqual((await server.call("GET", path)).body, bound);
  assert.deepEqual((await server.call("POST", references, { depositReference: "user 1/ä" })).body, bound, "again");
  const { body: onBase } = await server.call("GET", `${path}?chainId=base`);
  assert.deepEqual([onBase.chainId, onBase.address], ["base", bound.address]);
  const { body: list } = await server.call("GET", `${references}?page=1&limit=20`);
  assert.deepEqual(list.data, [bound]);
  assert.equal(list.pagination.total, 1);
  const unbound = await server.call("DELETE", path);
  assert.deepEqual(unbound.body, { depositReference: "user 1/ä", unbound: true });
  const gone = await server.call("GET", path);
  assert.deepEqual([gone.status, gone.body.code], [404, "RESOURCE_NOT_FOUND"]);
  assert.notEqual(
    (await server.call("POST", references, { depositReference: "user 1/ä" })).body.address,
    bound.address,
  );
});

test("deposits: what came is listed with its reference, filtered and sorted, and told of in this API's words", async () => {
  const url = "https://shop.example/payin";
  const wanted = { url, events: ["deposit.pending", "deposit.confirmed"] };
  const { body: endpoint } = await server.call("POST", "/api/v1/webhooks/endpoints", wanted);
  await server.call("POST", references, { depositReference: "user-2" });
  await newDeposit(server.context, { reference: "user-2", amount: 12_500_000n });
  const { body } = await server.call("GET", "/api/v1/deposits?status=pending&currency=USDC&depositReference=user-2");
  const [deposit] = body.data;
  assert.match(deposit.depositId, /^dep_/);
  assert.deepEqual(
    [deposit.depositReference, deposit.amount, deposit.currency, deposit.chainId, deposit.status, deposit.confirmedAt],
    ["user-2", "12.50", "USDC", "base", "pending", null],
  );
  assert.deepEqual((await server.call("GET", "/api/v1/deposits?sortBy=amount&sortOrder=asc")).body.data, [deposit]);
  for (const query of ["status=confirmed", "currency=USDT", "depositReference=user-3", "chainId=polygon"]) {
    assert.deepEqual((await server.call("GET", `/api/v1/deposits?${query}`)).body.data, [], query);
  }

  const renderers = webhookRenderers({ checkoutUrl: "https://pay.example/p", publicUrl: "https://pay.example" });
  await fanOut({ database: server.database, clock: () => new Date(), renderers });
  const { body: deliveries } = await server.call("GET", `/v1/webhooks/deliveries?endpointId=${endpoint.id}`);
  assert.deepEqual(
    deliveries.data.map(({ type }: { type: string }) => type),
    ["deposit.pending"],
  );
  const { body: events } = await server.call("GET", "/api/v1/webhooks/events?type=deposit.pending");
  assert.deepEqual(
    events.data.map(({ type, data }: { type: string; data: object }) => [type, data]),
    [["deposit.pending", deposit]],
  );
});

test("deposit references: another merchant has none of them, and a server without the contract has no addresses", async () => {
  await server.call("POST", references, { depositReference: "mine" });
  const { id: organizationId } = await newMerchant(server.context);
  const { key } = await issueApiKey(server.context, { organizationId, mode: "test" });
  const headers = { "x-api-key": key };
  assert.equal((await server.call("GET", `${references}/mine`, undefined, headers)).status, 404);
  assert.equal((await server.call("DELETE", `${references}/mine`, undefined, headers)).status, 404);
  assert.deepEqual((await server.call("GET", references, undefined, headers)).body.data, []);
  assert.deepEqual((await server.call("GET", "/api/v1/deposits", undefined, headers)).body.data, []);
  await using bare = await startTestServer({ engine: { standing: null } });
  const { status, body } = await bare.call("POST", references, { depositReference: "none" });
  assert.deepEqual([status, body.code], [503, "NO_AVAILABLE_ADDRESSES"]);
});
