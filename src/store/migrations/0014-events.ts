import { type Kysely, type RawBuilder, sql } from "kysely";

/**
 * The outbox holds canonical events of any subject, heard by consumers with cursors; bodies of webhooks stand beside it, one for each style. What was
 * written before keeps the bytes that it was sent, or would have been sent, with.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await divideEvents(database);
  await createConsumers(database);
  await database.schema
    .alterTable("webhook_endpoints")
    .addColumn("style", "text", (column) => column.notNull().defaultTo("standard"))
    .execute();
  await createObservedDeposits(database);
  await database.schema.alterTable("payments").dropColumn("event_sequence").execute();
}

/** Of `webhook_events` the bytes go to `webhook_bodies`, and what they say becomes the event's data. */
async function divideEvents(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("webhook_bodies")
    .addColumn("event_id", "uuid", (column) => column.notNull().references("webhook_events.id").onDelete("cascade"))
    .addColumn("style", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("webhook_bodies_pk", ["event_id", "style"])
    .execute();
  await sql`insert into webhook_bodies (event_id, style, body)
    select id, 'standard', body from webhook_events`.execute(database);

  await schema.alterTable("webhook_events").renameTo("events").execute();
  await schema
    .alterTable("events")
    .addColumn("subject_type", "text")
    .addColumn("subject_id", "uuid")
    .addColumn("data", "jsonb")
    .addColumn("serial", "int8", (column) => column.generatedAlwaysAsIdentity().notNull())
    .addColumn("position", "int8")
    .execute();
  await schema.alterTable("events").dropConstraint("webhook_events_sequence").execute();
  // Deliveries of all of these were enqueued when they were written.
  await sql`update events set position = numbered.nth, data = body::jsonb -> 'data'
    from (select id, row_number() over (order by created_at, id) as nth from events) as numbered
    where numbered.id = events.id`.execute(database);
  await sql`update events set subject_type = 'payment', subject_id = payment_id, data = ${paymentData}
    where payment_id is not null`.execute(database);
  // Tests had the sequence 0, each.
  await sql`update events set subject_type = 'webhook_endpoint', subject_id = tests.endpoint_id, sequence = tests.nth
    from (
      select events.id, webhook_endpoints.id as endpoint_id,
        row_number() over (partition by webhook_endpoints.id order by events.created_at, events.id) as nth
      from events join webhook_endpoints using (merchant_id, mode)
      where events.payment_id is null
    ) as tests
    where tests.id = events.id`.execute(database);
  for (const column of ["subject_type", "subject_id", "data"]) {
    await schema
      .alterTable("events")
      .alterColumn(column, (altered) => altered.setNotNull())
      .execute();
  }
  await schema.alterTable("events").dropColumn("payment_id").dropColumn("body").execute();
  await schema
    .alterTable("events")
    .addUniqueConstraint("events_sequence", ["subject_type", "subject_id", "sequence"])
    .execute();
  await schema.createIndex("events_by_position").on("events").column("position").unique().execute();
  await sql`create index events_without_position on events (serial) where position is null`.execute(database);
  await sql`alter index webhook_events_by_merchant rename to events_by_merchant`.execute(database);
}

/** An amount of the old body: it had all its decimals, so without the point it is a number of base units. */
const units = (value: RawBuilder<unknown>) => sql`(replace(${value}, '.', '')::numeric)::text`;
const amount = (name: string) => units(sql`data ->> ${sql.lit(name)}`);
const same = (...names: string[]) => sql.join(names.map((name) => sql`${sql.lit(name)}, data -> ${sql.lit(name)}`));

/** The canonical payment of an event, by what its body said of it. */
const paymentData = sql`coalesce((
    select jsonb_build_object('deposit', deposit || jsonb_build_object(
      'receivedAmount', ${units(sql`deposit ->> 'receivedAmount'`)},
      'dueAmount', ${units(sql`deposit ->> 'dueAmount'`)}))
    from (select body::jsonb -> 'deposit' as deposit) as told where deposit is not null
  ), '{}'::jsonb) || jsonb_build_object('payment', jsonb_build_object(
    ${same("id", "status", "currency", "title", "description", "externalId", "metadata", "acceptedChains")},
    ${same("acceptedTokens", "successUrl", "cancelUrl", "expiresAt", "createdAt", "paidAt", "confirmations")},
    ${same("finality", "failureReason")},
    'amount', ${amount("amount")},
    'fee', ${amount("pymstrFee")},
    'merchantNet', ${units(sql`coalesce(data ->> 'merchantNet', data ->> 'merchantFee')`)},
    'merchantAmount', ${amount("merchantAmount")},
    'sellers', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'address', seller -> 'address',
        'grossAmount', ${units(sql`seller ->> 'grossAmount'`)},
        'netAmount', ${units(sql`seller ->> 'amount'`)}) order by nth), '[]'::jsonb)
      from jsonb_array_elements(data -> 'sellers') with ordinality as listed (seller, nth)
    ),
    'quote', case when data ->> 'chainId' is null then null else jsonb_build_object(
      ${same("chainId", "token", "exchangeRate")}, 'amountToken', ${amount("amountToken")}) end,
    'transactionHash', data -> 'txHash',
    'receivedAmount', ${amount("receivedAmount")}
  ))`;

async function createConsumers(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("event_subjects")
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("id", "uuid", (column) => column.notNull())
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("event_subjects_pk", ["type", "id"])
    .execute();
  // A payment's own count: of its events some may have been deleted.
  await sql`insert into event_subjects (type, id, sequence)
    select 'payment', id, event_sequence from payments where event_sequence > 0
    union all
    select subject_type, subject_id, max(sequence) from events where subject_type <> 'payment' group by 1, 2`.execute(
    database,
  );
  await schema
    .createTable("event_head")
    .addColumn("position", "int8", (column) => column.notNull())
    .execute();
  await sql`insert into event_head select coalesce(max(position), 0) from events`.execute(database);
  await schema
    .createTable("event_consumers")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("position", "int8", (column) => column.notNull())
    .execute();
  await sql`insert into event_consumers select 'webhooks', position from event_head`.execute(database);
}

/** What the checkout shows of deposit addresses: the last that each event said of a place. */
async function createObservedDeposits(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("observed_deposits")
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("is_surplus", "boolean", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("amount", sql`numeric(78,0)`, (column) => column.notNull())
    .addPrimaryKeyConstraint("observed_deposits_pk", ["quote_id", "chain_id", "token", "is_surplus"])
    .execute();
  await sql`insert into observed_deposits (quote_id, chain_id, token, is_surplus, kind, amount)
    select distinct on (quotes.id, watches.chain_id, told.token, told.kind <> 'UNDERPAID')
      quotes.id, watches.chain_id, told.token, told.kind <> 'UNDERPAID', told.kind, told.amount
    from (
      select subject_id as payment_id, sequence,
        upper(split_part(events.type, '.', 2)) as kind,
        data -> 'deposit' ->> 'token' as token,
        data -> 'deposit' ->> 'address' as address,
        (data -> 'deposit' ->> 'chainId')::integer as chain_id,
        (data -> 'deposit' ->> 'receivedAmount')::numeric as amount
      from events
      where events.type in ('payment.underpaid', 'payment.overpaid', 'payment.late') and data -> 'deposit' is not null
    ) as told
    join quotes on quotes.payment_id = told.payment_id
    join deposit_watches as watches
      on watches.quote_id = quotes.id and watches.chain_id = told.chain_id and watches.address = told.address
    order by quotes.id, watches.chain_id, told.token, told.kind <> 'UNDERPAID', told.sequence desc`.execute(database);
}
