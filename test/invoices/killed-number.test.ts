import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { v7 as uuidv7 } from "uuid";
import { createInvoice } from "../../src/invoices/create-invoice.ts";
import { numberText } from "../../src/invoices/number.ts";
import type { IdempotentRun } from "../../src/runtime/idempotent-run.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import { openDatabase } from "../../src/store/index.ts";
import { createTestDatabase } from "../support/database.ts";
import { engineContext } from "../support/engine-context.ts";
import { newMerchant } from "../support/merchant.ts";

const { options, drop } = await createTestDatabase();
after(drop);
const directory = await mkdtemp(join(tmpdir(), "railsplit-numbers-"));
after(() => rm(directory, { recursive: true }));
/** The same one for several processes, one after the other. */
const shared = "url" in options ? options : { directory };

const clock = () => new Date("2026-11-26T12:00:00.000Z");

async function withDatabase<Result>(run: (context: ReturnType<typeof engineContext>) => Promise<Result>) {
  const database = await openDatabase(shared);
  try {
    return await run(engineContext(database, clock));
  } finally {
    await database.destroy();
  }
}

const merchant = await withDatabase((context) => newMerchant(context));

/** Makes an invoice; answers its number. */
const create = (run?: IdempotentRun) =>
  withDatabase(async (context) => {
    const input = { title: "Consulting", currency: "USD", amount: "1.00" } as const;
    const mail = { secretBox: createSecretBox([]), sendsMail: false };
    const of = { ...context, ...mail, publicUrl: "https://pay.example" };
    return numberText("INVOICE", (await createInvoice(of, merchant, "test", input, run)).invoice);
  });

test("invoices: a process that is killed between a number and its invoice leaves no gap", async () => {
  assert.equal(await create(), "TEST-2026-0001");
  const script = fileURLToPath(new URL("take-number.ts", import.meta.url));
  const child = fork(script, [JSON.stringify(shared), merchant.id]);
  const [taken] = await once(child, "message");
  assert.equal(taken, 2);
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(await create(), "TEST-2026-0002");
});

test("invoices: one that cannot be written gives its number back", async () => {
  const run = { id: uuidv7(), isAgain: false };
  assert.equal(await create(run), "TEST-2026-0003");
  await assert.rejects(create(run), /duplicate key/);
  assert.equal(await create(), "TEST-2026-0004");
});
