import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { openTestDatabase } from "../support/database.ts";

test(`money and times come back as they went in`, async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  const createdAt = new Date("2026-01-02T03:04:05.678Z");
  const id = uuidv7();
  await database
    .insertInto("organizations")
    .values({ id, name: "m", settlementAddress: "0x1111111111111111111111111111111111111111", createdAt })
    .execute();
  const amount = 2n ** 256n - 1n;
  const payment = await database
    .insertInto("payments")
    .values({
      id,
      organizationId: id,
      mode: "test",
      status: "ACTIVE",
      amount,
      currency: "USD",
      merchantAmount: amount,
      merchantAddress: "0x1111111111111111111111111111111111111111",
      sellers: JSON.stringify([{ address: "0x2222222222222222222222222222222222222222", amount: "1" }]),
      metadata: JSON.stringify({ snake_case: "kept" }),
      acceptedChains: [1, 8453],
      acceptedTokens: ["USDC"],
      expiresAt: createdAt,
      createdAt,
      blockNumber: 9_007_199_254_740_993n,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  assert.equal(payment.amount, amount);
  assert.equal(payment.blockNumber, 9_007_199_254_740_993n);
  assert.deepEqual(payment.createdAt, createdAt);
  assert.deepEqual(payment.metadata, { snake_case: "kept" });
  assert.deepEqual(payment.acceptedChains, [1, 8453]);
  assert.deepEqual(payment.sellers, [{ address: "0x2222222222222222222222222222222222222222", amount: "1" }]);
});

test(`what runs beside a transaction is not rolled back with it`, async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  const merchant = (id: string) => ({
    id,
    name: "m",
    settlementAddress: "0x1111111111111111111111111111111111111111" as const,
    createdAt: new Date(0),
  });
  const inside = uuidv7();
  const beside = uuidv7();
  let insideRan = () => {};
  const started = new Promise<void>((resolve) => {
    insideRan = resolve;
  });
  const doomed = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("organizations").values(merchant(inside)).execute();
    insideRan();
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new Error("roll back");
  });
  await started;
  const other = database.insertInto("organizations").values(merchant(beside)).execute();
  await assert.rejects(doomed, /roll back/);
  await other;
  const kept = await database.selectFrom("organizations").select("id").where("id", "in", [inside, beside]).execute();
  assert.deepEqual(kept, [{ id: beside }]);
});

test("a connection that is lost in the middle of a transaction fails that transaction, and nothing else", {
  skip: process.env.DATABASE_URL === undefined && "the embedded database has no connections: set DATABASE_URL",
}, async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  const lost = database.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database);
    // The event of the lost connection comes while no query waits for it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await transaction.selectFrom("organizations").selectAll().execute();
  });
  await assert.rejects(lost);
  assert.deepEqual(await database.selectFrom("organizations").selectAll().execute(), []);
});
