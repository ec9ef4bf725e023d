import { sql } from "kysely";
import { validate as isUuid, v7 as uuidv7 } from "uuid";
import { hashOfBearerToken, newBearerToken, organizationsOf } from "../access/index.ts";
import type { Database, DatabaseTransaction, Mode, Session, User } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { SessionNotFoundError, SignedOutError } from "./errors.ts";
import { recordOfUser } from "./users.ts";

// The only writer of `sessions`.

const hour = 60 * 60_000;

/** Unused for so long it is over. Milliseconds. */
const idleLife = 12 * hour;
/** However it is used. */
export const sessionLife = 30 * 24 * hour;

/** `lastSeenAt` is written at most this often, so that reading does not become writing. Milliseconds. */
const seenPrecision = 60_000;

/** From where somebody signs in. */
export type Visitor = {
  readonly address: string;
  readonly userAgent: string;
  /** The cookie that the browser has: that session ends, and the new one is about the same organization and mode. */
  readonly token?: string | undefined;
};

/** A new session with what the cookie holds, which can be read here only. */
export type NewSession = { readonly session: Session; readonly token: string };

/** Signs a person in. It is always a new session with a new token: whoever knew an earlier one of this browser is not in. */
export async function createSession(
  { usualMode }: Pick<PeopleContext, "usualMode">,
  transaction: DatabaseTransaction,
  { userId, method, isStrong }: Pick<Session, "userId" | "method" | "isStrong">,
  { address, userAgent, token: earlierToken }: Visitor,
  now: Date,
): Promise<NewSession> {
  const earlier = earlierToken === undefined ? undefined : await endByToken(transaction, earlierToken, now);
  const organizations = await organizationsOf(transaction, userId);
  const known = organizations.find(({ organization }) => organization.id === earlier?.organizationId);
  const token = newBearerToken("session_");
  const session = await transaction
    .insertInto("sessions")
    .values({
      id: uuidv7({ msecs: now.getTime() }),
      tokenHash: hashOfBearerToken(token),
      userId,
      organizationId: (known ?? organizations[0])?.organization.id ?? null,
      mode: earlier?.mode ?? usualMode,
      method,
      isStrong,
      address,
      userAgent: userAgent.slice(0, 300),
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLife),
      createdAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordOfUser(transaction, userId, { action: "session.created", after: { method, isStrong } }, address, now);
  return { session, token };
}

/** Whose session a cookie names. Throws `SignedOutError`. */
export async function authenticateSession(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  token: string,
): Promise<{ readonly session: Session; readonly user: User }> {
  const now = clock();
  const session = await live(database, now)
    .selectAll()
    .where("tokenHash", "=", hashOfBearerToken(token))
    .executeTakeFirst();
  if (!session) throw new SignedOutError();
  if (now.getTime() - session.lastSeenAt.getTime() >= seenPrecision) {
    await database.updateTable("sessions").set({ lastSeenAt: now }).where("id", "=", session.id).execute();
  }
  const user = await database
    .selectFrom("users")
    .selectAll()
    .where("id", "=", session.userId)
    .executeTakeFirstOrThrow();
  return { session, user };
}

/** A person's sessions that are not over, the newest first. */
export async function listSessions(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  userId: string,
): Promise<Session[]> {
  return live(database, clock()).selectAll().where("userId", "=", userId).orderBy("id", "desc").execute();
}

/** Ends one of a person's sessions at once. Throws `SessionNotFoundError`. */
export async function revokeSession(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  { userId, id, address }: { readonly userId: string; readonly id: string; readonly address: string },
): Promise<void> {
  const now = clock();
  await database.transaction().execute(async (transaction) => {
    const revoked = isUuid(id)
      ? await live(transaction, now).select("id").where("id", "=", id).where("userId", "=", userId).executeTakeFirst()
      : undefined;
    if (!revoked) throw new SessionNotFoundError(id);
    await transaction.updateTable("sessions").set({ revokedAt: now }).where("id", "=", id).execute();
    await recordOfUser(transaction, userId, { action: "session.revoked", before: { session: id } }, address, now);
  });
}

/** Ends a person's sessions, all but one where one is named. */
export async function revokeSessions(
  transaction: DatabaseTransaction,
  userId: string,
  now: Date,
  except?: string,
): Promise<void> {
  await transaction
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("userId", "=", userId)
    .where("revokedAt", "is", null)
    .$if(except !== undefined, (query) => query.where("id", "!=", except ?? ""))
    .execute();
}

/** What requests are about from now on that name no organization or mode. What is left out stays. */
export async function changeSession(
  { database }: Pick<PeopleContext, "database">,
  id: string,
  change: { readonly organizationId?: string | undefined; readonly mode?: Mode | undefined },
): Promise<Session> {
  const asked = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const sessions = database.selectFrom("sessions").selectAll().where("id", "=", id);
  if (Object.keys(asked).length === 0) return sessions.executeTakeFirstOrThrow();
  return database.updateTable("sessions").set(asked).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

/** Moves all sessions along with a clock that is moved: nobody is signed out by it. For a sandbox. */
export async function carrySessions(database: Database, milliseconds: number): Promise<void> {
  const moved = (column: "createdAt" | "lastSeenAt" | "expiresAt") =>
    sql<Date>`${sql.ref(column)} + ${milliseconds} * interval '1 millisecond'`;
  await database
    .updateTable("sessions")
    .set({ createdAt: moved("createdAt"), lastSeenAt: moved("lastSeenAt"), expiresAt: moved("expiresAt") })
    .where("revokedAt", "is", null)
    .execute();
}

/** Forgets sessions that have been over for a month. */
export async function forgetOldSessions({ database, clock }: Pick<PeopleContext, "database" | "clock">): Promise<void> {
  const before = new Date(clock().getTime() - sessionLife);
  await database.deleteFrom("sessions").where("expiresAt", "<", before).execute();
}

async function endByToken(transaction: DatabaseTransaction, token: string, now: Date): Promise<Session | undefined> {
  return transaction
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("tokenHash", "=", hashOfBearerToken(token))
    .where("revokedAt", "is", null)
    .returningAll()
    .executeTakeFirst();
}

function live(database: Database | DatabaseTransaction, now: Date) {
  return database
    .selectFrom("sessions")
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now)
    .where("lastSeenAt", ">", new Date(now.getTime() - idleLife));
}
