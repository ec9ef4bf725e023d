import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { operator } from "../../src/access/audit-log.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import { openDatabase } from "../../src/store/index.ts";
import { createPlan } from "../../src/subscriptions/plans.ts";
import { runDuePlans } from "../../src/subscriptions/run-plans.ts";
import { createTestDatabase } from "../support/database.ts";
import { engineContext } from "../support/engine-context.ts";
import { newMerchant } from "../support/merchant.ts";

const { options, drop } = await createTestDatabase();
after(drop);
const directory = await mkdtemp(join(tmpdir(), "railsplit-cycles-"));
after(() => rm(directory, { recursive: true }));
/** The same one for several processes, one after the other. */
const shared = "url" in options ? options : { directory };

async function at<Result>(time: string, run: (context: Parameters<typeof runDuePlans>[0]) => Promise<Result>) {
  const database = await openDatabase(shared);
  try {
    const mail = { secretBox: createSecretBox([]), sendsMail: true, publicUrl: "https://pay.example" };
    return await run({ ...engineContext(database, () => new Date(time)), ...mail });
  } finally {
    await database.destroy();
  }
}

test("a worker that is killed between an invoice and its cycle leaves neither, and the next one makes both once", async () => {
  await at("2027-02-01T00:00:00.000Z", async (context) => {
    const merchant = await newMerchant(context);
    const terms = { title: "Retainer", currency: "USD", amount: "250.00", interval: "MONTHLY" } as const;
    await createPlan(context, merchant, "test", { ...terms, customer: { email: "ann@client.example" } }, operator);
  });
  const script = fileURLToPath(new URL("make-half-a-cycle.ts", import.meta.url));
  const child = fork(script, [JSON.stringify(shared), "2027-02-01T00:00:00.000Z"]);
  assert.deepEqual(await once(child, "message"), ["between", undefined]);
  child.kill("SIGKILL");
  await once(child, "exit");
  const counts = (time: string) =>
    at(time, async (context) => {
      await runDuePlans(context);
      const rows = await context.database.selectFrom("invoices").select("sequence").execute();
      const cycles = await context.database.selectFrom("billingCycles").select("period").execute();
      const mails = await context.database.selectFrom("mailOutbox").select("template").execute();
      return [rows.map(({ sequence }) => sequence), cycles.length, mails.length];
    });
  // What the one that died had leased is another's when the lease is over.
  assert.deepEqual(await counts("2027-02-01T00:04:00.000Z"), [[], 0, 0]);
  assert.deepEqual(await counts("2027-02-01T00:05:00.000Z"), [[1], 1, 1]);
  assert.deepEqual(await counts("2027-02-20T00:00:00.000Z"), [[1], 1, 1]);
});
