import { v7 as uuidv7 } from "uuid";
import { finalizeBlocks } from "../../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../../src/ledger/record-blocks.ts";
import { fanOut } from "../../../src/webhooks/enqueue-deliveries.ts";
import { hashOf, settlementOf } from "../../support/payments-harness.ts";
import { renderers } from "../../support/webhook-renderers.ts";
import type { DashboardServer } from "./dashboard.ts";
import type { SampleIds } from "./dashboard-pages.ts";
import { bindAddresses, type Call, writeInvoices } from "./invoice-samples.ts";
import { readNetworks } from "./network-samples.ts";
import { writeMandates, writeSubscriptions } from "./subscription-samples.ts";

const day = 24 * 3_600_000;

/** Titles and prices of a shop, over and over. */
const orders = [
  ["Walnut desk", "480.00"],
  ["Reading lamp", "64.90"],
  ["Oak shelf, 120 cm", "189.00"],
  ["Linen chair", "240.00"],
  ["Delivery", "19.50"],
  ["Standing desk", "620.00"],
  ["Cable tray", "24.00"],
] as const;

const places = [
  [8453, "USDC"],
  [137, "USDT"],
  [1, "USDC"],
] as const;

const seller = "0x2222222222222222222222222222222222222222";

type Height = { readonly blockNumber: bigint; readonly blockHash: `0x${string}`; readonly blockTime: Date };

/**
 * A shop's last month: payments that were paid on three networks, and one in every other state; a link, a key and an endpoint. Answers their ids, of a paid
 * payment with a seller.
 */
export async function fillWithSamples(server: DashboardServer): Promise<SampleIds> {
  const cursors = new Map<number, Height>();
  const call: Call = async (method, path, body) => {
    const answer = await server.call(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  /** Takes in a block that settles a quote, and makes it final unless it is to be open. */
  const settle = async (quoteId: string, chainId: number, time: Date, isFinal = true) => {
    const after = cursors.get(chainId) ?? null;
    const blockNumber = (after?.blockNumber ?? 99n) + 1n;
    const cursor = { blockNumber, blockHash: hashOf(`${chainId}/${blockNumber}`), blockTime: time };
    const quote = await server.database
      .selectFrom("quotes")
      .selectAll()
      .where("id", "=", quoteId)
      .executeTakeFirstOrThrow();
    const settlements = [settlementOf(quote, { ...cursor, logIndex: 0 })];
    await recordBlocks(server.context, {
      chainId,
      after,
      cursor,
      settlements,
      reclaims: [],
      sweeps: [],
      charges: [],
      cancellations: [],
      userOperations: [],
    });
    cursors.set(chainId, cursor);
    if (isFinal) await finalizeBlocks(server.context, chainId, () => blockNumber);
  };
  const pay = async (index: number, at: Date, isFinal = true) => {
    server.setTime(at);
    const [title, amount] = orders[index % orders.length] ?? orders[0];
    const [chainId, token] = places[(index * index) % places.length] ?? places[0];
    const sellers = index % 3 === 0 ? [{ address: seller, amount: "12.50" }] : [];
    const payment = await call("POST", "/v1/payments", {
      amount,
      currency: "USD",
      title,
      externalId: `order-${1_040 + index}`,
      sellers,
      metadata: index % 3 === 0 ? { cart: `c-${index}`, campaign: "autumn" } : {},
    });
    const quote = await call("POST", `/v1/checkout/${payment.id}/quotes`, { chainId, token });
    const paidAt = new Date(at.getTime() + 90_000);
    server.setTime(paidAt);
    await settle(quote.id, chainId, paidAt, isFinal);
    return payment.id as string;
  };

  await call("PATCH", "/v1/organization", {
    name: "Tessel & Oak",
    accentColor: "#1f5a3d",
    supportContact: "help@tessel.example",
  });
  const endpoint = await call("POST", "/v1/webhooks/endpoints", { url: "https://shop.tessel.example/webhooks" });
  const now = Date.now();
  const days = [29, 27, 26, 24, 23, 23, 21, 19, 18, 16, 15, 15, 13, 12, 10, 9, 9, 7, 6, 5, 4, 3, 3, 2, 1];
  for (const [index, ago] of days.entries()) await pay(index, new Date(now - ago * day - index * 600_000));
  const create = async (hoursAgo: number, title: string, amount: string, externalId: string) => {
    server.setTime(new Date(now - hoursAgo * 3_600_000));
    return (await call("POST", "/v1/payments", { amount, currency: "USD", title, externalId })).id as string;
  };
  await call("DELETE", `/v1/payments/${await create(20, "Gift card", "50.00", "order-1071")}`);
  const link = await call("POST", "/v1/links", {
    title: "Workshop: build a stool",
    description: "Saturday, 10 to 16 o'clock. Wood and coffee are included.",
    currency: "USD",
    amount: "95.00",
    paymentLimit: 12,
  });
  await call("POST", "/v1/links", {
    title: "Tip the workshop",
    currency: "EUR",
    minimumAmount: "1.00",
    maximumAmount: "500.00",
  });
  const paidId = await pay(27, new Date(now - 5 * 3_600_000));
  await pay(25, new Date(now - 20 * 60_000), false);
  await create(0.1, "Oak shelf, 90 cm", "149.00", "order-1074");
  const invoiceId = await writeInvoices(call);
  const subscriptions = await writeSubscriptions(call);
  const mandateId = await writeMandates(server, call, now);
  const { customerId, referenceId } = await bindAddresses(server, call, now);
  // What was asked for meanwhile, as the log has it.
  const logged = {
    organizationId: server.organizationId,
    mode: "test",
    address: "192.0.2.17",
    keyId: null,
    idempotencyKey: null,
  } as const;
  const requests = [
    ["POST", "/v1/payments", 201, 38],
    ["GET", `/v1/payments/${paidId}`, 200, 6],
    ["GET", "/v1/payments", 200, 11],
    ["POST", "/v1/payments", 400, 4],
    ["DELETE", `/v1/payments/${paidId}`, 409, 9],
  ] as const;
  for (const [index, [method, path, statusCode, durationMs]] of requests.entries()) {
    const createdAt = new Date(now - index * 240_000);
    const row = {
      id: uuidv7({ msecs: createdAt.getTime() }),
      requestId: `req_${index}`,
      method,
      path,
      statusCode,
      durationMs,
    };
    await server.database
      .insertInto("requestLog")
      .values({ ...logged, ...row, createdAt })
      .execute();
  }
  await call("POST", "/v1/auth/api-keys", { name: "Shop server", scopes: ["payments:read", "payments:write"] });
  server.setTime(null);
  await readNetworks(server);
  await deliverWebhooks(server);
  return {
    paidId,
    linkId: link.id,
    endpointId: endpoint.id,
    invoiceId,
    ...subscriptions,
    mandateId,
    customerId,
    referenceId,
  };
}

/** As if the shop's server had taken all webhooks but two. */
async function deliverWebhooks({ context, database }: DashboardServer): Promise<void> {
  await fanOut({ ...context, renderers });
  const deliveries = await database
    .selectFrom("webhookDeliveries")
    .innerJoin("events", "events.id", "webhookDeliveries.eventId")
    .select(["webhookDeliveries.id", "events.createdAt"])
    .orderBy("webhookDeliveries.id", "desc")
    .execute();
  for (const [index, { id, createdAt }] of deliveries.entries()) {
    const answered = { status: "DELIVERED", attempts: 1, responseStatus: 200, deliveredAt: createdAt } as const;
    const lastError = "HTTP 500: the receiver said that it could not.";
    const failed = { status: "FAILED", attempts: 8, responseStatus: 500, lastError } as const;
    if (index === 0) continue;
    await database
      .updateTable("webhookDeliveries")
      .set(index === 3 ? failed : answered)
      .where("id", "=", id)
      .execute();
  }
}
