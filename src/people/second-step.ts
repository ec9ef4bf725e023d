import type { PeopleContext } from "./context.ts";
import { SignInFailedError } from "./errors.ts";
import { takeSecondFactor } from "./second-factor.ts";
import type { Visitor } from "./sessions.ts";
import { mayGiveSecond } from "./sign-in-failures.ts";
import { countTry, endSignIn, type SignInStep } from "./sign-ins.ts";

/** Takes a code of the app, or a recovery code, after the first factor. Throws `SignInFailedError`. */
export async function passSecondFactor(
  context: PeopleContext,
  { token, code }: { readonly token: string; readonly code: string },
  visitor: Visitor,
): Promise<SignInStep> {
  const now = context.clock();
  const tried = await countTry(context.database, token, "second", now);
  const userId = tried?.userId ?? null;
  if (!tried || userId === null) throw new SignInFailedError();
  return context.database.transaction().execute(async (transaction) => {
    // One attempt of an account at a time, so that many at once are counted as many.
    await transaction.selectFrom("users").select("id").where("id", "=", userId).forUpdate().execute();
    const isRight =
      (await mayGiveSecond(transaction, userId, now)) &&
      (await takeSecondFactor(context, transaction, userId, { code, address: visitor.address }));
    if (!isRight) throw new SignInFailedError();
    const of = { id: tried.id, userId, method: tried.method, isStrong: true };
    return endSignIn(context, transaction, of, visitor, now);
  });
}
