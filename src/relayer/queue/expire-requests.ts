import type { QueueContext } from "../context.ts";

/** Gives up queued requests whose time is over, as their attempts' is. */
export async function expireRequests({ database, clock }: QueueContext): Promise<void> {
  await database
    .updateTable("relays")
    .set({ status: "EXPIRED" })
    .where("status", "=", "QUEUED")
    .where("validUntil", "<=", clock())
    .execute();
}
