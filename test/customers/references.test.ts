import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { operator } from "../../src/access/audit-log.ts";
import { changeSettlementAddress } from "../../src/access/index.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const seller = "0x2222222222222222222222222222222222222222";
const other = "0x52908400098527886E0F7030069857D2E4169EE7";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const path = "/v1/deposit-references";
const bind = (reference: string, more: object = {}) => server.call("POST", path, { reference, ...more });

test("a reference is of the customer who is named, or of one whose externalId it is", async () => {
  const { body: customer } = await server.call("POST", "/v1/customers", { externalId: "4711", name: "Ada" });
  assert.equal((await bind("4711")).body.customerId, customer.id);
  const { body: made } = await bind("4712");
  assert.equal((await server.call("GET", `/v1/customers/${made.customerId}`)).body.externalId, "4712");
  const { body: named } = await bind("savings", { customerId: customer.id });
  const { body: list } = await server.call("GET", `${path}?customerId=${customer.id}`);
  assert.deepEqual(
    list.data.map(({ reference }: { reference: string }) => reference),
    ["savings", "4711"],
  );
  assert.deepEqual((await server.call("GET", `${path}/${named.id}`)).body, named);
  const taken = await bind("savings", { customerId: made.customerId });
  assert.deepEqual([taken.status, taken.body.code], [409, "DEPOSIT_REFERENCE_IN_USE"]);
  const unknown = await bind("savings", { customerId: "cus_x" });
  assert.deepEqual([unknown.status, unknown.body.errors[0].path], [400, ["customerId"]]);
  const again = await server.call("POST", "/v1/customers", { externalId: "4711" });
  assert.deepEqual([again.status, again.body.code, again.body.customerId], [409, "CUSTOMER_EXISTS", customer.id]);
});

test("bound again, a reference has the same addresses, also when asked at the same time", async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => bind("same")));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
  assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
});

test("another split has other addresses, and the earlier ones stay; back again, it has the first", async () => {
  const { body: first } = await bind("split");
  const { body: second } = await bind("split", { sellers: [{ address: seller, percent: "12.5" }] });
  assert.equal(second.id, first.id);
  assert.deepEqual(
    second.addresses.map(({ current }: { current: boolean }) => current),
    [true, false],
  );
  assert.deepEqual(
    second.addresses[0].parts.map(({ percent }: { percent: string }) => percent),
    ["87.50", "12.50"],
  );
  assert.equal(second.addresses[1].address, first.addresses[0].address);
  const { body: third } = await bind("split");
  assert.equal(third.addresses[0].address, first.addresses[0].address);
  await changeSettlementAddress(
    server.context,
    server.organizationId,
    { chainId: null, address: other, delay: 0 },
    operator,
  );
  const { body: moved } = await bind("split");
  assert.equal(moved.addresses[0].parts[0].recipient, other);
  assert.equal(moved.addresses.length, 3);
});

test("sellers that take everything, are named twice, or are addresses where money would be lost are refused", async () => {
  const { body: bound } = await bind("lost");
  for (const sellers of [
    [{ address: seller, percent: "100" }],
    [{ address: seller, percent: "0" }],
    [
      { address: seller, percent: "60" },
      { address: other, percent: "40" },
    ],
    [
      { address: seller, percent: "10" },
      { address: seller, percent: "10" },
    ],
    [{ address: bound.addresses[0].address, percent: "10" }],
    [{ address: server.context.router, percent: "10" }],
  ]) {
    const { status, body } = await bind("lost", { sellers });
    assert.deepEqual([status, body.code], [400, "VALIDATION_FAILED"], JSON.stringify(sellers));
  }
});
