import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createInvoice } from "../../src/invoices/create-invoice.ts";
import { numberText } from "../../src/invoices/number.ts";
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

test("invoices: a process that is killed between a number and its invoice leaves no gap", async () => {
  const clock = () => new Date("2026-11-26T12:00:00.000Z");
  const withDatabase = async <Result>(run: (context: ReturnType<typeof engineContext>) => Promise<Result>) => {
    const database = await openDatabase(shared);
    try {
      return await run(engineContext(database, clock));
    } finally {
      await database.destroy();
    }
  };
  const merchant = await withDatabase((context) => newMerchant(context));
  const create = () =>
    withDatabase(async (context) => {
      const input = { title: "Consulting", currency: "USD", amount: "1.00" } as const;
      const mail = { secretBox: createSecretBox([]), sendsMail: false };
      const of = { ...context, ...mail, publicUrl: "https://pay.example" };
      return numberText("INVOICE", (await createInvoice(of, merchant, "test", input)).invoice);
    });
  assert.equal(await create(), "TEST-2026-0001");
  const script = fileURLToPath(new URL("take-number.ts", import.meta.url));
  const child = fork(script, [JSON.stringify(shared), merchant.id]);
  const [taken] = await once(child, "message");
  assert.equal(taken, 2);
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(await create(), "TEST-2026-0002");
});
