import type { DatabaseTransaction } from "../store/index.ts";

/** Mail addresses of whoever owns an organization: they hear of what changes where its money goes. */
export async function ownerAddresses(transaction: DatabaseTransaction, organizationId: string): Promise<string[]> {
  const owners = await transaction
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.userId")
    .select("users.email")
    .where("members.organizationId", "=", organizationId)
    .where("members.role", "=", "owner")
    .where("members.disabledAt", "is", null)
    .orderBy("members.createdAt")
    .execute();
  return owners.map(({ email }) => email);
}
