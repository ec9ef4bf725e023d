import type { MandateEventType } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Mandate, MandateCanceller, Owner } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";
import { MandateStateError } from "./errors.ts";
import { loadMandate, lockMandate } from "./load-mandate.ts";
import { missCharge } from "./miss-charges.ts";
import { recordMandateEvent } from "./record-event.ts";

type Context = Pick<MandatesContext, "database" | "clock">;

/** Mandates of one run. */
const batchSize = 100;

/** Its payer has ended it on chain, for good: nothing of it can ever be charged. Answers whether that is news. */
export async function endByPayer({ database, clock }: Context, uuid: string): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const mandate = await lockMandate(transaction, uuid);
    if (mandate.status !== "ACTIVE") {
      const cancelledBy = mandate.status === "CANCELLED" ? "PAYER" : mandate.cancelledBy;
      await transaction.updateTable("mandates").set({ inspectAt: null, cancelledBy }).where("id", "=", uuid).execute();
      return false;
    }
    const now = clock();
    for (const charge of await openCharges(transaction, uuid)) {
      await missCharge(transaction, mandate, { id: charge.id, cause: "cancelled_on_chain" }, now);
    }
    await end(transaction, uuid, { status: "CANCELLED", cancelledBy: "PAYER" }, "mandate.cancelled", now);
    return true;
  });
}

/**
 * Its merchant charges by it no more, and what was asked for is withdrawn. What the payer has signed stays valid on chain until the payer ends it there. Throws `MandateNotFoundError`,
 * `MandateStateError`.
 */
export async function cancelMandate({ database, clock }: Context, owner: Owner, id: string): Promise<Mandate> {
  const { id: uuid } = await loadMandate(database, owner, id);
  return database.transaction().execute(async (transaction) => {
    const mandate = await lockMandate(transaction, uuid);
    if (mandate.status === "CANCELLED") return mandate;
    if (mandate.status !== "ACTIVE" && mandate.status !== "PENDING") {
      throw new MandateStateError(mandate.status, "there is nothing left to cancel.");
    }
    return stopCharging(transaction, uuid, clock());
  });
}

/** The same in a transaction of the caller's, where it is not over yet. */
export async function cancelWithin(transaction: DatabaseTransaction, uuid: string, now: Date): Promise<void> {
  const { status } = await lockMandate(transaction, uuid);
  if (status === "ACTIVE" || status === "PENDING") await stopCharging(transaction, uuid, now);
}

async function stopCharging(transaction: DatabaseTransaction, uuid: string, now: Date): Promise<Mandate> {
  await transaction
    .updateTable("mandateCharges")
    .set({ status: "CANCELLED", dueAt: null, fundsAt: null, endedAt: now })
    .where("mandateId", "=", uuid)
    .where("status", "=", "SCHEDULED")
    .execute();
  return end(transaction, uuid, { status: "CANCELLED", cancelledBy: "MERCHANT" }, "mandate.cancelled", now);
}

/** Its last window is over and final. False while a charge of it is not. */
export async function completeMandate({ database, clock }: Context, uuid: string): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const mandate = await lockMandate(transaction, uuid);
    if (mandate.status !== "ACTIVE") {
      await transaction.updateTable("mandates").set({ inspectAt: null }).where("id", "=", uuid).execute();
      return false;
    }
    if ((await openCharges(transaction, uuid)).length > 0) return false;
    await end(transaction, uuid, { status: "COMPLETED" }, "mandate.completed", clock());
    return true;
  });
}

/** Gives up what nobody has signed in time. Answers how many. */
export async function expireMandates({ database, clock }: Context): Promise<number> {
  const now = clock();
  const over = await database
    .selectFrom("mandates")
    .select("id")
    .where("status", "=", "PENDING")
    .where("expiresAt", "<=", now)
    .limit(batchSize)
    .execute();
  for (const { id } of over) {
    await database.transaction().execute(async (transaction) => {
      const { status } = await lockMandate(transaction, id);
      if (status === "PENDING") await end(transaction, id, { status: "EXPIRED" }, "mandate.expired", now);
    });
  }
  return over.length;
}

type Ending = { readonly status: Mandate["status"]; readonly cancelledBy?: MandateCanceller };

async function end(
  transaction: DatabaseTransaction,
  uuid: string,
  ending: Ending,
  type: MandateEventType,
  now: Date,
): Promise<Mandate> {
  const ended = await transaction
    .updateTable("mandates")
    .set({ ...ending, endedAt: now, inspectAt: null })
    .where("id", "=", uuid)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordMandateEvent(transaction, ended, type, now);
  return ended;
}

function openCharges(database: Pick<Database, "selectFrom">, uuid: string) {
  return database
    .selectFrom("mandateCharges")
    .select(["id", "status"])
    .where("mandateId", "=", uuid)
    .where("status", "in", ["SCHEDULED", "PROCESSING"])
    .execute();
}
