import { validate as isUuid } from "uuid";
import type { Database, DatabaseTransaction, Member, MemberRole, Organization } from "../store/index.ts";
import { revokeKeysOf } from "./api-keys.ts";
import { type Actor, recordChange } from "./audit-log.ts";
import type { AccessContext } from "./context.ts";
import { AlreadyMemberError, LastOwnerError, MemberNotFoundError, RoleInsufficientError } from "./errors.ts";
import { mayManage } from "./roles.ts";

// The only writer of `members`.

/** Who changes what others are: a member, or the operator, who may everything. */
export type Manager = { readonly role: MemberRole | "operator"; readonly actor: Actor };

/** A member with the account behind it. */
export type ListedMember = Member & {
  readonly email: string;
  readonly name: string;
  /** Active keys that this person made: they end with the membership. */
  readonly activeKeys: number;
};

/** Those of an organization, the first first. */
export async function listMembers({ database, clock }: AccessContext, organizationId: string): Promise<ListedMember[]> {
  const rows = await database
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.userId")
    .selectAll("members")
    .select(["users.email", "users.name"])
    .select(({ selectFrom }) =>
      selectFrom("apiKeys")
        .whereRef("apiKeys.userId", "=", "members.userId")
        .whereRef("apiKeys.organizationId", "=", "members.organizationId")
        .where("revokedAt", "is", null)
        .where((row) => row.or([row("expiresAt", "is", null), row("expiresAt", ">", clock())]))
        .select(({ fn }) => fn.countAll<bigint>().as("keys"))
        .as("activeKeys"),
    )
    .where("organizationId", "=", organizationId)
    .orderBy("members.createdAt")
    .orderBy("members.userId")
    .execute();
  return rows.map((row) => ({ ...row, activeKeys: Number(row.activeKeys ?? 0n) }));
}

/** Where somebody may work, the first first. */
export async function organizationsOf(
  database: Database | DatabaseTransaction,
  userId: string,
): Promise<{ readonly organization: Organization; readonly role: MemberRole }[]> {
  const rows = await database
    .selectFrom("members")
    .innerJoin("organizations", "organizations.id", "members.organizationId")
    .selectAll("organizations")
    .select("members.role")
    .where("members.userId", "=", userId)
    .where("members.disabledAt", "is", null)
    .orderBy("members.createdAt")
    .orderBy("organizations.id")
    .execute();
  return rows.map(({ role, ...organization }) => ({ organization, role }));
}

/** What somebody is in an organization; undefined for who is no member, or shut out. */
export async function roleIn(
  database: Database | DatabaseTransaction,
  organizationId: string,
  userId: string,
): Promise<MemberRole | undefined> {
  const member = await database
    .selectFrom("members")
    .select("role")
    .where("organizationId", "=", organizationId)
    .where("userId", "=", userId)
    .where("disabledAt", "is", null)
    .executeTakeFirst();
  return member?.role;
}

/** Puts somebody into an organization. Throws `AlreadyMemberError`. */
export async function addMember(
  transaction: DatabaseTransaction,
  member: Pick<Member, "organizationId" | "userId" | "role">,
  actor: Actor,
  now: Date,
): Promise<void> {
  const added = await transaction
    .insertInto("members")
    .values({ ...member, createdAt: now })
    .onConflict((conflict) => conflict.columns(["organizationId", "userId"]).doNothing())
    .returning("userId")
    .executeTakeFirst();
  if (!added) throw new AlreadyMemberError();
  const { organizationId, role } = member;
  await recordChange(
    transaction,
    { organizationId, action: "member.added", target: targetOf(member), after: { role } },
    actor,
    now,
  );
}

/** What is left out stays. */
export type MemberChange = { readonly role?: MemberRole | undefined; readonly isDisabled?: boolean | undefined };

/**
 * Changes somebody's role, or shuts somebody out, with the keys that were made by that person, until that is taken back. Throws `MemberNotFoundError`,
 * `RoleInsufficientError` and `LastOwnerError`.
 */
export async function changeMember(
  { database, clock }: AccessContext,
  organizationId: string,
  userId: string,
  { role, isDisabled }: MemberChange,
  { role: by, actor }: Manager,
): Promise<void> {
  const now = clock();
  await database.transaction().execute(async (transaction) => {
    const member = await lockMember(transaction, organizationId, userId);
    const next = {
      role: role ?? member.role,
      disabledAt: isDisabled === undefined ? member.disabledAt : isDisabled ? (member.disabledAt ?? now) : null,
    };
    requireRank(by, member.role);
    requireRank(by, next.role);
    const ceases = next.role !== "owner" || next.disabledAt !== null;
    // The operator locks a stolen account out, whoever it is.
    if (ceases && by !== "operator") await requireOtherOwner(transaction, member);
    if (next.role === member.role && next.disabledAt === member.disabledAt) return;
    await transaction
      .updateTable("members")
      .set(next)
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .execute();
    const before = { role: member.role, disabledAt: member.disabledAt };
    const change = { organizationId, action: "member.changed", target: targetOf(member), before, after: next } as const;
    await recordChange(transaction, change, actor, now);
  });
}

/** Ends a membership and the keys that were made by it, at once. Answers their hashes. Throws as `changeMember`; who leaves needs no rank. */
export async function removeMember(
  { database, clock }: AccessContext,
  organizationId: string,
  userId: string,
  { role: by, actor }: Manager,
): Promise<string[]> {
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    const member = await lockMember(transaction, organizationId, userId);
    if (actor.id !== userId) requireRank(by, member.role);
    await requireOtherOwner(transaction, member);
    await transaction
      .deleteFrom("members")
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .execute();
    const before = { role: member.role };
    const change = { organizationId, action: "member.removed", target: targetOf(member), before } as const;
    await recordChange(transaction, change, actor, now);
    return revokeKeysOf(transaction, { organizationId, userId }, actor, now);
  });
}

/** An owner makes another member the owner and is an admin from then on, in one step. Throws `MemberNotFoundError` and `RoleInsufficientError`. */
export async function transferOwnership(
  { database, clock }: AccessContext,
  organizationId: string,
  { from, to }: { readonly from: string; readonly to: string },
  actor: Actor,
): Promise<void> {
  const now = clock();
  await database.transaction().execute(async (transaction) => {
    const giver = await lockMember(transaction, organizationId, from);
    const taker = await lockMember(transaction, organizationId, to);
    if (giver.role !== "owner" || giver.disabledAt !== null) throw new RoleInsufficientError(giver.role, "owner");
    if (taker.disabledAt !== null || from === to) throw new MemberNotFoundError(to);
    for (const [member, role] of [
      [taker, "owner"],
      [giver, "admin"],
    ] as const) {
      await transaction
        .updateTable("members")
        .set({ role })
        .where("organizationId", "=", organizationId)
        .where("userId", "=", member.userId)
        .execute();
    }
    const change = { organizationId, action: "ownership.transferred", target: targetOf(taker) } as const;
    const [before, after] = [
      { owner: from, role: taker.role },
      { owner: to, role: "owner" },
    ];
    await recordChange(transaction, { ...change, before, after }, actor, now);
  });
}

/** Members of one organization change one at a time: two owners who leave at once would both see the other. */
async function lockMember(transaction: DatabaseTransaction, organizationId: string, userId: string): Promise<Member> {
  await transaction.selectFrom("organizations").select("id").where("id", "=", organizationId).forUpdate().execute();
  const member = isUuid(userId)
    ? await transaction
        .selectFrom("members")
        .selectAll()
        .where("organizationId", "=", organizationId)
        .where("userId", "=", userId)
        .executeTakeFirst()
    : undefined;
  if (!member) throw new MemberNotFoundError(userId);
  return member;
}

function requireRank(by: Manager["role"], role: MemberRole): void {
  if (by !== "operator" && !mayManage(by, role)) throw new RoleInsufficientError(by, "owner");
}

/** Throws `LastOwnerError` where an organization would be left without an owner who can sign in. */
async function requireOtherOwner(transaction: DatabaseTransaction, member: Member): Promise<void> {
  if (member.role !== "owner" || member.disabledAt !== null) return;
  const other = await transaction
    .selectFrom("members")
    .select("userId")
    .where("organizationId", "=", member.organizationId)
    .where("role", "=", "owner")
    .where("disabledAt", "is", null)
    .where("userId", "!=", member.userId)
    .executeTakeFirst();
  if (!other) throw new LastOwnerError();
}

const targetOf = ({ userId }: Pick<Member, "userId">) => ({ type: "member", id: userId });
