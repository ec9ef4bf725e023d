import { appendEvent } from "../events/index.ts";
import type { DepositEventType } from "../protocol/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { type DepositSnapshot, depositSnapshot } from "./deposit-snapshot.ts";
import { depositById } from "./load-deposit.ts";

/** What events are about. */
export const depositSubject = "deposit";

/** What an event about a deposit holds: all that a view of it needs, as it was when the event was written. */
export type DepositEventData = { readonly deposit: DepositSnapshot };

/** Writes an event about a deposit, in the transaction of the change that it announces. */
export async function recordDepositEvent(
  transaction: DatabaseTransaction,
  id: string,
  type: DepositEventType,
  now: Date,
): Promise<void> {
  const loaded = await depositById(transaction, id);
  const { organizationId, mode } = loaded;
  const data: DepositEventData = { deposit: depositSnapshot(loaded) };
  await appendEvent(transaction, { organizationId, mode, subject: { type: depositSubject, id }, type, data }, now);
}
