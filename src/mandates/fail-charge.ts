import type { ChargeCause, MandateCharge } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";
import type { Funds } from "./funds.ts";
import { lockMandate } from "./load-mandate.ts";
import { recordMandateEvent } from "./record-event.ts";
import { nextTry } from "./retry-schedule.ts";

/** How often the payer's funds are read while they stand in the way. Milliseconds. */
export const fundsInterval = 60_000;

/** What a payer may change, so that a charge goes through before its next try is due. */
const curable: readonly ChargeCause[] = ["insufficient_balance", "allowance_too_low", "blocked"];

type Context = Pick<MandatesContext, "database" | "clock">;

/** Writes down why a charge did not go through, and when it is tried again. Its merchant hears of each cause once in a row. */
export async function failCharge(
  context: Context,
  charge: MandateCharge,
  cause: ChargeCause,
  funds: Funds,
): Promise<void> {
  const now = context.clock();
  const tries = charge.tries + 1;
  await context.database.transaction().execute(async (transaction) => {
    const mandate = await lockMandate(transaction, charge.mandateId);
    const failed = await transaction
      .updateTable("mandateCharges")
      .set({
        ...funds,
        cause,
        tries,
        dueAt: nextTry(charge, tries, now),
        fundsAt: curable.includes(cause) ? new Date(now.getTime() + fundsInterval) : null,
      })
      .where("id", "=", charge.id)
      .where("status", "=", "SCHEDULED")
      .returningAll()
      .executeTakeFirst();
    if (!failed) return;
    // Whether its payer has ended it is for the final chain to say.
    if (cause === "cancelled_on_chain") {
      await transaction.updateTable("mandates").set({ inspectAt: now }).where("id", "=", mandate.id).execute();
    }
    if (charge.cause !== cause) await recordMandateEvent(transaction, mandate, "mandate.charge_failed", now, failed);
  });
}

/** Gives a lease back: the charge is inspected again at `dueAt`. */
export async function holdCharge(
  { database }: Context,
  { id, dueAt: lease }: MandateCharge,
  dueAt: Date,
  changes: Partial<Pick<MandateCharge, "sent" | "cause" | "fundsAt">> = {},
): Promise<void> {
  await database
    .updateTable("mandateCharges")
    .set({ ...changes, dueAt })
    .where("id", "=", id)
    .where("status", "=", "SCHEDULED")
    // Its payer's funds have changed meanwhile: then it is due already.
    .where("dueAt", "=", lease)
    .execute();
}
