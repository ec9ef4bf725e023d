import type { DatabaseTransaction } from "../store/index.ts";
import { dropPasskeys } from "./passkeys.ts";
import { dropSecondFactor } from "./second-factor.ts";
import { revokeSessions } from "./sessions.ts";
import { verifyEmail } from "./users.ts";

/**
 * Somebody has shown whose mailbox an account's is. The first time, what the account had before goes: passkeys, app and sessions may be those of whoever was
 * handed its link and never had the mailbox.
 */
export async function proveMailbox(transaction: DatabaseTransaction, userId: string, now: Date): Promise<void> {
  if (!(await verifyEmail(transaction, userId, now))) return;
  await dropSecondFactor(transaction, userId);
  await dropPasskeys(transaction, userId);
  await revokeSessions(transaction, userId, now);
}
