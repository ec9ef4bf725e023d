import { type RawBuilder, sql } from "kysely";
import { createPayment } from "../../src/payments/create-payment.ts";
import { listPayments, type PaymentFilter } from "../../src/payments/list-payments.ts";
import { newMerchant } from "../../test/support/merchant.ts";
import { type Harness, minutes, settlementOf, startHarness } from "../../test/support/payments-harness.ts";
import { printTable } from "../table.ts";

/** Of one organization, in one mode. */
const count = 1_000_000;
const base = 8453;
/** What a list may take, of its slowest of so many runs. Milliseconds. */
const most = 300;
const runs = 7;

/** How long the list of a million payments takes, plain, filtered and searched, on PostgreSQL. */
export async function benchList(): Promise<boolean> {
  if (process.env.DATABASE_URL === undefined) {
    console.error("Set DATABASE_URL, or run `.ci/postgres npm run bench -- list`.");
    return false;
  }
  await using harness = await startHarness();
  const { id: organizationId } = await newMerchant(harness);
  const owner = { organizationId, mode: "test" } as const;
  await fill(harness, owner.organizationId);
  const rows = [];
  for (const [name, filter, cursor] of await questions(harness)) {
    const times = [];
    let found = 0;
    for (let run = 0; run < runs; run += 1) {
      const begun = performance.now();
      found = (await listPayments(harness.database, owner, filter, { cursor, limit: 26 })).length;
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    rows.push({ name, found, median: times[Math.floor(runs / 2)] ?? 0, slowest: times.at(-1) ?? 0 });
  }
  printTable(
    ["list", "found", "median ms", "slowest ms", "at most"],
    rows.map(({ name, found, median, slowest }) => [
      name,
      `${found}`,
      median.toFixed(1),
      slowest.toFixed(1),
      `${most}`,
    ]),
  );
  return rows.every(({ slowest }) => slowest <= most);
}

type Question = readonly [name: string, filter: PaymentFilter, cursor?: string];

/** What is asked for: what there is much of, what there is little of, and what there is not. */
async function questions({ database }: Harness): Promise<readonly Question[]> {
  const { rows } = await sql<{ id: string; transactionHash: string; address: string; payer: string }>`
    select payments.id, payments.transaction_hash, deposit_watches.address, settlements.payer from payments
    join settlements on settlements.quote_id = payments.quote_id
    join deposit_watches on deposit_watches.quote_id = payments.quote_id
    where payments.external_id = 'order-500000' limit 1`.execute(database);
  const [middle] = rows;
  if (middle === undefined) throw new Error("The payment in the middle was not paid.");
  return [
    ["the first page", {}],
    ["a page in the middle", {}, middle.id],
    ["state, most", { status: "SUCCESSFUL" }],
    ["state, few", { status: "FAILED" }],
    ["state, none", { status: "PROCESSING" }],
    ["chain, most", { chainId: base }],
    ["chain, few", { chainId: 137 }],
    ["chain, none", { chainId: 1 }],
    ["token, none", { token: "USDT" }],
    ["before half of them", { createdBefore: minutes(count / 2) }],
    ["two hours in the middle", { createdAfter: minutes(count / 2), createdBefore: minutes(count / 2 + 120) }],
    ["external id", { externalId: "order-500000" }],
    ["search: external id", { search: "order-500000" }],
    ["search: id", { search: middle.id }],
    ["search: transaction", { search: middle.transactionHash }],
    ["search: deposit address", { search: middle.address }],
    ["search: payer", { search: middle.payer }],
    ["search: amount, many", { search: "25.00" }],
    ["search: amount, few", { search: "5000.00" }],
    ["search: amount, many, of few in a state", { search: "25.00", status: "FAILED" }],
    ["search: nothing", { search: "no such order" }],
  ];
}

/** A million payments, a minute apart, three of four paid: copies of one that was, with what goes with it. */
async function fill(harness: Harness, organizationId: string): Promise<void> {
  const { database } = harness;
  const organization = await database
    .selectFrom("organizations")
    .selectAll()
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  const created = await createPayment(harness, organization, "test", { amount: "7.00", currency: "USD" });
  await harness.mine(base);
  const quote = await harness.newQuote(created.payment.id);
  await harness.mine(base, { settled: [settlementOf(quote)] });
  const restore = await dropIndexes(database);
  process.stderr.write(`filling ${count} payments …\n`);
  // As ours are made: by time, then by what tells them apart.
  const uuid = (kind: string) =>
    sql.raw(`(left(lpad(to_hex(t), 12, '0'), 8) || '-' || right(lpad(to_hex(t), 12, '0'), 4)
      || '-7000-${kind}-' || lpad(to_hex(n), 12, '0'))::uuid`);
  const numbers = sql.raw(
    `(select n, ${minutes(0).getTime()} + n * 60000::bigint as t from generate_series(1, ${count}) as n) as numbers`,
  );
  const isPaid = sql.raw("n % 4 <> 3");
  const copy = (table: string, of: RawBuilder<unknown>, changes: RawBuilder<unknown>, which = isPaid) => {
    const name = sql.table(table);
    // The model is read once, and a copy made once for all of its columns: else the time grows by the square of the rows.
    return sql`insert into ${name} select copy.* from (select ${name} as row from ${name} where ${of} offset 0) as model,
      ${numbers}, jsonb_populate_record(model.row, jsonb_build_object(${changes})) as copy where ${which}`.execute(
      database,
    );
  };
  await copy(
    "payments",
    sql`id = ${created.payment.id}`,
    sql`'id', ${uuid("8000")}, 'external_id', 'order-' || n, 'created_at', to_timestamp(t / 1000.0),
      'amount', case when n % 10 = 0 then 2500 when n % 100000 = 1 then 500000 else 1000 + n % 90000 end,
      'status', case when ${isPaid} then 'SUCCESSFUL' when n % 40000 = 3 then 'FAILED' else 'EXPIRED' end,
      'quote_id', case when ${isPaid} then ${uuid("9000")} end,
      'transaction_hash', case when ${isPaid} then '0x' || lpad(to_hex(n), 64, '0') end`,
    sql.raw("true"),
  );
  await copy(
    "quotes",
    sql`id = ${quote.id}`,
    sql`'id', ${uuid("9000")}, 'payment_id', ${uuid("8000")}, 'onchain_id', '0x' || lpad(to_hex(n), 64, '0'),
      'chain_id', case when n % 50000 = 1 then 137 else ${sql.lit(base)} end`,
  );
  await copy(
    "settlements",
    sql`quote_id = ${quote.id}`,
    sql`'id', ${uuid("a000")}, 'quote_id', ${uuid("9000")}, 'transaction_hash', '0x' || lpad(to_hex(n), 64, '0'),
      'onchain_id', '0x' || lpad(to_hex(n), 64, '0'), 'payer', '0x' || lpad((n % 200000)::text, 40, '0')`,
  );
  await copy(
    "deposit_watches",
    sql`quote_id = ${quote.id} and chain_id = ${base}`,
    sql`'quote_id', ${uuid("9000")}, 'address', '0x' || lpad(n::text, 40, '0')`,
  );
  await restore();
  await sql`vacuum analyze`.execute(database);
}

/** Rows come in faster without what they are found by. Answers what makes it again. */
async function dropIndexes(database: Harness["database"]): Promise<() => Promise<void>> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename in ('payments', 'quotes', 'settlements', 'deposit_watches')
    and indexname not in (select conname from pg_constraint)`.execute(database);
  for (const { name } of rows) await sql`drop index ${sql.id(name)}`.execute(database);
  return async () => {
    for (const { definition } of rows) await sql.raw(definition).execute(database);
  };
}
