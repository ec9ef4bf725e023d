import { validate as isUuid, v7 as uuidv7 } from "uuid";
import { type Address, getAddress } from "viem";
import type { Organization } from "../store/index.ts";
import type { AccessContext } from "./context.ts";

/** Adds an organization. `settlementAddress` is where its own shares are paid to, on every chain. */
export async function createOrganization(
  { database, clock }: AccessContext,
  { name, settlementAddress }: { readonly name: string; readonly settlementAddress: Address },
): Promise<Organization> {
  const createdAt = clock();
  return database
    .insertInto("organizations")
    .values({
      id: uuidv7({ msecs: createdAt.getTime() }),
      name,
      settlementAddress: getAddress(settlementAddress),
      createdAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Undefined for an id that is nobody's, or no id at all. */
export async function findOrganization(
  { database }: Pick<AccessContext, "database">,
  id: string,
): Promise<Organization | undefined> {
  if (!isUuid(id)) return undefined;
  return database.selectFrom("organizations").selectAll().where("id", "=", id).executeTakeFirst();
}
