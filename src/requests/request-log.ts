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
    await database
      .insertInto("requestLog")
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
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
  { requestId, method, statusCode, keyId }: RequestFilter = {},
): Promise<LoggedRequest[]> {
  return database
    .selectFrom("requestLog")
    .selectAll()
    .where("organizationId", "=", owner.organizationId)
    .where("mode", "=", owner.mode)
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .$if(requestId !== undefined, (query) => query.where("requestId", "=", requestId ?? ""))
    .$if(method !== undefined, (query) => query.where("method", "=", method ?? ""))
    .$if(statusCode !== undefined, (query) => query.where("statusCode", "=", statusCode ?? 0))
    .$if(keyId !== undefined, (query) => query.where("keyId", "=", keyId ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Deletes what is old. */
export async function forgetOldRequestLog({ database, clock }: Context): Promise<void> {
  const before = new Date(clock().getTime() - memory);
  await database.deleteFrom("requestLog").where("createdAt", "<", before).execute();
}
