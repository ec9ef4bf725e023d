import type { PeopleContext } from "./context.ts";
import { MailUnavailableError, SignInFailedError } from "./errors.ts";
import { proveMailbox } from "./prove-mailbox.ts";
import type { Visitor } from "./sessions.ts";
import { mayBeSent } from "./sign-in-failures.ts";
import { type Begun, beginSignIn, countTry, passFirst, type SignInStep } from "./sign-ins.ts";
import { hashOfCode, isRightCode, newCode } from "./six-digits.ts";
import { accountAddress, findUserByEmail } from "./users.ts";

/** Attempts that one run looks up. */
const batch = 20;

/**
 * Begins to sign in with a code by mail. Whose address it is is not looked at here: who asks learns nothing of it, neither by the answer nor by its time.
 * `sendSignInCodes` does the rest. Throws `MailUnavailableError`.
 */
export async function beginWithCode({ database, clock, peopleMail }: PeopleContext, email: string): Promise<Begun> {
  if (peopleMail === null) throw new MailUnavailableError();
  const { token, expiresAt } = await beginSignIn(
    database,
    { method: "code", email: accountAddress(email) ?? "" },
    clock(),
  );
  return { token, expiresAt };
}

/** Looks up who asked for a code, and queues the mails of those who have an account. True where there is more to do. */
export async function sendSignInCodes({ database, clock, peopleMail }: PeopleContext): Promise<boolean> {
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    const waiting = await transaction
      .selectFrom("signIns")
      .selectAll()
      .where("handledAt", "is", null)
      .orderBy("id")
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { id, email, expiresAt } of waiting) {
      const user = email === null || expiresAt <= now ? undefined : await findUserByEmail(transaction, email);
      const isSent = peopleMail !== null && user !== undefined && (await mayBeSent(transaction, user.id, now));
      const code = newCode();
      await transaction
        .updateTable("signIns")
        .set({ handledAt: now, ...(isSent && { userId: user.id, codeHash: hashOfCode(id, code) }) })
        .where("id", "=", id)
        .execute();
      if (isSent) await peopleMail.signInCode(transaction, { to: user.email, code });
    }
    return waiting.length === batch;
  });
}

/** Takes the code from the mail. Throws `SignInFailedError`. */
export async function passCode(
  context: PeopleContext,
  { token, code }: { readonly token: string; readonly code: string },
  visitor: Visitor,
): Promise<SignInStep> {
  const now = context.clock();
  const tried = await countTry(context.database, token, "code", now);
  const isRight = isRightCode(tried, code);
  if (!tried || tried.userId === null || !isRight) throw new SignInFailedError();
  const { id, userId } = tried;
  return context.database.transaction().execute(async (transaction) => {
    await proveMailbox(context, transaction, userId, { address: visitor.address, now });
    return passFirst(context, transaction, { id, userId, method: "code", isVerified: false }, visitor, now);
  });
}
