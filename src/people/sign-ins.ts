import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { hashOfBearerToken, newBearerToken } from "../access/index.ts";
import type { DatabaseTransaction, SignIn, SignInMethod } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { MailUnavailableError, SignInFailedError } from "./errors.ts";
import { proveMailbox } from "./prove-mailbox.ts";
import { hasSecondFactor, takeSecondFactor } from "./second-factor.ts";
import { createSession, type NewSession, type Visitor } from "./sessions.ts";
import { accountAddress, findUserByEmail } from "./users.ts";

// The only writer of `sign_ins`.

const minute = 60_000;
const day = 24 * 60 * minute;

/** From asking for a code to the session. Milliseconds. */
const signInLife = 10 * minute;

/** Guesses at one code. */
const mostTries = 5;

/** Codes that one mailbox is sent in an hour, so that nobody fills it. */
const mostCodes = 5;

/** Wrong codes of one account in a day, of each kind, over all attempts: beyond them its passkeys alone sign in. A guess hits with 1 in 50,000 a day. */
const mostFailures = 20;

/** What goes on: a token that binds the next step to this browser. */
export type Begun = { readonly token: string; readonly expiresAt: Date };

/** The outcome of a step. */
export type SignInStep =
  | ({ readonly status: "signed_in" } & NewSession)
  | { readonly status: "second_factor_required" };

/**
 * Begins to sign in with a code by mail. Whose address it is is not looked at here: who asks learns nothing of it, neither by the answer nor by its time.
 * `sendSignInCodes` does the rest. Throws `MailUnavailableError`.
 */
export async function beginWithCode({ database, clock, peopleMail }: PeopleContext, email: string): Promise<Begun> {
  if (peopleMail === null) throw new MailUnavailableError();
  const now = clock();
  const { token, values } = newSignIn("code", now);
  await database
    .insertInto("signIns")
    .values({ ...values, email: accountAddress(email) ?? "" })
    .execute();
  return { token, expiresAt: values.expiresAt };
}

/** Looks up who asked for a code, and queues the mails of those who have an account. True where there is more to do. */
export async function sendSignInCodes({ database, clock, peopleMail }: PeopleContext): Promise<boolean> {
  const batch = 20;
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
      const code = randomInt(1_000_000).toString().padStart(6, "0");
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
  // Before anything is compared: of a hundred guesses at once five are.
  const tried = await context.database
    .updateTable("signIns")
    .set(({ eb }) => ({ codeTries: eb("codeTries", "+", 1) }))
    .where("tokenHash", "=", hashOfBearerToken(token))
    .where("method", "=", "code")
    .where("expiresAt", ">", now)
    .where("passedAt", "is", null)
    .where("endedAt", "is", null)
    .where("codeTries", "<", mostTries)
    .returningAll()
    .executeTakeFirst();
  const isRight = isSameHash(hashOfCode(tried?.id ?? "", code), tried?.codeHash ?? hashOfCode("", ""));
  if (!tried || tried.userId === null || !isRight) throw new SignInFailedError();
  const { id, userId } = tried;
  return context.database.transaction().execute(async (transaction) => {
    await proveMailbox(transaction, userId, now);
    return passFirst(context, transaction, { id, userId, method: "code", isVerified: false }, visitor, now);
  });
}

/** A passkey was right: it is a first factor, and the second too where it verified its user. */
export async function passPasskey(
  context: PeopleContext,
  transaction: DatabaseTransaction,
  { userId, isVerified }: { readonly userId: string; readonly isVerified: boolean },
  visitor: Visitor,
): Promise<SignInStep & { readonly next?: Begun }> {
  const now = context.clock();
  const { token, values } = newSignIn("passkey", now);
  await transaction
    .insertInto("signIns")
    .values({ ...values, userId, handledAt: now })
    .execute();
  const step = await passFirst(
    context,
    transaction,
    { id: values.id, userId, method: "passkey", isVerified },
    visitor,
    now,
  );
  return step.status === "signed_in" ? step : { ...step, next: { token, expiresAt: values.expiresAt } };
}

/** Takes a code of the app, or a recovery code, after the first factor. Throws `SignInFailedError`. */
export async function passSecondFactor(
  context: PeopleContext,
  { token, code }: { readonly token: string; readonly code: string },
  visitor: Visitor,
): Promise<SignInStep> {
  const now = context.clock();
  const tried = await context.database
    .updateTable("signIns")
    .set(({ eb }) => ({ secondTries: eb("secondTries", "+", 1) }))
    .where("tokenHash", "=", hashOfBearerToken(token))
    .where("expiresAt", ">", now)
    .where("passedAt", "is not", null)
    .where("endedAt", "is", null)
    .where("secondTries", "<", mostTries)
    .returningAll()
    .executeTakeFirst();
  const userId = tried?.userId ?? null;
  if (!tried || userId === null) throw new SignInFailedError();
  return context.database.transaction().execute(async (transaction) => {
    // One attempt of an account at a time, so that many at once are counted as many.
    await transaction.selectFrom("users").select("id").where("id", "=", userId).forUpdate().execute();
    const { second } = await failures(transaction, userId, now);
    const isRight = second <= mostFailures && (await takeSecondFactor(context, transaction, userId, code));
    if (!isRight) throw new SignInFailedError();
    return end(context, transaction, { id: tried.id, userId, method: tried.method, isStrong: true }, visitor, now);
  });
}

/** Forgets attempts of more than a day ago: until then their failures count. */
export async function forgetOldSignIns({ database, clock }: Pick<PeopleContext, "database" | "clock">): Promise<void> {
  const before = new Date(clock().getTime() - day);
  await database.deleteFrom("signIns").where("createdAt", "<", before).execute();
}

function newSignIn(method: SignInMethod, now: Date) {
  const token = newBearerToken("signin_");
  const values = {
    id: uuidv7({ msecs: now.getTime() }),
    tokenHash: hashOfBearerToken(token),
    method,
    expiresAt: new Date(now.getTime() + signInLife),
    createdAt: now,
  };
  return { token, values };
}

type First = Pick<SignIn, "id" | "method"> & { readonly userId: string; readonly isVerified: boolean };

async function passFirst(
  context: PeopleContext,
  transaction: DatabaseTransaction,
  { id, userId, method, isVerified }: First,
  visitor: Visitor,
  now: Date,
): Promise<SignInStep> {
  if (isVerified || !(await hasSecondFactor(transaction, userId))) {
    return end(context, transaction, { id, userId, method, isStrong: isVerified }, visitor, now);
  }
  const passed = await transaction
    .updateTable("signIns")
    .set({ passedAt: now })
    .where("id", "=", id)
    .where("passedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!passed) throw new SignInFailedError();
  return { status: "second_factor_required" };
}

/** Of two requests with one code, one ends it. */
async function end(
  context: PeopleContext,
  transaction: DatabaseTransaction,
  {
    id,
    ...of
  }: { readonly id: string; readonly userId: string; readonly method: SignInMethod; readonly isStrong: boolean },
  visitor: Visitor,
  now: Date,
): Promise<SignInStep> {
  const ended = await transaction
    .updateTable("signIns")
    .set({ endedAt: now })
    .where("id", "=", id)
    .where("endedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!ended) throw new SignInFailedError();
  return { status: "signed_in", ...(await createSession(context, transaction, of, visitor, now)) };
}

async function mayBeSent(transaction: DatabaseTransaction, userId: string, now: Date): Promise<boolean> {
  const { sent, code } = await failures(transaction, userId, now);
  return sent < mostCodes && code < mostFailures;
}

/** Of an account: codes that were sent in the last hour, and wrong ones of either kind in the last day. */
async function failures(transaction: DatabaseTransaction, userId: string, now: Date) {
  const rows = await transaction
    .selectFrom("signIns")
    .select(["codeTries", "secondTries", "passedAt", "endedAt", "codeHash", "createdAt"])
    .where("userId", "=", userId)
    .where("createdAt", ">", new Date(now.getTime() - day))
    .execute();
  const lastHour = now.getTime() - 60 * minute;
  return {
    sent: rows.filter(({ codeHash, createdAt }) => codeHash !== null && createdAt.getTime() > lastHour).length,
    code: sum(rows.map((row) => ((row.passedAt ?? row.endedAt) ? 0 : row.codeTries))),
    second: sum(rows.map((row) => (row.endedAt ? 0 : row.secondTries))),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** A code is worth something for minutes, and the mail that holds it lies in the same database: no slow hash would help. */
function hashOfCode(id: string, code: string): string {
  return createHash("sha256").update(`${id} ${code}`).digest("hex");
}

function isSameHash(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, "hex"), Buffer.from(b, "hex"));
}
