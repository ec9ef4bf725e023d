import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { pino } from "pino";
import { Webhook } from "standardwebhooks";
import type { ApiContext } from "../../src/api/context.ts";
import { standardBody } from "../../src/api/v1/webhooks/standard-body.ts";
import { checkoutView } from "../../src/checkout/checkout-view.ts";
import { eventFromRow } from "../../src/events/event.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { connectDatabase, type Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { listDeliveries } from "../../src/webhooks/deliveries.ts";
import { fanOut } from "../../src/webhooks/enqueue-deliveries.ts";
import { contextWithoutChains } from "../support/api-context.ts";
import { createBareDatabase, type TestDatabase } from "../support/database.ts";
import { renderers } from "../support/webhook-renderers.ts";
import { deliverDue } from "../webhooks/deliver-due.ts";
import { sending } from "../webhooks/sending.ts";

// What a server of schema 0012 left: payments in every state, their events, and deliveries of which some were made and some were not.

type Dump = Record<string, Record<string, unknown>[]>;
type OldEvent = { id: string; payment_id: string | null; type: string; sequence: number; body: string };

const now = new Date("2026-01-02T12:02:00.000Z");
const clock = () => now;
let testDatabase: TestDatabase;
let database: Database;
let context: ApiContext;
let oldEvents: OldEvent[];
let pending: string[];
let secret: string;
const received = new Map<string, { body: string; headers: Record<string, string> }>();
const receiver = createServer(async (request, response) => {
  const headers = request.headers as Record<string, string>;
  received.set(headers["webhook-id"] ?? "", { body: await text(request), headers });
  response.writeHead(204).end();
});

before(async () => {
  const dump: Dump = JSON.parse(await readFile(new URL("dump-0012.json", import.meta.url), "utf8"));
  oldEvents = dump.webhook_events as OldEvent[];
  pending = dump.webhook_deliveries?.flatMap((row) => (row.status === "PENDING" ? [row.event_id as string] : [])) ?? [];
  secret = dump.webhook_endpoints?.[0]?.secret as string;
  testDatabase = await createBareDatabase();
  database = await connectDatabase(testDatabase.options);
  await migrate(database, "0012-deliveries-by-endpoint");
  for (const [table, rows] of Object.entries(dump)) {
    const name = sql.table(table);
    await sql`insert into ${name} select * from jsonb_populate_recordset(null::${name}, ${JSON.stringify(rows)}::jsonb)`.execute(
      database,
    );
  }
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  await sql`update webhook_endpoints set url = ${url}`.execute(database);
  await migrate(database);
  context = contextWithoutChains(database, clock, pino({ level: "silent" }));
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await context.feed.stop();
  await database.destroy();
  await testDatabase.drop();
});

test("migrate: every event of before has a canonical form, from which the same bytes are rendered", async () => {
  assert.ok(oldEvents.length >= 12, "the dump has events");
  for (const old of oldEvents) {
    const row = await database.selectFrom("events").selectAll().where("id", "=", old.id).executeTakeFirstOrThrow();
    // Its checkout was there.
    const there = { ...context, checkoutUrl: "https://pay.example/pay" };
    assert.equal(standardBody(there, eventFromRow(row)), old.body);
    const kept = await database.selectFrom("webhookBodies").selectAll().where("eventId", "=", old.id).execute();
    assert.deepEqual(kept, [{ eventId: old.id, style: "standard", body: old.body }]);
  }
  assert.equal((await database.selectFrom("events").select("id").execute()).length, oldEvents.length);
});

test("migrate: nothing of before is enqueued again, and what was in flight is delivered with its own bytes", async () => {
  assert.equal(await fanOut({ database, clock, renderers }), 0);
  assert.ok(pending.length > 0, "the dump has deliveries in flight");
  const options = { database, clock, ...sending };
  while ((await deliverDue(options)) > 0);
  assert.deepEqual([...received.keys()].toSorted(), pending.toSorted());
  for (const [id, { body, headers }] of received) {
    assert.equal(body, oldEvents.find((old) => old.id === id)?.body);
    const signature = new Webhook(secret).sign(id, now, body);
    assert.ok(headers["webhook-signature"]?.split(" ").includes(signature));
  }
});

test("migrate: deliveries are listed with what they are about, and a payment's next event goes on counting", async () => {
  const payment = await database
    .selectFrom("payments")
    .selectAll()
    .where("status", "=", "ACTIVE")
    .where("id", "in", (build) => build.selectFrom("events").select("subjectId"))
    .executeTakeFirstOrThrow();
  const before = oldEvents.filter((old) => old.payment_id === payment.id).length;
  assert.ok(before > 0, "it has events already");
  const { organizationId, mode } = payment;
  await cancelPayment(context, payment.id, { organizationId, mode });
  assert.equal(await fanOut({ database, clock, renderers }), 1);
  const deliveries = await listDeliveries(database, { organizationId, mode }, { limit: 100 });
  assert.equal(deliveries.length, oldEvents.length + 1);
  const [newest] = deliveries;
  assert.deepEqual(
    [newest?.type, newest?.subjectType, newest?.subjectId, newest?.sequence],
    ["payment.cancelled", "payment", payment.id, before + 1],
  );
  const tests = deliveries.filter(({ type }) => type === "webhook.test").map(({ sequence }) => sequence);
  assert.deepEqual(tests.toSorted(), [1, 2]);
});

test("migrate: the checkout shows the deposits that it showed before", async () => {
  const lastOf = (type: string) => {
    const old = oldEvents.findLast((event) => event.type === type);
    return { id: old?.payment_id ?? "", deposit: JSON.parse(old?.body ?? "{}").deposit };
  };
  const underpaid = lastOf("payment.underpaid");
  const { deposits } = await checkoutView(context, underpaid.id);
  assert.deepEqual(
    deposits.map(({ quoteId, ...deposit }) => deposit),
    [underpaid.deposit],
  );
  for (const [type, kind] of [
    ["payment.overpaid", "OVERPAID"],
    ["payment.late", "LATE"],
  ] as const) {
    const { id, deposit } = lastOf(type);
    const { receivedAmount: amount, dueAmount, ...place } = deposit;
    assert.deepEqual((await checkoutView(context, id)).unexpected, [{ kind, ...place, amount, txHash: null }]);
  }
});
