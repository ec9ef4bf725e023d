import { sql } from "kysely";
import { operator } from "../../src/access/audit-log.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import type { Database } from "../../src/store/index.ts";
import { createPackage } from "../../src/subscriptions/packages.ts";
import { runDueSubscriptions } from "../../src/subscriptions/run-subscriptions.ts";
import { openTestDatabase } from "../../test/support/database.ts";
import { engineContext } from "../../test/support/engine-context.ts";
import { newMerchant } from "../../test/support/merchant.ts";
import { printTable } from "../table.ts";

/** Subscriptions whose period begins at the same moment. */
const usualSize = 100_000;
/** Parts of them that are measured. */
const parts = 10;
/** Workers that share them; PGlite has one connection. */
const workers = process.env.DATABASE_URL === undefined ? 1 : 4;
/** The heap after the last part, beside that after the first: MB more at most. */
const mostGrowth = 32;

const turn = new Date("2027-02-01T00:00:00.000Z");

/** What the turn of a month costs: invoices made and mails queued a second, and whether memory stays flat. */
export async function benchBilling(size = usualSize): Promise<boolean> {
  await using opened = await openTestDatabase();
  const { database } = opened;
  const mail = { secretBox: createSecretBox([]), sendsMail: true, publicUrl: "https://pay.example" };
  const context = { ...engineContext(database, () => turn), ...mail };
  const merchant = await newMerchant(context);
  const terms = { name: "Pro Support", currency: "USD", amount: "99.00", interval: "MONTHLY" } as const;
  const { id } = await createPackage(context, merchant, "test", terms, operator);
  process.stderr.write(`${size} subscriptions …\n`);
  await insertSubscriptions(database, merchant.id, id, size);
  const rows: { invoices: number; seconds: number; megabytes: number }[] = [];
  let begun = performance.now();
  let before = 0;
  for (let isBusy = true; isBusy; ) {
    const more = await Promise.all(Array.from({ length: workers }, () => runDueSubscriptions(context)));
    isBusy = more.includes(true);
    const made = await count(database, "billingCycles");
    if (made === before || (isBusy && made - before < size / parts)) continue;
    globalThis.gc?.();
    const megabytes = process.memoryUsage().heapUsed / 2 ** 20;
    rows.push({ invoices: made - before, seconds: (performance.now() - begun) / 1_000, megabytes });
    [before, begun] = [made, performance.now()];
  }
  const mails = await count(database, "mailOutbox");
  printTable(
    ["invoices", "a second", "heap (MB)"],
    rows.map(({ invoices, seconds, megabytes }) => [
      `${invoices}`,
      (invoices / seconds).toFixed(0),
      megabytes.toFixed(0),
    ]),
  );
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  const growth = (rows.at(-1)?.megabytes ?? 0) - (rows[0]?.megabytes ?? 0);
  console.log(
    `${before} invoices and ${mails} mails in ${seconds.toFixed(0)} s: ${(before / seconds).toFixed(0)} a second, by ${workers} workers. Heap ${growth.toFixed(0)} MB more at the end (at most ${mostGrowth}).`,
  );
  return before === size && mails === size && growth <= mostGrowth;
}

async function count(database: Database, table: "billingCycles" | "mailOutbox"): Promise<number> {
  const { rows } = await database
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<bigint>().as("rows"))
    .executeTakeFirstOrThrow();
  return Number(rows);
}

/** At the end of their trials, each of a customer of its own. */
async function insertSubscriptions(database: Database, organizationId: string, packageId: string, size: number) {
  const uuid = sql.raw("('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid");
  await sql`insert into subscriptions (id, organization_id, mode, package_id, status, title, currency, amount, interval, time_zone, grace_days,
      customer_email, metadata, anchor, anchor_period, period, trial_ends_at, activated_at, next_action_at, created_at, updated_at)
    select ${uuid}, ${organizationId}, 'test', ${packageId}, 'TRIALING', 'Pro Support', 'USD', 9900, 'MONTHLY', 'Europe/Berlin', 3,
      'customer' || n || '@client.example', '{}', ${turn}, 0, -1, ${turn}, ${turn}, ${turn}, ${turn}, ${turn}
    from generate_series(1, ${size}::integer) as n`.execute(database);
}
