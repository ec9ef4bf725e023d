import type { DatabaseTransaction } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { notify } from "./notify.ts";
import { dropPasskeys } from "./passkeys.ts";
import { dropSecondFactor } from "./second-factor.ts";
import { revokeSessions } from "./sessions.ts";
import { recordOfUser, verifyEmail } from "./users.ts";

/**
 * Somebody has shown whose mailbox an account's is. The first time, what the account had before goes: passkeys, app and sessions may be those of whoever was
 * handed its link and never had the mailbox.
 */
export async function proveMailbox(
  context: Pick<PeopleContext, "peopleMail" | "clock">,
  transaction: DatabaseTransaction,
  userId: string,
  { address, now }: { readonly address: string; readonly now: Date },
): Promise<void> {
  if (!(await verifyEmail(transaction, userId, now))) return;
  const hadApp = await dropSecondFactor(transaction, userId);
  const passkeys = await dropPasskeys(transaction, userId);
  await revokeSessions(transaction, userId, now);
  const change = { action: "mailbox.proven", before: { passkeys, app: hadApp } } as const;
  await recordOfUser(transaction, userId, change, address, now);
  if (hadApp || passkeys.length > 0) {
    const detail = [...passkeys, ...(hadApp ? ["the app"] : [])].join(", ");
    await notify(context, transaction, { userId }, { change: "mailbox_proven", detail, address });
  }
}
