import type { Address } from "viem";
import {
  addMember,
  hashOfBearerToken,
  insertOrganization,
  newBearerToken,
  type RecipientsContext,
} from "../access/index.ts";
import type { Database, DatabaseTransaction } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { SetupClosedError } from "./errors.ts";
import { createSession, type NewSession, type Visitor } from "./sessions.ts";
import { accountAddress, createUser } from "./users.ts";

// The only writer of `setup`.

/**
 * The URL at which the first owner of an empty database is made, once; null where anybody is there already. Each start makes another one, and those of before
 * end: a URL is only where it was printed.
 */
export async function openSetup({
  database,
  clock,
  publicUrl,
}: Pick<PeopleContext, "database" | "clock" | "publicUrl">): Promise<string | null> {
  const token = newBearerToken("setup_");
  return database.transaction().execute(async (transaction) => {
    if (await isUsed(transaction)) return null;
    await transaction.deleteFrom("setup").execute();
    await transaction
      .insertInto("setup")
      .values({ tokenHash: hashOfBearerToken(token), usedAt: null, createdAt: clock() })
      .execute();
    return `${publicUrl}/setup/${token}`;
  });
}

/** Throws `SetupClosedError` unless the token is that of the open setup. */
export async function requireSetup(database: Database | DatabaseTransaction, token: string): Promise<void> {
  const open = await database
    .selectFrom("setup")
    .select("tokenHash")
    .where("tokenHash", "=", hashOfBearerToken(token))
    .where("usedAt", "is", null)
    .executeTakeFirst();
  if (!open || (await isUsed(database))) throw new SetupClosedError();
}

export type FirstOwner = {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly organization: { readonly name: string; readonly settlementAddress: Address };
};

/** Makes the first organization and its owner, and signs the owner in. Throws `SetupClosedError` and `RecipientLostError`. */
export async function setUp(
  context: PeopleContext & Pick<RecipientsContext, "reserved">,
  { token, email: typed, name, organization }: FirstOwner,
  visitor: Visitor,
): Promise<NewSession> {
  const email = accountAddress(typed);
  if (email === undefined) throw new RangeError("An owner needs a mail address.");
  const now = context.clock();
  const { reserved } = context;
  return context.database.transaction().execute(async (transaction) => {
    // Of two at once, the second waits here and finds it used.
    const used = await transaction
      .updateTable("setup")
      .set({ usedAt: now })
      .where("tokenHash", "=", hashOfBearerToken(token))
      .where("usedAt", "is", null)
      .returning("tokenHash")
      .executeTakeFirst();
    if (!used || (await isUsed(transaction))) throw new SetupClosedError();
    // Whoever reads what the server prints is taken at the word.
    const user = await createUser(transaction, { email, name, isVerified: true }, now);
    const actor = { kind: "user", id: user.id, address: visitor.address } as const;
    const { id } = await insertOrganization(transaction, organization, { reserved, actor, createdAt: now });
    await addMember(transaction, { organizationId: id, userId: user.id, role: "owner" }, actor, now);
    return createSession(context, transaction, { userId: user.id, method: "setup", isStrong: false }, visitor, now);
  });
}

/** Whether an organization or a person is there. */
async function isUsed(database: Database | DatabaseTransaction): Promise<boolean> {
  const organization = await database.selectFrom("organizations").select("id").limit(1).executeTakeFirst();
  const user = await database.selectFrom("users").select("id").limit(1).executeTakeFirst();
  return organization !== undefined || user !== undefined;
}
