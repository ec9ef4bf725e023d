import { randomUUID } from "node:crypto";
import { operator } from "../../src/access/audit-log.ts";
import { addMember } from "../../src/access/members.ts";
import type { PeopleContext } from "../../src/people/index.ts";
import { createSession } from "../../src/people/sessions.ts";
import { createUser } from "../../src/people/users.ts";
import type { MemberRole, User } from "../../src/store/index.ts";

type TestContext = Pick<PeopleContext, "database" | "clock" | "usualMode" | "publicUrl">;

/** Somebody with an account whose mailbox is proven, in an organization where one is named. */
export async function newPerson(
  { database, clock }: TestContext,
  { email = `${randomUUID()}@people.example`, role, organizationId }: NewPerson = {},
): Promise<User> {
  return database.transaction().execute(async (transaction) => {
    const user = await createUser(transaction, { email, name: "Test person", isVerified: true }, clock());
    if (organizationId !== undefined) {
      await addMember(transaction, { organizationId, userId: user.id, role: role ?? "owner" }, operator, clock());
    }
    return user;
  });
}

type NewPerson = { readonly email?: string; readonly role?: MemberRole; readonly organizationId?: string };

/** Signs somebody in as of now, without the steps of it. Answers the headers that a page of the server sends. */
export async function signIn(context: TestContext, userId: string, { isStrong = false } = {}) {
  const visitor = { address: "127.0.0.1", userAgent: "test" };
  const { token, session } = await context.database
    .transaction()
    .execute((transaction) =>
      createSession(context, transaction, { userId, method: "code", isStrong }, visitor, context.clock()),
    );
  return { headers: browserHeaders(context, token), session, token };
}

/** What a browser sends from a page of the server, with a session where one is given. */
export function browserHeaders({ publicUrl }: Pick<TestContext, "publicUrl">, token?: string): Record<string, string> {
  const cookie = token === undefined ? {} : { cookie: `__Host-railsplit=${token}` };
  return { ...cookie, origin: new URL(publicUrl).origin };
}

/** What an answer set as the session's cookie. */
export function tokenIn(headers: Headers): string | undefined {
  return /(?:__Host-)?railsplit=([^;]+)/.exec(headers.get("set-cookie") ?? "")?.[1];
}
