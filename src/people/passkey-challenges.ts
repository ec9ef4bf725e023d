import { hashOfBearerToken, newBearerToken } from "../access/index.ts";
import type { PasskeyChallengeTable } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";

// The only writer of `passkey_challenges`.

/** What is asked of an authenticator, and the token to send back with its answer. */
export type Asked<Options> = { readonly token: string; readonly options: Options };

/** Milliseconds. */
const life = 5 * 60_000;

/** Keeps what an authenticator is asked to sign. Answers the token that names it. */
export async function issueChallenge(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  asked: Pick<PasskeyChallengeTable, "challenge" | "userId">,
): Promise<string> {
  const token = newBearerToken("challenge_");
  const expiresAt = new Date(clock().getTime() + life);
  await database
    .insertInto("passkeyChallenges")
    .values({ ...asked, tokenHash: hashOfBearerToken(token), expiresAt })
    .execute();
  return token;
}

/** Whatever comes of the answer, a challenge is used once. */
export async function takeChallenge(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  token: string,
): Promise<Pick<PasskeyChallengeTable, "challenge" | "userId"> | undefined> {
  const taken = await database
    .deleteFrom("passkeyChallenges")
    .where("tokenHash", "=", hashOfBearerToken(token))
    .returning(["challenge", "userId", "expiresAt"])
    .executeTakeFirst();
  return taken !== undefined && taken.expiresAt > clock() ? taken : undefined;
}

export async function forgetOldChallenges({
  database,
  clock,
}: Pick<PeopleContext, "database" | "clock">): Promise<void> {
  await database.deleteFrom("passkeyChallenges").where("expiresAt", "<", clock()).execute();
}
