import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Address, getAddress } from "viem";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { chainById } from "../../src/protocol/index.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import type { MemberRole } from "../../src/store/index.ts";
import { emptyChain } from "../support/empty-chain.ts";
import { settlementAddress as first, newMerchant } from "../support/merchant.ts";
import { newPerson, signIn } from "../support/person.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const second = getAddress("0x2222222222222222222222222222222222222222");
/** Has code on Base and on no other chain. */
const contract = getAddress("0x7777777777777777777777777777777777777777");
const hours = 60 * 60_000;

let now = new Date("2026-11-26T12:00:00Z");
let server: TestServer;
let organizationId: string;
before(async () => {
  server = await startTestServer({ clock: () => now, services: new Map([8453, 42161].map((id) => [id, chainOf(id)])) });
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  organizationId = (await newMerchant(server.context)).id;
});

function chainOf(id: number): ChainServices {
  const chain = chainById(id);
  assert.ok(chain);
  const services = emptyChain(chain);
  const getCode = async ({ address }: { address: Address }) =>
    id === 8453 && address === contract ? "0x60" : undefined;
  return { ...services, client: { ...services.client, getCode } as ChainServices["client"] };
}

/** Somebody of the organization, who signed in strongly. */
async function hire(role: MemberRole, isStrong = true) {
  const { headers } = await signIn(server.context, (await newPerson(server.context, { organizationId, role })).id, {
    isStrong,
  });
  return {
    change: (chain: string | number, body: object) =>
      server.call("PUT", `/v1/organization/settlement-addresses/${chain}`, body, headers),
    takeBack: (chain: string | number) =>
      server.call("DELETE", `/v1/organization/settlement-addresses/${chain}/pending`, undefined, headers),
    read: async () => (await server.call("GET", "/v1/organization", undefined, headers)).body,
    log: async () => (await server.call("GET", "/v1/audit-log?limit=1", undefined, headers)).body.data[0],
  };
}

test("settlement address of a person: every owner hears of a change by mail, with who made it, and of one that failed nobody", async () => {
  const owner = await newPerson(server.context, { organizationId, role: "owner" });
  const admin = await hire("admin");
  assert.equal((await admin.change("default", { address: contract })).status, 400);
  const mails = () =>
    server.database.selectFrom("mailOutbox").selectAll().where("organizationId", "=", organizationId).execute();
  assert.deepEqual(await mails(), []);
  await admin.change(8453, { address: second });
  const [mail, ...others] = await mails();
  assert.deepEqual(others, []);
  assert.deepEqual([mail?.recipient, mail?.template], [owner.email, "settlement-address-changed"]);
  const told = JSON.parse(mail?.data ?? "");
  assert.deepEqual([told.chain, told.before, told.after], ["Base", null, second]);
  assert.match(told.effectiveAt, /^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  assert.match(told.changedBy, /@people\.example, from 127\.0\.0\.1$/);
});

test("settlement address of a person: takes effect after a day, is logged, and can be taken back", async () => {
  const admin = await hire("admin");
  const { status, body } = await admin.change("default", { address: second });
  const effectiveAt = new Date(now.getTime() + 24 * hours).toISOString();
  assert.deepEqual([status, body.settlementAddress], [200, first]);
  assert.deepEqual(body.pendingAddressChanges, [{ chainId: null, address: second, effectiveAt }]);
  const entry = await admin.log();
  assert.deepEqual([entry.action, entry.actor.type], ["settlement_address.changed", "user"]);
  assert.deepEqual((await admin.takeBack("default")).body.pendingAddressChanges, []);
  assert.equal((await admin.takeBack("default")).body.code, "ADDRESS_CHANGE_NOT_FOUND");
  await admin.change(8453, { address: second });
  now = new Date(now.getTime() + 24 * hours);
  const owner = await hire("owner");
  assert.deepEqual((await owner.read()).chainAddresses, [{ chainId: 8453, address: second }]);
});

test("settlement address of a person: an owner alone chooses the delay", async () => {
  assert.equal(
    (await (await hire("admin")).change("default", { address: second, delayHours: 0 })).body.code,
    "ROLE_INSUFFICIENT",
  );
  const owner = await hire("owner");
  assert.equal((await owner.change("default", { address: second, delayHours: 0 })).body.settlementAddress, second);
  assert.equal((await owner.change("default", { address: first, delayHours: 169 })).status, 400);
});

test("settlement address of a person: a code by mail alone changes none, and takes a change back", async () => {
  const weak = await hire("owner", false);
  assert.equal((await weak.change("default", { address: second })).body.code, "STRONG_SIGN_IN_REQUIRED");
  await (await hire("owner")).change("default", { address: second });
  assert.equal((await weak.takeBack("default")).status, 200);
});

test("settlement address of a person: none at which money would be lost, or on a chain where its contract is not", async () => {
  const owner = await hire("owner");
  assert.equal((await owner.change("default", { address: `0x${"0".repeat(40)}` })).body.code, "RECIPIENT_LOST");
  assert.equal((await owner.change(8453, { address: "0x52908400098527886E0F7030069857D2E4169Ee7" })).status, 400);
  assert.equal((await owner.change("default", { address: null })).status, 400);
  assert.equal((await owner.change(1, { address: second })).body.code, "CHAIN_NOT_FOUND");
  const everywhere = await owner.change("default", { address: contract });
  assert.match(everywhere.body.errors[0].message, /does not exist on Arbitrum/);
  assert.equal((await owner.change(42161, { address: contract })).status, 400);
  assert.equal((await owner.change(8453, { address: contract })).status, 200);
  await owner.change(42161, { address: second, delayHours: 0 });
  assert.equal((await owner.change("default", { address: contract })).status, 200, "Arbitrum has its own");
});

test("PayIn's address pool: payout addresses are listed for a key, and registered by a strong sign-in alone", async () => {
  const { key } = await issueApiKey(server.context, { organizationId, mode: "test" });
  const byKey = { "x-api-key": key };
  const path = "/api/v1/address-pool";
  const { body: status } = await server.call("GET", `${path}/status`, undefined, byKey);
  assert.deepEqual(status, { mode: "derived", available: "unlimited", payoutAddresses: 1 });
  const asked = { addresses: [{ address: second, chainId: "base" }] };
  assert.equal((await server.call("POST", `${path}/import`, asked, byKey)).body.code, "SESSION_REQUIRED");

  const { id } = await newPerson(server.context, { organizationId, role: "owner" });
  const { headers } = await signIn(server.context, id, { isStrong: true });
  const contractAt = { addresses: [{ address: contract }] };
  assert.equal((await server.call("POST", `${path}/import`, contractAt, headers)).status, 400);
  const { status: created, body } = await server.call("POST", `${path}/import`, asked, headers);
  const effectiveAt = new Date(now.getTime() + 24 * hours).toISOString().replace(".000Z", "Z");
  const listed = [
    { address: first, chainId: null, status: "active" },
    { address: second, chainId: "base", status: "pending", effectiveAt },
  ];
  assert.deepEqual([created, body], [201, { imported: 1, addresses: listed }]);
  const { body: page } = await server.call("GET", `${path}/addresses?sortOrder=desc`, undefined, byKey);
  assert.deepEqual(page.data, listed);
});
