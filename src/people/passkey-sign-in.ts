import { type AuthenticationResponseJSON, generateAuthenticationOptions } from "@simplewebauthn/server";
import type { PeopleContext } from "./context.ts";
import { SignInFailedError } from "./errors.ts";
import { type Asked, issueChallenge, takeChallenge } from "./passkey-challenges.ts";
import type { Visitor } from "./sessions.ts";
import { type Begun, beginSignIn, passFirst, type SignInStep } from "./sign-ins.ts";
import { isOf, siteOf, verifyKnown } from "./verify-passkey.ts";

/** Asks any authenticator for a passkey of this site. */
export async function askForPasskey(
  context: PeopleContext,
): Promise<Asked<Awaited<ReturnType<typeof generateAuthenticationOptions>>>> {
  const options = await generateAuthenticationOptions({ rpID: siteOf(context).rpId, userVerification: "preferred" });
  return { options, token: await issueChallenge(context, { challenge: options.challenge, userId: null }) };
}

/** Signs in with a passkey: a first factor, and the second too where it verified its user. Throws `SignInFailedError`, whatever was wrong. */
export async function signInWithPasskey(
  context: PeopleContext,
  { token, response }: { readonly token: string; readonly response: AuthenticationResponseJSON },
  visitor: Visitor,
): Promise<SignInStep & { readonly next?: Begun }> {
  const asked = await takeChallenge(context, token);
  if (asked === undefined || asked.userId !== null) throw new SignInFailedError();
  return context.database.transaction().execute(async (transaction) => {
    // Locked, so that two answers with one counter are not both counted.
    const passkey = await transaction
      .selectFrom("passkeys")
      .selectAll()
      .where("id", "=", response.id)
      .forUpdate()
      .executeTakeFirst();
    if (!passkey || !isOf(response, passkey.userId)) throw new SignInFailedError();
    const { newCounter, userVerified } = await verifyKnown(context, asked.challenge, passkey, response);
    await transaction
      .updateTable("passkeys")
      .set({ counter: BigInt(newCounter), lastUsedAt: context.clock() })
      .where("id", "=", passkey.id)
      .execute();
    const { userId } = passkey;
    const now = context.clock();
    const { id, ...next } = await beginSignIn(transaction, { method: "passkey", userId }, now);
    const first = { id, userId, method: "passkey", isVerified: userVerified } as const;
    const step = await passFirst(context, transaction, first, visitor, now);
    return step.status === "signed_in" ? step : { ...step, next };
  });
}
