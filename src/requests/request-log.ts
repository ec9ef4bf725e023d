import { sql } from "kysely";
import type { Logger } from "pino";
import { v7 as uuidv7 } from "uuid";
import { type BackgroundTask, type Clock, startBackgroundTask } from "../runtime/index.ts";
import type { Database, LoggedRequest, Owner, PageRequest } from "../store/index.ts";

// The only writer of `request_log`.

/** Requests that wait to be written: while the database is away, the oldest go. */
const capacity = 10_000;

/** Written in one statement. */
const batchSize = 500;

/** Milliseconds between two writes. */
const interval = 1_000;

/** How long requests are kept. Milliseconds. */
const memory = 30 * 24 * 60 * 60_000;

/** What is remembered of a request: no body, no query, nothing that opens anything. */
export type NewLoggedRequest = Omit<LoggedRequest, "id" | "createdAt">;

export type RequestLog = {
  /** Takes a request down. It is written within a second: nobody waits for it, and a process that is killed loses what it had not written. */
  add(request: NewLoggedRequest): void;
};

type Context = { readonly database: Database; readonly clock: Clock };

/** A log of the requests of one process, and the task that writes it. To stop it is to write what is left. */
export function startRequestLog({ database, clock }: Context, log: Logger): RequestLog & BackgroundTask {
  const waiting: LoggedRequest[] = [];
  const write = async () => {
    const batch = waiting.slice(0, batchSize);
    if (batch.length === 0) return false;
    await insert(database, batch);
    // By their ids: the oldest may have gone meanwhile.
    const last = batch.at(-1)?.id ?? "";
    while (waiting[0] !== undefined && waiting[0].id <= last) waiting.shift();
    return waiting.length > 0;
  };
  const task = startBackgroundTask({ name: "write the request log", interval, run: write, log });
  return {
    add(request) {
      const createdAt = clock();
      waiting.push({ id: uuidv7({ msecs: createdAt.getTime() }), ...request, createdAt });
      if (waiting.length > capacity) waiting.shift();
    },
    async stop() {
      await task.stop();
      while (await write());
    },
  };
}

/** As one parameter, which costs half as much as one for each field of each row. */
async function insert(database: Database, batch: readonly LoggedRequest[]): Promise<void> {
  const rows = batch.map((request) => ({
    id: request.id,
    request_id: request.requestId,
    organization_id: request.organizationId,
    mode: request.mode,
    method: request.method,
    path: request.path,
    status_code: request.statusCode,
    duration_ms: request.durationMs,
    key_id: request.keyId,
    idempotency_key: request.idempotencyKey,
    address: request.address,
    created_at: request.createdAt,
  }));
  await sql`insert into request_log select * from json_populate_recordset(null::request_log, ${JSON.stringify(rows)})
    on conflict do nothing`.execute(database);
}

/** What is left out filters nothing. */
export type RequestFilter = {
  readonly requestId?: string | undefined;
  readonly method?: string | undefined;
  readonly statusCode?: number | undefined;
  readonly keyId?: string | undefined;
};

/** An owner's requests, the newest first. */
export async function listRequests(
  database: Database,
  owner: Owner,
  { cursor, limit }: PageRequest,
  filter: RequestFilter = {},
): Promise<LoggedRequest[]> {
  return requestsOf(database, owner, filter)
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** The same from an offset on, with how many there are in all. */
export async function searchRequests(
  database: Database,
  owner: Owner,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  filter: RequestFilter = {},
): Promise<{ readonly requests: LoggedRequest[]; readonly total: number }> {
  const found = requestsOf(database, owner, filter);
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const requests = await found.selectAll().orderBy("id", "desc").offset(offset).limit(limit).execute();
  return { requests, total: Number(total) };
}

function requestsOf(database: Database, owner: Owner, { requestId, method, statusCode, keyId }: RequestFilter) {
  return database
    .selectFrom("requestLog")
    .where("organizationId", "=", owner.organizationId)
    .where("mode", "=", owner.mode)
    .$if(requestId !== undefined, (query) => query.where("requestId", "=", requestId ?? ""))
    .$if(method !== undefined, (query) => query.where("method", "=", method ?? ""))
    .$if(statusCode !== undefined, (query) => query.where("statusCode", "=", statusCode ?? 0))
    .$if(keyId !== undefined, (query) => query.where("keyId", "=", keyId ?? ""));
}

/** Deletes what is old, by the times in the ids: an index of its own would cost every request something. */
export async function forgetOldRequestLog({ database, clock }: Context): Promise<void> {
  const first = uuidv7({ msecs: clock().getTime() - memory, random: new Uint8Array(16), seq: 0 });
  await database.deleteFrom("requestLog").where("id", "<", first).execute();
}
