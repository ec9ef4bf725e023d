import { validate as isUuid, v7 as uuidv7 } from "uuid";
import {
  type Actor,
  AlreadyMemberError,
  addMember,
  findOrganization,
  hashOfBearerToken,
  type Manager,
  mayManage,
  newBearerToken,
  OrganizationNotFoundError,
  RoleInsufficientError,
  recordChange,
  roleIn,
} from "../access/index.ts";
import type { Database, DatabaseTransaction, Invitation, MemberRole } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { InvitationNotFoundError, MailUnavailableError, SignInFirstError, TooManyInvitationsError } from "./errors.ts";
import { createSession, type NewSession, type Visitor } from "./sessions.ts";
import { accountAddress, createUser, findUser, findUserByEmail } from "./users.ts";

// The only writer of `invitations`.

/** Milliseconds. */
const life = 7 * 24 * 60 * 60_000;

/** Open ones of one organization. */
const mostOpen = 100;

export type NewInvitation = {
  readonly email: string;
  readonly role: MemberRole;
  /** By mail, or as a link that whoever invites hands over. */
  readonly delivery: "mail" | "link";
};

/** The link can be read here only, and is null where it goes by mail. */
export type IssuedInvitation = { readonly invitation: Invitation; readonly url: string | null };

/**
 * Invites somebody, in place of an open invitation of the same address. Throws `RoleInsufficientError` where owners are invited by others,
 * `AlreadyMemberError`, `TooManyInvitationsError`, `MailUnavailableError` and `OrganizationNotFoundError`.
 */
export async function invite(
  { database, clock, publicUrl, peopleMail }: Pick<PeopleContext, "database" | "clock" | "publicUrl" | "peopleMail">,
  organizationId: string,
  { email: typed, role, delivery }: NewInvitation,
  { role: by, actor }: Manager,
): Promise<IssuedInvitation> {
  if (by !== "operator" && !mayManage(by, role)) throw new RoleInsufficientError(by, "owner");
  const isMailed = delivery === "mail";
  if (isMailed && peopleMail === null) throw new MailUnavailableError();
  const email = accountAddress(typed);
  if (email === undefined) throw new RangeError("An invitation needs a mail address.");
  const now = clock();
  const token = newBearerToken("invitation_");
  const url = `${publicUrl}/invitations/${token}`;
  const invitation = await database.transaction().execute(async (transaction) => {
    const organization = await findOrganization({ database: transaction }, organizationId);
    if (!organization) throw new OrganizationNotFoundError(organizationId);
    await transaction.selectFrom("organizations").select("id").where("id", "=", organizationId).forUpdate().execute();
    await refuseMembers(transaction, organizationId, email);
    await open(transaction, now)
      .set({ revokedAt: now })
      .where("organizationId", "=", organizationId)
      .where("email", "=", email)
      .execute();
    if ((await listInvitations(transaction, organizationId, now)).length >= mostOpen) {
      throw new TooManyInvitationsError(mostOpen);
    }
    const created = await transaction
      .insertInto("invitations")
      .values({
        id: uuidv7({ msecs: now.getTime() }),
        organizationId,
        email,
        role,
        tokenHash: hashOfBearerToken(token),
        isMailed,
        invitedBy: actor.kind === "user" ? actor.id : null,
        expiresAt: new Date(now.getTime() + life),
        createdAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordChange(
      transaction,
      { organizationId, action: "invitation.created", target: targetOf(created), after: { email, role, delivery } },
      actor,
      now,
    );
    if (isMailed && peopleMail !== null) {
      const inviter = actor.kind === "user" ? await findUser(transaction, actor.id) : null;
      const known = await findUserByEmail(transaction, email);
      const { expiresAt } = created;
      const about = {
        organizationId,
        organization: organization.name,
        inviter: inviter?.email ?? null,
        role,
        url,
        expiresAt,
      };
      await peopleMail.invitation(transaction, {
        to: email,
        ...about,
        language: known?.language ?? inviter?.language ?? null,
      });
    }
    return created;
  });
  return { invitation, url: isMailed ? null : url };
}

/** Open ones, the newest first. */
export async function listInvitations(
  database: Database | DatabaseTransaction,
  organizationId: string,
  now: Date,
): Promise<Invitation[]> {
  return database
    .selectFrom("invitations")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now)
    .orderBy("id", "desc")
    .execute();
}

/** Takes an open invitation back. Throws `InvitationNotFoundError`. */
export async function revokeInvitation(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  organizationId: string,
  id: string,
  actor: Actor,
): Promise<Invitation> {
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    const revoked = isUuid(id)
      ? await open(transaction, now)
          .set({ revokedAt: now })
          .where("id", "=", id)
          .where("organizationId", "=", organizationId)
          .returningAll()
          .executeTakeFirst()
      : undefined;
    if (!revoked) throw new InvitationNotFoundError();
    const { email, role } = revoked;
    const change = { organizationId, action: "invitation.revoked", target: targetOf(revoked) } as const;
    await recordChange(transaction, { ...change, before: { email, role } }, actor, now);
    return revoked;
  });
}

/** What an invitation says, for the page that accepts it. Throws `InvitationNotFoundError`. */
export async function readInvitation(
  { database, clock }: Pick<PeopleContext, "database" | "clock">,
  token: string,
): Promise<{
  readonly email: string;
  readonly role: MemberRole;
  readonly organization: string;
  readonly hasAccount: boolean;
}> {
  const found = await database
    .selectFrom("invitations")
    .innerJoin("organizations", "organizations.id", "invitations.organizationId")
    .leftJoin("users", "users.email", "invitations.email")
    .select(["invitations.email", "invitations.role", "organizations.name as organization", "users.id as userId"])
    .where("tokenHash", "=", hashOfBearerToken(token))
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", clock())
    .executeTakeFirst();
  if (!found) throw new InvitationNotFoundError();
  const { userId, ...invitation } = found;
  return { ...invitation, hasAccount: userId !== null };
}

export type Acceptance = {
  readonly token: string;
  /** Of a new account. */
  readonly name: string;
  /** Who is signed in, if anybody: an account that exists is nobody else's to put somewhere. */
  readonly userId?: string | undefined;
};

/**
 * Joins the organization, once. For an address without an account one is made and signed in; who has one stays signed in as before: a link is no fresh
 * sign-in. Throws `InvitationNotFoundError`, `SignInFirstError` and `AlreadyMemberError`.
 */
export async function acceptInvitation(
  context: PeopleContext,
  { token, name, userId }: Acceptance,
  visitor: Visitor,
): Promise<{ readonly organizationId: string; readonly signedIn: NewSession | null }> {
  const now = context.clock();
  return context.database.transaction().execute(async (transaction) => {
    const invitation = await open(transaction, now)
      .set({ acceptedAt: now })
      .where("tokenHash", "=", hashOfBearerToken(token))
      .returningAll()
      .executeTakeFirst();
    if (!invitation || !(await isGood(transaction, invitation))) throw new InvitationNotFoundError();
    const { organizationId, email, role, isMailed } = invitation;
    const known = await findUserByEmail(transaction, email);
    if (known !== undefined && known.id !== userId) throw new SignInFirstError();
    const user = known ?? (await createUser(transaction, { email, name, isVerified: isMailed }, now));
    const actor = { kind: "user", id: user.id, address: visitor.address } as const;
    await addMember(transaction, { organizationId, userId: user.id, role }, actor, now);
    const change = { organizationId, action: "invitation.accepted", target: targetOf(invitation) } as const;
    await recordChange(transaction, { ...change, after: { email, role } }, actor, now);
    const method = { userId: user.id, method: "invitation", isStrong: false } as const;
    return { organizationId, signedIn: known ? null : await createSession(context, transaction, method, visitor, now) };
  });
}

/** Whether the one who invites may still do so: with a membership what it promised ends. */
async function isGood(transaction: DatabaseTransaction, { organizationId, invitedBy, role }: Invitation) {
  if (invitedBy === null) return true;
  const inviter = await roleIn(transaction, organizationId, invitedBy);
  return inviter !== undefined && mayManage(inviter, role);
}

async function refuseMembers(transaction: DatabaseTransaction, organizationId: string, email: string): Promise<void> {
  const member = await transaction
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.userId")
    .select("userId")
    .where("organizationId", "=", organizationId)
    .where("users.email", "=", email)
    .executeTakeFirst();
  if (member) throw new AlreadyMemberError();
}

function open(transaction: DatabaseTransaction, now: Date) {
  return transaction
    .updateTable("invitations")
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now);
}

const targetOf = ({ id }: Pick<Invitation, "id">) => ({ type: "invitation", id });
