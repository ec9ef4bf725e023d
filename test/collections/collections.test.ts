import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { encodeFunctionData } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { mandatesAbi } from "../../src/protocol/index.ts";
import { fails } from "../../src/sandbox/faults/index.ts";
import { type MandateChain, startMandateChain } from "../mandates/mandate-chain.ts";
import { collectingOn, dollars, price } from "./collecting.ts";

const day = 86_400;

let chain: MandateChain;
before(async () => {
  chain = await startMandateChain();
});
after(() => chain?.[Symbol.asyncDispose]());

const collecting = collectingOn(() => chain);
const { billing, work, charge, open, sign, active, portalOf, mandateOf } = collecting;
const { offered, payByHand, statusOf, templatesTo, invoicesOf, lastInvoice, pageOf, chargesOf } = collecting;
const nextMonth = collecting.nextPeriod;

test("one signature: the first invoice is charged at once, each later one as it is made, and nobody is mailed", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id, email } = await active(payer);
  const [first] = await invoicesOf(id);
  assert.deepEqual([first?.status, first?.receivedAmount, first?.collectedAmount], ["PAID", 1_000n, 1_000n]);
  for (const month of [1, 2, 3]) {
    await nextMonth(id);
    await work();
    assert.equal((await lastInvoice(id))?.status, "PROCESSING", "nobody can pay it meanwhile");
    assert.match(await pageOf(id), /nothing is to be paid by hand/);
    await charge();
    const invoices = await invoicesOf(id);
    assert.deepEqual(
      invoices.map(({ status }) => status),
      new Array(month + 1).fill("PAID"),
    );
    assert.equal(await chain.balanceOf(payer.address), dollars(100 - 10 * (month + 1)));
    assert.match(await pageOf(id), /\$10\.00 on .*, by your signed mandate/);
  }
  assert.equal(await statusOf(id), "ACTIVE");
  assert.deepEqual(new Set(await templatesTo(email)), new Set(["subscription-link", "invoice-receipt"]));
  const events = await billing.eventsOf(id);
  assert.deepEqual(events.slice(0, 5), ["created", "invoiced", "activated", "invoiced", "renewed"]);
  assert.deepEqual(await chain.reconcile(), []);
});

test("a charge that fails: the invoice goes out by mail, once, is dunned, and charged once the money is there", async () => {
  const payer = await chain.newPayer(dollars(10), dollars(120));
  const { id, email } = await active(payer);
  await nextMonth(id);
  await charge();
  const [, failed] = await chargesOf(id);
  assert.deepEqual([failed?.status, failed?.cause], ["SCHEDULED", "insufficient_balance"]);
  assert.equal((await lastInvoice(id))?.status, "OPEN");
  const requests = async () => (await templatesTo(email)).filter((template) => template === "invoice").length;
  assert.equal(await requests(), 1);
  await chain.pass(5 * day);
  await charge();
  assert.equal(await statusOf(id), "PAST_DUE");
  assert.equal(await requests(), 1);
  assert.ok((await templatesTo(email)).includes("invoice-reminder"));
  await chain.mint(payer.address, dollars(10));
  await chain.pass(120);
  assert.equal(await chain.watchFunds(), 1);
  await charge();
  assert.deepEqual([(await lastInvoice(id))?.status, await statusOf(id)], ["PAID", "ACTIVE"]);
});

test("a failed charge is withdrawn as its customer begins to pay otherwise: nothing is taken twice", async () => {
  const payer = await chain.newPayer(dollars(10), dollars(120));
  const { id, email } = await active(payer);
  await nextMonth(id);
  await charge();
  await billing.visit((await billing.cyclesOf(id)).at(-1) ?? { publicId: "" });
  await work();
  await chain.mint(payer.address, dollars(10));
  await chain.pass(3 * day);
  assert.equal(await chain.watchFunds(), 0);
  assert.equal(await chain.hand(), 0);
  assert.equal((await chargesOf(id))[1]?.status, "CANCELLED");
  assert.deepEqual((await templatesTo(email)).filter((template) => template === "invoice").length, 1);
  assert.equal(await chain.balanceOf(payer.address), dollars(10));
});

test("a denylisted payer: the invoice goes out by mail, once, and is charged in its window once that is over", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id, email } = await active(payer);
  await chain.freeze(payer.address, "blacklist");
  await nextMonth(id);
  await charge();
  const [, refused] = await chargesOf(id);
  assert.deepEqual([refused?.status, refused?.cause], ["SCHEDULED", "blocked"]);
  assert.equal((await lastInvoice(id))?.status, "OPEN");
  await chain.freeze(payer.address, "unBlacklist");
  await chain.pass(2 * day);
  await charge();
  assert.equal((await lastInvoice(id))?.status, "PAID");
  assert.equal((await templatesTo(email)).filter((template) => template === "invoice").length, 1);
  assert.equal(await chain.balanceOf(payer.address), dollars(80));
});

test("three subscriptions and one allowance: what it covers is charged, the others are asked for by mail until it is raised", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(30));
  const three = [await active(payer), await active(payer), await active(payer)];
  await chain.allow(payer, dollars(20));
  await nextMonth(three[2]?.id ?? "");
  await charge();
  // One was planned, and is simulated again beside what the others have taken.
  await chain.pass(61);
  await charge();
  const statuses = async () =>
    (await Promise.all(three.map(({ id }) => lastInvoice(id)))).map((invoice) => invoice?.status);
  assert.deepEqual((await statuses()).toSorted(), ["OPEN", "PAID", "PAID"]);
  const late = three[(await statuses()).indexOf("OPEN")];
  assert.equal((await chargesOf(late?.id ?? ""))[1]?.cause, "allowance_too_low");
  assert.ok((await templatesTo(late?.email ?? "")).includes("invoice"));
  await chain.allow(payer, dollars(10));
  await chain.pass(61);
  assert.equal(await chain.watchFunds(), 1);
  await charge();
  assert.deepEqual(await statuses(), ["PAID", "PAID", "PAID"]);
  assert.equal(await chain.balanceOf(payer.address), dollars(40));
});

test("a chain that is down through the whole window: the period is missed, its invoice goes out, and nothing is taken twice", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id, email } = await active(payer);
  await chain.proxy.use(fails());
  await nextMonth(id, "alone");
  await work();
  await chain.hand().catch(() => {});
  await chain.pass(16 * day, "alone");
  await work();
  assert.equal((await lastInvoice(id))?.status, "PROCESSING", "nobody knows what the chain did");
  assert.equal((await templatesTo(email)).includes("invoice"), false);
  await chain.proxy.use();
  await chain.settle();
  await work();
  assert.deepEqual([(await chargesOf(id))[1]?.status, (await lastInvoice(id))?.status], ["MISSED", "OPEN"]);
  assert.ok((await templatesTo(email)).includes("invoice"));
  await chain.hand();
  await chain.send();
  assert.equal(await chain.balanceOf(payer.address), dollars(90));
});

test("a reorganisation that takes a charge back: it is charged again, and the invoice paid once", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id } = await active(payer);
  await nextMonth(id);
  await work();
  const before = (await chain.local.getBlock()).number;
  const snapshot = await chain.local.snapshot();
  await chain.hand();
  await chain.send();
  await chain.follow();
  assert.equal((await chargesOf(id))[1]?.status, "PROCESSING");
  await chain.local.revert({ id: snapshot });
  await chain.rewind(before);
  await chain.local.mine({ blocks: 2 });
  await chain.follow();
  await work();
  assert.deepEqual([(await chargesOf(id))[1]?.status, (await lastInvoice(id))?.status], ["SCHEDULED", "PROCESSING"]);
  await chain.pass(120);
  await charge();
  await chain.pass(120);
  await charge();
  assert.equal((await lastInvoice(id))?.status, "PAID");
  assert.equal(await chain.balanceOf(payer.address), dollars(80));
});

/** A month's charge that is final, and taken back by a reorganisation that the chain is final beyond. */
async function takenBack(payer: PrivateKeyAccount) {
  const subscribed = await active(payer);
  const { id } = subscribed;
  await nextMonth(id);
  await work();
  const before = (await chain.local.getBlock()).number;
  const snapshot = await chain.local.snapshot();
  await charge();
  assert.deepEqual([(await lastInvoice(id))?.status, await statusOf(id)], ["PAID", "ACTIVE"]);
  await chain.local.revert({ id: snapshot });
  await chain.rewind(before);
  await work();
  assert.equal((await lastInvoice(id))?.status, "PAID", "it may land again, as most do");
  await chain.pass(60);
  await chain.settle();
  await work();
  const [, reversed] = await chargesOf(id);
  assert.equal(reversed?.status, "REVERSED");
  const invoice = await lastInvoice(id);
  assert.deepEqual([invoice?.status, invoice?.receivedAmount, invoice?.collectedAmount], ["OPEN", 0n, 0n]);
  assert.equal(await chain.balanceOf(payer.address), dollars(90), "the chain has taken one charge");
  assert.deepEqual(await ledgerOf(reversed?.id ?? ""), ["CHARGED, reversed", "REVERSED"]);
  assert.deepEqual(await chain.reconcile(), []);
  return subscribed;
}

async function ledgerOf(chargeId: string) {
  const rows = chain.server.database.selectFrom("settlements").select(["kind", "reversedBy"]);
  const found = await rows.where("mandateChargeId", "=", chargeId).orderBy("id").execute();
  return found.map(({ kind, reversedBy }) => (reversedBy === null ? kind : `${kind}, reversed`));
}

test("a reorganisation that takes a charge back after it was final: the invoice is open again and mailed, and its customer pays by hand", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id, email } = await takenBack(payer);
  const mails = ["invoice", "invoice-receipt", "invoice-receipt", "subscription-link"];
  assert.deepEqual((await templatesTo(email)).toSorted(), mails);
  // The relayer's transaction can never land again: its nonce is another's.
  const { address } = await chain.server.database
    .selectFrom("relaySubmissions")
    .select("address")
    .orderBy("createdAt", "desc")
    .executeTakeFirstOrThrow();
  await chain.transact(address, address, "0x");
  await chain.pass(61);
  await charge();
  assert.equal((await chargesOf(id))[1]?.status, "REVERSED", "nobody asks for that period again");
  await payByHand(payer, id);
  const paid = await lastInvoice(id);
  assert.deepEqual([paid?.status, paid?.receivedAmount, paid?.collectedAmount], ["PAID", 1_000n, 0n]);
  assert.equal(await chain.balanceOf(payer.address), dollars(80));
  await nextMonth(id);
  await charge();
  await chain.pass(61);
  await charge();
  assert.deepEqual([(await chargesOf(id))[2]?.status, (await lastInvoice(id))?.status], ["SUCCEEDED", "PAID"]);
  assert.equal(await chain.balanceOf(payer.address), dollars(70));
  assert.deepEqual(await chain.reconcile(), []);
});

test("a charge that was taken back and lands again after all pays its invoice, once", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id } = await takenBack(payer);
  // The relayer sends the same transaction once more.
  await chain.send();
  await chain.settle();
  await work();
  assert.equal(await chain.balanceOf(payer.address), dollars(80));
  const [, again] = await chargesOf(id);
  const invoice = await lastInvoice(id);
  assert.deepEqual([again?.status, invoice?.status, invoice?.collectedAmount], ["SUCCEEDED", "PAID", 1_000n]);
  assert.equal(await statusOf(id), "ACTIVE");
  await chain.pass(61);
  await charge();
  assert.equal(await chain.balanceOf(payer.address), dollars(80));
  assert.deepEqual(await chain.reconcile(), []);
});

test("a mandate that its payer ends on chain cancels the subscription at the end of what is paid for", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id, onchainId } = await active(payer);
  const data = encodeFunctionData({ abi: mandatesAbi, functionName: "cancel", args: [onchainId] });
  await chain.transact(payer.address, chain.contracts.mandates, data);
  await chain.settle();
  await work();
  const { subscription } = await billing.read(id);
  assert.deepEqual(
    [subscription.status, subscription.cancelsAtPeriodEnd, subscription.cancelReason],
    ["ACTIVE", true, "CUSTOMER"],
  );
  await nextMonth(id);
  await charge();
  assert.equal(await statusOf(id), "CANCELLED");
  assert.equal((await invoicesOf(id)).length, 1);
});

test("another wallet: it pays from its signature on, and the first one no more", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const other = await chain.newPayer(dollars(100), dollars(120));
  const { id, email, token } = await active(payer);
  const portal = await portalOf(email);
  const page = await (await fetch(new URL(portal, chain.server.url))).text();
  assert.ok(page.includes(`href="../m/${token}"`), "where the first one can be ended");
  const { location } = await open(portal, { action: "sign", way: "8453:USDC" });
  assert.match(location, /^\.\.\/m\/[0-9a-f]{32}$/);
  assert.equal((await open(portal, { action: "sign", way: "8453:USDC" })).location, location, "one waits already");
  await sign(other, location.replace("../m/", ""));
  await charge();
  await nextMonth(id);
  await charge();
  assert.equal((await lastInvoice(id))?.status, "PAID");
  assert.deepEqual(
    [await chain.balanceOf(payer.address), await chain.balanceOf(other.address)],
    [dollars(90), dollars(90)],
  );
  assert.equal(await statusOf(id), "ACTIVE");
});

test("resumed at another time of the month: invoices are mailed until the customer signs again, and the first mandate ends", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(240));
  const subscribed = await active(payer);
  const { id, email } = subscribed;
  await billing.change(id, { type: "pause" });
  await chain.pass(48 * day);
  await billing.change(id, { type: "resume" });
  await charge();
  assert.equal((await lastInvoice(id))?.status, "OPEN");
  assert.ok((await templatesTo(email)).includes("invoice"));
  assert.equal(await chain.balanceOf(payer.address), dollars(90));
  await sign(payer, await offered(subscribed));
  await charge();
  assert.equal((await lastInvoice(id))?.status, "PAID");
  assert.equal((await mandateOf(subscribed.token))?.status, "CANCELLED");
  await nextMonth(id);
  await charge();
  assert.equal(await chain.balanceOf(payer.address), dollars(70));
});

test("what ends one ends the other: a cancelled subscription its mandate; a mandate that its merchant cancels leaves invoices by mail", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(240));
  const [one, other] = [await active(payer), await active(payer)];
  await billing.change(one.id, { type: "cancel", atPeriodEnd: false });
  await work();
  assert.equal((await mandateOf(one.token))?.status, "CANCELLED");
  const { id } = (await chain.server.call("GET", "/v1/mandates?limit=100")).body.data.find(({ url }: { url: string }) =>
    url.endsWith(other.token),
  );
  assert.equal((await chain.server.call("POST", `/v1/mandates/${id}/cancel`)).status, 200);
  await work();
  assert.equal(await statusOf(other.id), "ACTIVE");
  await nextMonth(other.id);
  await charge();
  assert.equal((await lastInvoice(other.id))?.status, "OPEN");
  assert.ok((await templatesTo(other.email)).includes("invoice"));
  assert.equal(await chain.balanceOf(payer.address), dollars(80));
});

test("a charge that its merchant withdraws: the invoice can be paid by hand, and is mailed", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id, email, token } = await active(payer);
  await nextMonth(id);
  await work();
  const { body } = await chain.server.call("GET", "/v1/mandates?limit=100");
  const mandate = body.data.find(({ url }: { url: string }) => url.endsWith(token));
  const path = `/v1/mandates/${mandate.id}/charges/1/cancel`;
  assert.equal((await chain.server.call("POST", path)).status, 200);
  await work();
  assert.equal((await lastInvoice(id))?.status, "OPEN");
  assert.ok((await templatesTo(email)).includes("invoice"));
});

test("another price: the signature is for the old one, and invoices are mailed", async () => {
  const payer = await chain.newPayer(dollars(100), dollars(120));
  const { id, email } = await active(payer);
  const dearer = await billing.newPackage({ ...price, amount: "12.00" });
  await billing.change(id, { type: "changePackage", packageId: dearer.slug });
  await nextMonth(id);
  await charge();
  const invoice = await lastInvoice(id);
  assert.deepEqual([invoice?.total, invoice?.status], [1_200n, "OPEN"]);
  assert.deepEqual((await templatesTo(email)).filter((template) => template === "invoice").length, 1);
  assert.equal(await chain.balanceOf(payer.address), dollars(90));
});

test("a price that no token stands for, and a package that takes no such token, offer no signature", async () => {
  for (const changes of [{ currency: "EUR" as const }, { acceptedTokens: ["EURC" as const] }]) {
    const { slug } = await billing.newPackage({ ...price, acceptedTokens: null, ...changes });
    const page = await (await fetch(new URL(`/s/${slug}`, chain.server.url))).text();
    assert.equal(page.includes("By one signature: USDC"), false);
  }
  const { slug } = await billing.newPackage(price);
  assert.match(await (await fetch(new URL(`/s/${slug}`, chain.server.url))).text(), /By one signature: USDC on Base/);
});
