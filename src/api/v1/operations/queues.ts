import { consumerLag } from "../../../events/index.ts";
import { mailTotals } from "../../../mail/index.ts";
import type { OperationsContext } from "./view.ts";

type Waiting = { readonly queue: string; readonly waiting: number; readonly secondsOld: number };

/** What waits for a worker, and how long the oldest of it: counted by indexes of what waits alone. */
export async function queuesOf(context: Pick<OperationsContext, "database" | "clock">): Promise<Waiting[]> {
  const { database, clock } = context;
  const now = clock().getTime();
  const ageOf = (since: Date | null) => (since === null ? 0 : Math.max(0, Math.round((now - since.getTime()) / 1_000)));
  const [events, deliveries, relays, mails] = await Promise.all([
    consumerLag(context),
    database
      .selectFrom("webhookDeliveries")
      .select(({ fn }) => [fn.countAll<bigint>().as("count"), fn.min("nextAttemptAt").as("since")])
      .where("status", "=", "PENDING")
      .executeTakeFirstOrThrow(),
    database
      .selectFrom("relays")
      .select(({ fn }) => [fn.countAll<bigint>().as("count"), fn.min("createdAt").as("since")])
      .where("status", "=", "QUEUED")
      .executeTakeFirstOrThrow(),
    mailTotals(context),
  ]);
  return [
    ...events.map(({ name, waiting, secondsOld }) => ({
      queue: `events for ${name}`,
      waiting,
      secondsOld: Math.round(secondsOld),
    })),
    { queue: "webhooks", waiting: Number(deliveries.count), secondsOld: ageOf(deliveries.since as Date | null) },
    { queue: "transactions", waiting: Number(relays.count), secondsOld: ageOf(relays.since as Date | null) },
    { queue: "mails", waiting: mails.count.PENDING, secondsOld: Math.round(mails.oldestWaitingSeconds) },
  ];
}
