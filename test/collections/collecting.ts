import assert from "node:assert/strict";
import type { PrivateKeyAccount } from "viem/accounts";
import { hearEvents } from "../../src/collections/hear-events.ts";
import { runCollections } from "../../src/collections/run-collections.ts";
import { paymentCalls, termsFromJson } from "../../src/protocol/index.ts";
import { type MandateChain, signPage, usdc } from "../mandates/mandate-chain.ts";
import { subscriptionsOf } from "../support/subscriptions.ts";

export const dollars = (count: number) => BigInt(count) * 1_000_000n;
export const price = { amount: "10.00", acceptedChains: [8453], acceptedTokens: ["USDC" as const] };

/** Subscriptions whose customers sign mandates, over a real chain, and what workers and customers do. */
export function collectingOn(chain: () => MandateChain) {
  const billing = subscriptionsOf(() => chain().server);

  /** All that workers do without a chain. */
  async function work(): Promise<void> {
    for (let again = 0; again < 3; again += 1) {
      await billing.work();
      while (await hearEvents(chain().server.context));
      await runCollections(chain().server.context);
    }
  }

  /** What is due is charged, as far as the chain allows, and final. */
  async function charge(): Promise<void> {
    await work();
    await chain().hand();
    await chain().send();
    await chain().settle();
    await work();
  }

  async function open(path: string, form: Readonly<Record<string, string>>) {
    const init = { method: "POST", body: new URLSearchParams(form), redirect: "manual" } as const;
    const response = await fetch(new URL(path, chain().server.url), init);
    return { status: response.status, location: response.headers.get("location") ?? "" };
  }

  let customers = 0;
  /** Somebody subscribes at a package's page and chooses to sign once, or, by no way, to pay by hand. */
  async function subscriber(changes: Parameters<typeof billing.newPackage>[0] = {}, way = "8453:USDC") {
    customers += 1;
    const email = `signer${customers}@client.example`;
    const { slug } = await billing.newPackage({ ...price, ...changes });
    const { status, location } = await open(`/s/${slug}`, { email, way });
    assert.equal(status, 303);
    const found = chain().server.database.selectFrom("subscriptions").selectAll().where("customerEmail", "=", email);
    const { id } = await found.executeTakeFirstOrThrow();
    return { id, email, slug, token: location.replace("../m/", "") };
  }

  const sign = async (payer: PrivateKeyAccount, token: string) => (await signPage(chain(), payer, token)).onchainId;

  /** One whose first invoice a mandate has paid. */
  async function active(payer: PrivateKeyAccount, changes: Parameters<typeof subscriber>[0] = {}) {
    const subscribed = await subscriber(changes);
    const onchainId = await sign(payer, subscribed.token);
    await charge();
    assert.equal(await statusOf(subscribed.id), "ACTIVE");
    return { ...subscribed, onchainId };
  }

  const statusOf = async (id: string) => (await billing.read(id)).subscription.status;
  const templatesTo = async (email: string) => (await billing.mailsTo(email)).map(({ template }) => template);
  const invoicesOf = async (id: string) => {
    const cycles = await billing.cyclesOf(id);
    return Promise.all(
      cycles.map(({ invoiceId }) =>
        chain()
          .server.database.selectFrom("invoices")
          .selectAll()
          .where("id", "=", invoiceId)
          .executeTakeFirstOrThrow(),
      ),
    );
  };
  const lastInvoice = async (id: string) => (await invoicesOf(id)).at(-1);
  const pageOf = async (id: string) => {
    const { publicId } = (await lastInvoice(id)) ?? {};
    return (await fetch(new URL(`/i/${publicId}`, chain().server.url))).text();
  };
  const chargesOf = (id: string) =>
    chain()
      .server.database.selectFrom("mandateCharges")
      .innerJoin("collections", (join) =>
        join
          .onRef("collections.mandateId", "=", "mandateCharges.mandateId")
          .onRef("collections.period", "=", "mandateCharges.period"),
      )
      .selectAll("mandateCharges")
      .where("collections.subscriptionId", "=", id)
      .orderBy("mandateCharges.createdAt")
      .execute();
  /** A minute into the next period. */
  const nextPeriod = async (id: string, on?: "alone") => {
    const { currentPeriodEnd } = (await billing.read(id)).subscription;
    const seconds = Math.ceil(((currentPeriodEnd?.getTime() ?? 0) - chain().now().getTime()) / 1_000) + 60;
    await chain().pass(seconds, on);
  };

  /** The link that was mailed last: it is good for seven days. */
  async function portalOf(email: string): Promise<string> {
    const { database, context } = chain().server;
    const { id, data } = await database
      .selectFrom("mailOutbox")
      .selectAll()
      .where("recipient", "=", email)
      .where("template", "=", "subscription-link")
      .orderBy("createdAt", "desc")
      .executeTakeFirstOrThrow();
    return new URL(JSON.parse(context.secretBox.open(data ?? "", `mail_outbox/${id}`)).url).pathname;
  }

  /** The same after another was asked for. */
  async function newPortalOf({ slug, email }: { readonly slug: string; readonly email: string }): Promise<string> {
    assert.equal((await open(`/s/${slug}/manage`, { email })).status, 200);
    return portalOf(email);
  }

  /** Somebody who has subscribed chooses to sign, and comes to a mandate's page. */
  async function offered(subscribed: { readonly slug: string; readonly email: string }): Promise<string> {
    const { location } = await open(await newPortalOf(subscribed), { action: "sign", way: "8453:USDC" });
    assert.match(location, /^\.\.\/m\/[0-9a-f]{32}$/);
    return location.replace("../m/", "");
  }

  /** Visits the last invoice and pays it from a wallet, by the router. */
  async function payByHand(payer: PrivateKeyAccount, id: string): Promise<void> {
    const payment = await billing.visit((await billing.cyclesOf(id)).at(-1) ?? { publicId: "" });
    const asked = { chainId: 8453, token: "USDC" };
    const { status, body } = await chain().server.call("POST", `/v1/checkout/${payment}/quotes`, asked, {});
    assert.equal(status, 201, JSON.stringify(body));
    const quotes = chain().server.database.selectFrom("quotes").select("terms").where("id", "=", body.id);
    const { terms } = await quotes.executeTakeFirstOrThrow();
    for (const { to, data } of paymentCalls(termsFromJson(terms), chain().contracts.router, usdc)) {
      await chain().transact(payer.address, to, data);
    }
    await chain().settle();
    await work();
  }

  const mandateOf = (token: string) =>
    chain().server.database.selectFrom("mandates").selectAll().where("publicId", "=", token).executeTakeFirst();

  return {
    billing,
    work,
    charge,
    open,
    subscriber,
    sign,
    active,
    statusOf,
    templatesTo,
    invoicesOf,
    lastInvoice,
    pageOf,
    chargesOf,
    nextPeriod,
    portalOf,
    offered,
    payByHand,
    mandateOf,
  };
}
