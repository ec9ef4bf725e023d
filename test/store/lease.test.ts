import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { type Address, numberToHex } from "viem";
import { type Database, leaseRows, openDatabase } from "../../src/store/index.ts";
import { createTestDatabase, openTestDatabase } from "../support/database.ts";

const start = new Date("2026-01-02T12:00:00.000Z");
const after = (milliseconds: number) => new Date(start.getTime() + milliseconds);
const sequences = {
  table: "relaySequences",
  key: ["chainId", "lane", "address", "nonceKey"],
  column: "leasedUntil",
} as const;
const address: Address = numberToHex(1, { size: 20 });

/** Rows that have been due for one second, two seconds, and so on: the last has waited longest. */
async function insert(database: Database, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    chainId: 1,
    lane: "bundler" as const,
    address,
    nonceKey: BigInt(index),
    leasedUntil: after(-1_000 * (index + 1)),
  }));
  await database.insertInto("relaySequences").values(rows).execute();
}

const lease = (database: Database, limit: number, now = start) =>
  leaseRows(database, sequences, { now, duration: 60_000, choose: (due) => due.limit(limit) });
const keysOf = (rows: readonly { nonceKey: bigint }[]) =>
  rows.map(({ nonceKey }) => Number(nonceKey)).toSorted((one, other) => one - other);

test("leaseRows: takes what has been due longest, and says until when", async () => {
  await using opened = await openTestDatabase();
  await insert(opened.database, 3);
  const leased = await lease(opened.database, 2);
  assert.deepEqual(keysOf(leased), [1, 2]);
  for (const row of leased) assert.deepEqual(row.leasedUntil, after(60_000));
});

test("leaseRows: takes only what was chosen, and nothing that is due later", async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  await insert(database, 3);
  await database
    .updateTable("relaySequences")
    .set({ leasedUntil: after(1) })
    .where("nonceKey", "=", 1n)
    .execute();
  const leased = await leaseRows(database, sequences, {
    now: start,
    duration: 60_000,
    choose: (due) => due.where("nonceKey", "in", [1n, 2n]),
  });
  assert.deepEqual(keysOf(leased), [2]);
});

test("leaseRows: a row whose due column is null is never due", async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  await insert(database, 2);
  await database.updateTable("relaySequences").set({ nextPollAt: start }).where("nonceKey", "=", 1n).execute();
  const leased = await leaseRows(
    database,
    { ...sequences, column: "nextPollAt" },
    { now: start, duration: 60_000, choose: (due) => due },
  );
  assert.deepEqual(keysOf(leased), [1]);
});

test("leaseRows: changes other columns together with the lease", async () => {
  await using opened = await openTestDatabase();
  await insert(opened.database, 1);
  const [row] = await leaseRows(opened.database, sequences, {
    now: start,
    duration: 60_000,
    choose: (due) => due,
    set: { nextNonce: (eb) => eb("relaySequences.nextNonce", "+", 5n) },
  });
  assert.equal(row?.nextNonce, 5n);
});

test("leaseRows: many workers at once take every row, and none of them twice", async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  await insert(database, 60);
  const taken = await Promise.all(Array.from({ length: 20 }, () => lease(database, 3)));
  // One whose chosen rows another had just leased gets fewer, and comes again.
  for (;;) {
    const more = await lease(database, 3);
    if (more.length === 0) break;
    taken.push(more);
  }
  assert.deepEqual(
    keysOf(taken.flat()),
    Array.from({ length: 60 }, (_, index) => index),
  );
});

test("leaseRows: the rows of a worker that crashed come back when its lease is over, not before", async () => {
  await using opened = await openTestDatabase();
  await insert(opened.database, 2);
  assert.equal((await lease(opened.database, 2)).length, 2);
  assert.deepEqual(await lease(opened.database, 2, after(59_999)), []);
  assert.deepEqual(keysOf(await lease(opened.database, 2, after(60_000))), [0, 1]);
});

test("leaseRows: a worker passes over rows that another has locked, and does not wait for them", {
  skip: process.env.DATABASE_URL === undefined && "the embedded database has one connection: set DATABASE_URL",
}, async () => {
  await using opened = await openTestDatabase();
  const { database } = opened;
  await insert(database, 2);
  await database.transaction().execute(async (transaction) => {
    assert.deepEqual(
      keysOf(await leaseRows(transaction, sequences, { now: start, duration: 60_000, choose: (due) => due.limit(1) })),
      [1],
    );
    await database.connection().execute(async (other) => {
      await sql`set lock_timeout = '1s'`.execute(other);
      assert.deepEqual(keysOf(await lease(other as Database, 2)), [0]);
    });
  });
});

test("leaseRows: a connection that is lost before its transaction is over gives its rows back at once", {
  skip: process.env.DATABASE_URL === undefined && "the embedded database has no connections: set DATABASE_URL",
}, async () => {
  const { options, drop } = await createTestDatabase();
  const [one, other] = [await openDatabase(options), await openDatabase(options)];
  try {
    await insert(one, 1);
    const died = new Error("kill -9");
    const crashed = one.transaction().execute(async (transaction) => {
      await leaseRows(transaction, sequences, { now: start, duration: 60_000, choose: (due) => due });
      throw died;
    });
    await assert.rejects(crashed, died);
    assert.deepEqual(keysOf(await lease(other, 1)), [0]);
  } finally {
    await one.destroy();
    await other.destroy();
    await drop();
  }
});
