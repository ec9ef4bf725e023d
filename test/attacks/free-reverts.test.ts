import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { erc20Abi } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { checkoutView } from "../../src/checkout/checkout-view.ts";
import {
  authorizationTypedData,
  consentTypedData,
  depositAddressOf,
  permit2TypedData,
  type TokenDomain,
} from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { Authorization } from "../../src/relayer/authorization-calls.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { watchReverts } from "../../src/relayer/reverts/watch-reverts.ts";
import { submitAuthorization, submitDeposit } from "../../src/relayer/submit-call.ts";
import type { Quote } from "../../src/store/index.ts";
import { type RelayerChain, type RelayerHarness, startRelayerChain } from "../support/relayer-harness.ts";

// A stranger has us relay signatures that pay while they are simulated and revert when they are included: each costs us its gas, and the stranger as little as it can.

let chain: RelayerChain;
before(async () => {
  chain = await startRelayerChain();
});
after(() => chain[Symbol.asyncDispose]());

const dollar = 10n ** 18n;
const plenty = { hour: 1_000_000n * dollar, day: 1_000_000n * dollar };

/** As a server in production: three of a payer at once. */
function servicesOf(harness: RelayerHarness, organization = plenty, server = plenty): ChainServices {
  const relayLimits = { reverted: { server, organization }, mostOfPayer: 3 };
  return { ...harness.servicesBy(harness.transactions), relayLimits };
}

async function newPayer(harness: RelayerHarness, amount?: bigint): Promise<PrivateKeyAccount> {
  const account = privateKeyToAccount(generatePrivateKey());
  await harness.fund(account.address, amount);
  return account;
}

type Bounds = { readonly validAfter?: bigint; readonly validBefore?: bigint };

/** What an account signs as EIP-3009 for a quote, within bounds of its own; as the checkout page asks for it where there are none. */
async function authorize(
  { on, usdc }: RelayerHarness,
  quote: Quote,
  account: PrivateKeyAccount,
  bounds: Bounds = {},
  payer = account.address,
): Promise<Authorization> {
  const typedData = authorizationTypedData(termsFromJson(quote.terms), payer, on.router, usdc.domain as TokenDomain);
  const message = { ...typedData.message, ...bounds };
  const { validAfter, validBefore } = message;
  const signature = await account.signTypedData({ ...typedData, message });
  return { type: "eip3009", payer, signature, validAfter, validBefore };
}

function submit(harness: RelayerHarness, services: ChainServices, quote: Quote, authorization: Authorization) {
  const payable = { quote, payment: { id: quote.paymentId, status: "ACTIVE" } } as const;
  return submitAuthorization(harness.context, services, payable, authorization);
}

/** Has an account pay a quote, a new one where none is named. Answers the request's id. */
async function pay(harness: RelayerHarness, services: ChainServices, account: PrivateKeyAccount, quote?: Quote) {
  const wanted = quote ?? (await harness.newQuote());
  return submit(harness, services, wanted, await authorize(harness, wanted, account));
}

/** The same, and takes the account's money out of reach in front of the call. */
async function payAndRevert(
  harness: RelayerHarness,
  services: ChainServices,
  account: PrivateKeyAccount,
  quote?: Quote,
) {
  const id = await pay(harness, services, account, quote);
  assert.equal(await harness.submit(services), true);
  await harness.freeze(account.address);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(id)).status, "REVERTED");
  await harness.freeze(account.address, "unBlacklist");
  await harness.mine();
}

const countOf = async ({ context }: RelayerHarness, table: "relays" | "relayReverts") =>
  (await context.database.selectFrom(table).selectAll().execute()).length;

test("free reverts: a signature that may end before it is included, or has not begun, is refused before anything is sent", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const account = await newPayer(harness);
  const quote = await harness.newQuote();
  const { timestamp } = await harness.client.getBlock();
  const now = BigInt(Math.floor(harness.context.clock().getTime() / 1_000));
  const refused: Bounds[] = [
    ...[1n, 2n, 12n].map((seconds) => ({ validBefore: timestamp + seconds })),
    { validBefore: now + 120n },
    { validAfter: now + 2n },
    { validAfter: now + 3_600n, validBefore: now + 7_200n },
  ];
  for (const bounds of refused) {
    const signed = await authorize(harness, quote, account, bounds);
    await assert.rejects(submit(harness, services, quote, signed), { code: "AUTHORIZATION_TOO_SHORT" });
  }
  const typedData = permit2TypedData(termsFromJson(quote.terms), account.address, harness.on.router, 1n);
  const deadline = timestamp + 2n;
  const signature = await account.signTypedData({ ...typedData, message: { ...typedData.message, deadline } });
  const permit = { type: "permit2", payer: account.address, signature, nonce: 1n, deadline } as const;
  await assert.rejects(submit(harness, services, quote, permit), { code: "AUTHORIZATION_TOO_SHORT" });
  assert.equal(await countOf(harness, "relays"), 0);
  await submit(harness, services, quote, await authorize(harness, quote, account, { validBefore: now + 160n }));
});

test("free reverts: what the checkout page signs is long enough until its quote is nearly over", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const account = await newPayer(harness, 30_000_000n);
  const [early, late] = [await harness.newQuote(), await harness.newQuote()];
  await pay(harness, services, account, early);
  harness.pass(late.expiresAt.getTime() - harness.context.clock().getTime() - 30_000);
  await pay(harness, services, account, late);
  const over = await harness.newQuote();
  harness.pass(over.expiresAt.getTime() - harness.context.clock().getTime() - 10_000);
  await assert.rejects(pay(harness, services, account, over), { code: "QUOTE_EXPIRED" });
});

test("free reverts: one balance backs what it pays, and one account has three signatures under way, whatever comes at once", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const poor = await newPayer(harness, 25_000_000n);
  await pay(harness, services, poor);
  await pay(harness, services, poor);
  await assert.rejects(pay(harness, services, poor), {
    code: "PAYER_UNDER_WAY",
    details: { unfinished: 2, bound: "BALANCE" },
  });
  const rich = await newPayer(harness, 1_000_000_000n);
  const tried = await Promise.allSettled(Array.from({ length: 15 }, () => pay(harness, services, rich)));
  const refused = tried.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  assert.deepEqual(
    refused,
    Array.from({ length: 12 }, () => "PAYER_UNDER_WAY"),
  );
  await pay(harness, services, await newPayer(harness));
  // What has paid is under way no more.
  while (await harness.submit(services));
  await harness.mine();
  await harness.follow(services);
  await pay(harness, services, rich);
});

test("free reverts: a balance that is gone by the time that calls are sent costs nothing", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const account = await newPayer(harness, 30_000_000n);
  const ids = [];
  while (ids.length < 3) ids.push(await pay(harness, services, account));
  const { local } = harness.on;
  await local.impersonateAccount({ address: account.address });
  await local.setBalance({ address: account.address, value: dollar });
  const args = ["0x000000000000000000000000000000000000dEaD", 15_000_000n] as const;
  await local.writeContract({
    account: account.address,
    address: harness.usdc.address,
    abi: erc20Abi,
    functionName: "transfer",
    args,
    gas: 100_000n,
  } as never);
  await harness.mine();
  for (let round = 0; round < 4; round += 1) {
    while (await harness.submit(services));
    harness.pass(2_000);
  }
  await harness.mine();
  await harness.follow(services);
  for (let round = 0; round < 20 && (await harness.statuses(ids)).includes("QUEUED"); round += 1) {
    await harness.submit(services);
    harness.pass(2_000);
  }
  assert.deepEqual((await harness.statuses(ids)).toSorted(), ["CONFIRMED", "EXPIRED", "EXPIRED"]);
  assert.equal(await countOf(harness, "relayReverts"), 0);
});

test("free reverts: an account whose calls reverted thrice within an hour, of whichever payments, is refused for an hour, and nobody else", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const account = await newPayer(harness, 1_000_000_000n);
  for (let count = 0; count < 3; count += 1) await payAndRevert(harness, services, account);
  const barred = await pay(harness, services, account).catch(
    (error: unknown) => error as { code: string; retryAfter: number },
  );
  assert.ok(typeof barred === "object", "accepted");
  assert.equal(barred.code, "ATTEMPT_DELAYED");
  assert.ok(barred.retryAfter > 3_500 && barred.retryAfter <= 3_600, `${barred.retryAfter} seconds`);
  await pay(harness, services, await newPayer(harness));
  harness.pass(3_600_000);
  await pay(harness, services, account);
});

test("free reverts: what fails in a batch counts for its account, and for none of its neighbours", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const [evil, honest] = [privateKeyToAccount(generatePrivateKey()), privateKeyToAccount(generatePrivateKey())];
  for (const { address } of [evil, honest]) await harness.fundPayer(address);
  const ids = [];
  for (const account of [evil, honest]) {
    const quote = await harness.newQuote();
    const typedData = consentTypedData(termsFromJson(quote.terms), account.address, harness.on.router);
    const signature = await account.signTypedData(typedData);
    ids.push(await submit(harness, services, quote, { type: "payment", payer: account.address, signature }));
  }
  await harness.submit(services);
  await harness.freeze(evil.address);
  await harness.mine();
  await harness.follow(services);
  assert.deepEqual(await harness.statuses(ids), ["QUEUED", "CONFIRMED"]);
  const reverts = await harness.context.database.selectFrom("relayReverts").select("payer").execute();
  assert.deepEqual(reverts, [{ payer: evil.address.toLowerCase() }]);
});

test("free reverts: a signature that is not the account's own counts for nobody", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const victim = await newPayer(harness);
  const stranger = privateKeyToAccount(generatePrivateKey());
  for (let count = 0; count < 4; count += 1) {
    const quote = await harness.newQuote();
    const forged = await authorize(harness, quote, stranger, {}, victim.address);
    await assert.rejects(submit(harness, services, quote, forged), { code: "AUTHORIZATION_REVERTS" });
  }
  assert.equal(await countOf(harness, "relays"), 0);
  await pay(harness, services, victim);
});

test("free reverts: one account's failures at a small payment delay no other account", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness);
  const [evil, honest] = [await newPayer(harness), await newPayer(harness)];
  const quote = await harness.newQuote();
  for (let count = 0; count < 3; count += 1) {
    await payAndRevert(harness, services, evil, quote);
    harness.pass(20_000);
  }
  await pay(harness, services, honest, quote);
});

/** What the operators are alarmed of, twice asked. */
async function alarmsOf({ context }: RelayerHarness, { relayLimits }: ChainServices): Promise<string[]> {
  const alarms: string[] = [];
  const error = (_details: unknown, message: string) => void alarms.push(message);
  const watch = watchReverts(context, relayLimits, { error, info() {} } as never);
  await watch();
  await watch();
  return alarms;
}

test("free reverts: once they have cost an organization's budget signatures are refused for the hour, transfers go on, and the options say so", async () => {
  await using harness = await chain.open();
  // What nobody knows the cost of counts as a dollar.
  const services = servicesOf(harness, { hour: dollar, day: plenty.day });
  const context = { ...harness.context, services: new Map([[services.chain.id, services]]) };
  const quote = await harness.newQuote();
  const signatures = async () => {
    const { options } = await checkoutView(context, quote.paymentId);
    return new Set(options.map(({ gasless }) => gasless.signatures));
  };
  assert.deepEqual(await signatures(), new Set([true]));
  for (let count = 0; count < 2; count += 1) await payAndRevert(harness, services, await newPayer(harness));
  assert.deepEqual(await signatures(), new Set([false]));
  assert.deepEqual(await alarmsOf(harness, services), [
    "reverted relays have used up an organization's budget: its signatures are refused",
  ]);
  const honest = await newPayer(harness);
  await assert.rejects(pay(harness, services, honest), { code: "RELAYING_PAUSED" });
  await harness.fund(depositAddressOf(termsFromJson(quote.terms), harness.on.router));
  const deposit = await submitDeposit(harness.context, services, quote);
  assert.equal(await harness.submit(services), true);
  await harness.mine();
  await harness.follow(services);
  assert.equal((await harness.request(deposit)).status, "CONFIRMED");
  harness.pass(3_600_000);
  await pay(harness, services, honest);
});

test("free reverts: the server's budget bounds all organizations together", async () => {
  await using harness = await chain.open();
  const services = servicesOf(harness, plenty, { hour: plenty.hour, day: dollar });
  for (let count = 0; count < 2; count += 1) await payAndRevert(harness, services, await newPayer(harness));
  const alarms = await alarmsOf(harness, services);
  assert.deepEqual(alarms, ["reverted relays have nearly used up the budget of this day"]);
  harness.pass(3_600_000);
  const honest = await newPayer(harness);
  await assert.rejects(pay(harness, services, honest), { code: "RELAYING_PAUSED" });
});
