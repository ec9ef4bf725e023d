import type { QueueContext } from "../context.ts";

/** Gives up queued requests whose time is over. Their payments fail once the chain itself is past the deadline: `failUnlandablePayments`. */
export async function expireRequests({ database, clock }: QueueContext): Promise<void> {
  await database
    .updateTable("relays")
    .set({ status: "EXPIRED" })
    .where("status", "=", "QUEUED")
    .where("validUntil", "<=", clock())
    .execute();
}
