import type { PaymentsContext } from "../../payments/index.ts";

/** Gives up relays that wait and whose time is over. Their payments fail once the chain itself is past the deadline: `failUnlandablePayments`. */
export async function expireRelays({ database, clock }: PaymentsContext): Promise<void> {
  await database
    .updateTable("relays")
    .set({ status: "EXPIRED" })
    .where("status", "=", "QUEUED")
    .where("validUntil", "<=", clock())
    .execute();
}
