import { v7 as uuidv7 } from "uuid";
import type { DatabaseTransaction, User } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import {
  EmailChangeRefusedError,
  EmailInUseError,
  EmailUnprovenError,
  MailUnavailableError,
  TooManyCodesError,
} from "./errors.ts";
import { notify } from "./notify.ts";
import { revokeSessions } from "./sessions.ts";
import { dropSignIns } from "./sign-ins.ts";
import { codeLife, hashOfCode, isRightCode, mostTries, newCode } from "./six-digits.ts";
import { accountAddress, findUser, moveUser, recordOfUser } from "./users.ts";

// The only writer of `email_changes`.

const hour = 60 * 60_000;

/** Codes that one person has sent to new addresses in an hour, and wrong ones that are typed in a day. */
const mostCodes = 5;
const mostFailures = 20;

/**
 * Sends a code to the address that an account shall have, in place of a change that still waits. Whether another account has it is not looked at before the code
 * has shown whose it is. Throws `MailUnavailableError`, `EmailUnprovenError`, `EmailChangeRefusedError` and `TooManyCodesError`.
 */
export async function beginEmailChange(
  { database, clock, peopleMail }: PeopleContext,
  userId: string,
  typed: string,
): Promise<{ readonly expiresAt: Date }> {
  if (peopleMail === null) throw new MailUnavailableError();
  const email = accountAddress(typed);
  if (email === undefined) throw new RangeError("An account needs a mail address.");
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    const user = await lockUser(transaction, userId);
    // Whoever holds the mailbox can end everything else that opens this account: that is not to be got round.
    if (user.emailVerifiedAt === null) throw new EmailUnprovenError();
    if (user.email === email) throw new EmailChangeRefusedError("This is your address already.");
    await requireFewCodes(transaction, userId, now);
    await transaction
      .updateTable("emailChanges")
      .set({ expiresAt: now })
      .where("userId", "=", userId)
      .where("expiresAt", ">", now)
      .execute();
    const id = uuidv7({ msecs: now.getTime() });
    const expiresAt = new Date(now.getTime() + codeLife);
    const code = newCode();
    const change = { id, userId, email, codeHash: hashOfCode(id, code), expiresAt, createdAt: now };
    await transaction.insertInto("emailChanges").values(change).execute();
    await peopleMail.emailCode(transaction, { to: email, code, language: user.language });
    return { expiresAt };
  });
}

/**
 * Takes the code from the new mailbox: the account has its address from then on, other sessions and codes that went to the old one end, and the old address hears
 * of it. Throws `EmailChangeRefusedError` and `EmailInUseError`.
 */
export async function confirmEmailChange(
  context: PeopleContext,
  userId: string,
  code: string,
  { address, sessionId }: { readonly address: string; readonly sessionId: string },
): Promise<User> {
  const now = context.clock();
  // Before anything is compared: of a hundred guesses at once five are.
  const tried = await context.database
    .updateTable("emailChanges")
    .set(({ eb }) => ({ tries: eb("tries", "+", 1) }))
    .where("userId", "=", userId)
    .where("confirmedAt", "is", null)
    .where("expiresAt", ">", now)
    .where("tries", "<", mostTries)
    .returningAll()
    .executeTakeFirst();
  const isRight = isRightCode(tried, code);
  if (!tried || !isRight) throw new EmailChangeRefusedError();
  return context.database.transaction().execute(async (transaction) => {
    const before = await lockUser(transaction, userId);
    const confirmed = await transaction
      .updateTable("emailChanges")
      .set({ confirmedAt: now })
      .where("id", "=", tried.id)
      .where("confirmedAt", "is", null)
      .returning("email")
      .executeTakeFirst();
    if (!confirmed) throw new EmailChangeRefusedError();
    const { email } = confirmed;
    if (!(await moveUser(transaction, { id: userId, email }, now))) throw new EmailInUseError();
    await revokeSessions(transaction, userId, now, sessionId);
    await dropSignIns(transaction, userId, now);
    const change = { action: "email.changed", before: { email: before.email }, after: { email } } as const;
    await recordOfUser(transaction, userId, change, address, now);
    const notice = { change: "email_changed", detail: email, address } as const;
    await notify(context, transaction, { userId, to: before.email }, notice);
    return findUser(transaction, userId);
  });
}

/** Forgets changes of more than a day ago: until then their failures count. */
export async function forgetOldEmailChanges({
  database,
  clock,
}: Pick<PeopleContext, "database" | "clock">): Promise<void> {
  const before = new Date(clock().getTime() - 24 * hour);
  await database.deleteFrom("emailChanges").where("createdAt", "<", before).execute();
}

/** One change of an account at a time. */
async function lockUser(transaction: DatabaseTransaction, userId: string): Promise<User> {
  return transaction.selectFrom("users").selectAll().where("id", "=", userId).forUpdate().executeTakeFirstOrThrow();
}

async function requireFewCodes(transaction: DatabaseTransaction, userId: string, now: Date): Promise<void> {
  const rows = await transaction
    .selectFrom("emailChanges")
    .select(["tries", "confirmedAt", "createdAt"])
    .where("userId", "=", userId)
    .where("createdAt", ">", new Date(now.getTime() - 24 * hour))
    .execute();
  const sent = rows.filter(({ createdAt }) => now.getTime() - createdAt.getTime() < hour).length;
  const failures = rows.reduce((total, { tries, confirmedAt }) => total + (confirmedAt === null ? tries : 0), 0);
  if (sent >= mostCodes || failures >= mostFailures) throw new TooManyCodesError();
}
