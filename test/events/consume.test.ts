import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { createOrganization } from "../../src/access/organizations.ts";
import { appendEvent } from "../../src/events/append-event.ts";
import { type Consumer, consume } from "../../src/events/consume.ts";
import { consumerLag } from "../../src/events/consumer-lag.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import type { Database, DatabaseTransaction } from "../../src/store/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { settlementAddress } from "../support/test-server.ts";

const oneConnection =
  process.env.DATABASE_URL === undefined && "the embedded database has one transaction at a time: set DATABASE_URL";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let database: Database;
let organizationId: string;
before(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  ({ id: organizationId } = await createOrganization({ database, clock }, { name: "Test", settlementAddress }));
});
after(() => opened[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.deleteFrom("events").execute();
  await database.deleteFrom("eventSubjects").execute();
  await database.deleteFrom("eventConsumers").execute();
  const { position } = await database.selectFrom("eventHead").select("position").executeTakeFirstOrThrow();
  const names = ["one", "two"];
  await database
    .insertInto("eventConsumers")
    .values(names.map((name) => ({ name, position })))
    .execute();
});

const append = (transaction: DatabaseTransaction, subjectId: string, data: object = {}) =>
  appendEvent(
    transaction,
    { organizationId, mode: "test", subject: { type: "thing", id: subjectId }, type: "thing.changed", data },
    clock(),
  );
const appendAlone = (subjectId: string, data?: object) =>
  database.transaction().execute((transaction) => append(transaction, subjectId, data));

/** A consumer that writes down what it hears. */
function listener(name: string, batchSize = 100): Consumer & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    name,
    batchSize,
    heard,
    async handle(_transaction, events) {
      heard.push(...events.map(({ subject, sequence }) => `${subject.id} ${sequence}`));
    },
  };
}

async function drain(consumer: Consumer): Promise<void> {
  while ((await consume(database, consumer)) > 0);
}

test("appendEvent: a subject's events are numbered from 1, and one that is rolled back leaves no gap", async () => {
  const [subject, other] = [uuidv7(), uuidv7()];
  const first = await appendAlone(subject, { amount: "1", nested: { camelCase: null } });
  assert.deepEqual([first.sequence, first.data], [1, { amount: "1", nested: { camelCase: null } }]);
  await assert.rejects(
    database.transaction().execute(async (transaction) => {
      await append(transaction, subject);
      throw new Error("roll back");
    }),
    /roll back/,
  );
  assert.equal((await appendAlone(subject)).sequence, 2);
  assert.equal((await appendAlone(other)).sequence, 1);
  // Also where the events of before were deleted.
  await database.deleteFrom("events").execute();
  assert.equal((await appendAlone(subject)).sequence, 3);
});

test("consume: each consumer hears of every event once, in batches, and goes on where it was", async () => {
  const [one, two] = [listener("one", 2), listener("two")];
  const subject = uuidv7();
  for (let count = 0; count < 5; count += 1) await appendAlone(subject);
  const expected = [1, 2, 3, 4, 5].map((sequence) => `${subject} ${sequence}`);
  assert.equal(await consume(database, one), 2);
  await drain(one);
  assert.deepEqual(one.heard, expected);
  assert.deepEqual(await lagOf("two"), 5);
  await drain(two);
  assert.deepEqual(two.heard, expected);
  await database.deleteFrom("events").execute();
  await appendAlone(subject);
  await drain(one);
  assert.equal(one.heard.at(-1), `${subject} 6`);
  assert.equal(await lagOf("one"), 0);
});

async function lagOf(name: string): Promise<number | undefined> {
  return (await consumerLag({ database, clock })).find((lag) => lag.name === name)?.waiting;
}

test("consume: what a handler wrote is undone with it where it throws, and the events come again", async () => {
  const subject = uuidv7();
  await appendAlone(subject);
  let fails = true;
  const rename = async (transaction: DatabaseTransaction) => {
    await transaction.updateTable("organizations").set({ name: "renamed" }).where("id", "=", organizationId).execute();
    if (fails) throw new Error("killed");
  };
  const consumer = { name: "one", batchSize: 10, handle: rename };
  const name = async () => (await database.selectFrom("organizations").select("name").executeTakeFirstOrThrow()).name;
  await assert.rejects(consume(database, consumer), /killed/);
  assert.equal(await name(), "Test");
  fails = false;
  assert.equal(await consume(database, consumer), 1);
  assert.equal(await name(), "renamed");
});

test("consume: a name without a row in event_consumers is an error", async () => {
  await assert.rejects(consume(database, listener("nobody")), /a migration has to add it/);
});

test("consume: an event whose transaction commits after later ones is heard of after them", {
  skip: oneConnection,
}, async () => {
  const [early, late] = [uuidv7(), uuidv7()];
  const consumer = listener("one");
  const written = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const slow = database.transaction().execute(async (transaction) => {
    await append(transaction, early);
    written.resolve();
    await mayCommit.promise;
  });
  await written.promise;
  await appendAlone(late);
  await drain(consumer);
  assert.deepEqual(consumer.heard, [`${late} 1`]);
  mayCommit.resolve();
  await slow;
  await drain(consumer);
  assert.deepEqual(consumer.heard, [`${late} 1`, `${early} 1`]);
});

test("consume: many writers and several processes at once: every event is heard of once, each subject's in order", async () => {
  const subjects = Array.from({ length: 8 }, () => uuidv7());
  const consumers = ["one", "two"].map((name) => listener(name, 7));
  let isWriting = true;
  const write = async (writer: number) => {
    for (let count = 0; count < 25; count += 1) {
      const undo = count % 5 === 4;
      await database
        .transaction()
        .execute(async (transaction) => {
          await append(transaction, subjects[(writer + count) % subjects.length] ?? "");
          // Commits come in another order than ids.
          await sleep(Math.random() * 5);
          if (undo) throw new Error("undone");
        })
        .catch((error: Error) => assert.equal(error.message, "undone"));
    }
  };
  const read = async (consumer: Consumer) => {
    while (isWriting) {
      await consume(database, consumer);
      await sleep(1);
    }
    await drain(consumer);
  };
  // Two processes for each consumer.
  const reading = Promise.all([...consumers, ...consumers].map(read));
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
  isWriting = false;
  await reading;
  const rows = await database.selectFrom("events").select(["subjectId", "sequence"]).execute();
  assert.equal(rows.length, 8 * 20);
  const expected = rows.map(({ subjectId, sequence }) => `${subjectId} ${sequence}`);
  for (const { heard } of consumers) {
    assert.deepEqual(heard.toSorted(), expected.toSorted());
    for (const subject of subjects) {
      const sequences = heard.filter((line) => line.startsWith(subject)).map((line) => Number(line.split(" ")[1]));
      assert.deepEqual(
        sequences,
        Array.from({ length: sequences.length }, (_, index) => index + 1),
      );
    }
  }
});
