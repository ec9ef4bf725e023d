import type { DatabaseTransaction, Organization } from "../store/index.ts";

/** Whose a row is. */
export async function organizationOf(transaction: DatabaseTransaction, id: string): Promise<Organization> {
  return transaction.selectFrom("organizations").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}
