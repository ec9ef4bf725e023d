import type { Updateable } from "kysely";
import type { PaymentEventType, PaymentStatus } from "../protocol/index.ts";
import type { DatabaseTransaction, PaymentRow, Schema } from "../store/index.ts";
import type { SnapshotContext } from "./payment-snapshot.ts";
import { recordEvent } from "./record-event.ts";
import { canMove } from "./status.ts";

/** The event that announces a payment's arrival in a state. Nothing moves into ACTIVE. */
const eventOf: Readonly<Record<Exclude<PaymentStatus, "ACTIVE">, PaymentEventType>> = {
  PROCESSING: "payment.processing",
  SUCCESSFUL: "payment.completed",
  FAILED: "payment.failed",
  EXPIRED: "payment.expired",
  CANCELLED: "payment.cancelled",
};

/** Moves a locked payment on and writes the event that announces it, with whatever else became known. */
export async function changeStatus(
  context: SnapshotContext,
  transaction: DatabaseTransaction,
  payment: Pick<PaymentRow, "id" | "status">,
  to: Exclude<PaymentStatus, "ACTIVE">,
  known: Updateable<Schema["payments"]> = {},
): Promise<void> {
  if (!canMove(payment.status, to)) {
    throw new Error(`Payment ${payment.id} cannot move from ${payment.status} to ${to}.`);
  }
  await transaction
    .updateTable("payments")
    .set({ ...known, status: to })
    .where("id", "=", payment.id)
    .execute();
  await recordEvent(context, transaction, payment.id, eventOf[to]);
}
