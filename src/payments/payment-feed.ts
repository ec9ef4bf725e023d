import { sql } from "kysely";
import type { Logger } from "pino";
import { type BackgroundTask, DomainError, startBackgroundTask } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";

export type PaymentListener = {
  /** The payment is not as it was. */
  changed(): void;
  /** Nothing more will be told: the process stops. */
  stopped(): void;
};

/** Tells whoever listens that a payment has changed. */
export type PaymentFeed = BackgroundTask & {
  /** Tells of every change from now on, until what it answers is called. Throws `FeedFullError`. */
  listen(paymentId: string, listener: PaymentListener): () => void;
};

/** Too many listen already. */
export class FeedFullError extends DomainError {
  override readonly name = "FeedFullError";
  override readonly code = "FEED_FULL";
  constructor() {
    super("Too many browsers follow payments at the moment. Ask for the payment again in a few seconds instead.");
  }
}

/** Listeners of one process. */
const capacity = 5_000;

/** Payments that one query asks about: other work goes on between two of them. */
const batchSize = 500;

/** How often the database is asked. Milliseconds. */
const interval = 500;

/** Several processes may change a payment, and only the database knows of all, so it is polled. */
export function startPaymentFeed(database: Database, log: Logger): PaymentFeed {
  const listeners = new Map<string, Set<PaymentListener>>();
  const seen = new Map<string, string>();
  let count = 0;

  const poll = async () => {
    const ids = [...listeners.keys()];
    for (let first = 0; first < ids.length; first += batchSize) await pollBatch(ids.slice(first, first + batchSize));
  };

  const pollBatch = async (ids: readonly string[]) => {
    const rows = await database
      .selectFrom("payments")
      .leftJoin("quotes", "quotes.id", "payments.quoteId")
      .leftJoin("chainCursors", "chainCursors.chainId", "quotes.chainId")
      .leftJoin("eventSubjects", (join) =>
        join.on("eventSubjects.type", "=", "payment").onRef("eventSubjects.id", "=", "payments.id"),
      )
      .select(["payments.id", "payments.status", "payments.transactionHash", "eventSubjects.sequence"])
      .select((row) =>
        row.cast<number>(row("chainCursors.blockNumber", "-", row.ref("payments.blockNumber")), "integer").as("depth"),
      )
      // Attempts begin and end beside the payment.
      .select(
        sql<string>`(
          select concat(count(*), ' ', count(attempts.outcome)) from attempts where attempts.payment_id = payments.id
        )`.as("attempts"),
      )
      .where("payments.id", "in", ids)
      .execute();
    for (const { id, ...state } of rows) {
      const now = JSON.stringify(state);
      const before = seen.get(id);
      if (!listeners.has(id)) continue;
      seen.set(id, now);
      if (before === now) continue;
      for (const listener of listeners.get(id) ?? []) listener.changed();
    }
  };
  const task = startBackgroundTask({ name: "follow payments", interval, run: poll, log });

  return {
    async stop() {
      await task.stop();
      for (const listener of [...listeners.values()].flatMap((all) => [...all])) listener.stopped();
    },
    listen(paymentId, listener) {
      if (count >= capacity) throw new FeedFullError();
      count += 1;
      const others = listeners.get(paymentId) ?? new Set<PaymentListener>();
      listeners.set(paymentId, others.add(listener));
      return () => {
        if (!others.delete(listener)) return;
        count -= 1;
        if (others.size > 0) return;
        listeners.delete(paymentId);
        seen.delete(paymentId);
      };
    },
  };
}
