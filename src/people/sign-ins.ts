import { v7 as uuidv7 } from "uuid";
import { hashOfBearerToken, newBearerToken } from "../access/index.ts";
import type { Database, DatabaseTransaction, SignIn, SignInMethod } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { SignInFailedError } from "./errors.ts";
import { hasSecondFactor } from "./second-factor.ts";
import { createSession, type NewSession, type Visitor } from "./sessions.ts";
import { codeLife, mostTries } from "./six-digits.ts";

// One attempt to sign in, from its first step to its session. The only writer of `sign_ins`, but for `sign-in-codes.ts`, which sends the codes.

const day = 24 * 60 * 60_000;

/** What goes on: a token that binds the next step to this browser. */
export type Begun = { readonly token: string; readonly expiresAt: Date };

/** The outcome of a step. */
export type SignInStep =
  | ({ readonly status: "signed_in" } & NewSession)
  | { readonly status: "second_factor_required" };

/** Begins an attempt; with a passkey its account is known at once. */
export async function beginSignIn(
  database: Database | DatabaseTransaction,
  of: { readonly method: "code"; readonly email: string } | { readonly method: "passkey"; readonly userId: string },
  now: Date,
): Promise<Begun & { readonly id: string }> {
  const token = newBearerToken("signin_");
  const id = uuidv7({ msecs: now.getTime() });
  const expiresAt = new Date(now.getTime() + codeLife);
  const handledAt = of.method === "passkey" ? now : null;
  await database
    .insertInto("signIns")
    .values({ id, tokenHash: hashOfBearerToken(token), ...of, handledAt, expiresAt, createdAt: now })
    .execute();
  return { id, token, expiresAt };
}

/**
 * Counts a guess at a step before anything is compared: of a hundred at once five are. Answers the attempt where the step is open and a guess was left.
 */
export async function countTry(
  database: Database,
  token: string,
  step: "code" | "second",
  now: Date,
): Promise<SignIn | undefined> {
  const tries = step === "code" ? "codeTries" : "secondTries";
  const tried = database
    .updateTable("signIns")
    .set(({ eb }) => ({ [tries]: eb(tries, "+", 1) }))
    .where("tokenHash", "=", hashOfBearerToken(token))
    .where("expiresAt", ">", now)
    .where("endedAt", "is", null)
    .where(tries, "<", mostTries)
    .returningAll();
  return step === "code"
    ? tried.where("method", "=", "code").where("passedAt", "is", null).executeTakeFirst()
    : tried.where("passedAt", "is not", null).executeTakeFirst();
}

type First = Pick<SignIn, "id" | "method"> & { readonly userId: string; readonly isVerified: boolean };

/** The first factor was right, and is the second too where it verified its user. */
export async function passFirst(
  context: PeopleContext,
  transaction: DatabaseTransaction,
  { id, userId, method, isVerified }: First,
  visitor: Visitor,
  now: Date,
): Promise<SignInStep> {
  if (isVerified || !(await hasSecondFactor(transaction, userId))) {
    return endSignIn(context, transaction, { id, userId, method, isStrong: isVerified }, visitor, now);
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

type Ended = {
  readonly id: string;
  readonly userId: string;
  readonly method: SignInMethod;
  readonly isStrong: boolean;
};

/** Signs in. Of two requests with one code, one does. */
export async function endSignIn(
  context: PeopleContext,
  transaction: DatabaseTransaction,
  { id, ...of }: Ended,
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

/** Ends attempts of somebody that are under way: the mailbox that their codes went to is the account's no more. */
export async function dropSignIns(transaction: DatabaseTransaction, userId: string, now: Date): Promise<void> {
  await transaction
    .updateTable("signIns")
    .set({ expiresAt: now })
    .where("userId", "=", userId)
    .where("endedAt", "is", null)
    .where("expiresAt", ">", now)
    .execute();
}

/** Forgets attempts of more than a day ago: until then their failures count. */
export async function forgetOldSignIns({ database, clock }: Pick<PeopleContext, "database" | "clock">): Promise<void> {
  const before = new Date(clock().getTime() - day);
  await database.deleteFrom("signIns").where("createdAt", "<", before).execute();
}
