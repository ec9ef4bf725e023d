import { type MailQueue, queueMail, readableTime } from "../mail/index.ts";
import { chainById } from "../protocol/index.ts";
import type { DatabaseTransaction, Organization, SettlementAddressChange } from "../store/index.ts";
import type { Actor } from "./audit-log.ts";
import { ownerAddresses } from "./owners.ts";

type Announced = {
  readonly organization: Pick<Organization, "id" | "name">;
  /** Null: the chain had no address of its own. */
  readonly before: string | null;
  readonly change: Pick<SettlementAddressChange, "chainId" | "address" | "effectiveAt">;
  readonly actor: Actor;
};

/** Tells every owner by mail where money will go from when on, in the transaction of the change. */
export async function announceAddressChange(
  context: MailQueue,
  transaction: DatabaseTransaction,
  { organization, before, change, actor }: Announced,
): Promise<void> {
  const { chainId, address, effectiveAt } = change;
  const data = {
    organization: organization.name,
    chain: chainId === null ? null : (chainById(chainId)?.name ?? `chain ${chainId}`),
    before,
    after: address,
    effectiveAt: readableTime(effectiveAt),
    changedBy: await nameOf(transaction, actor),
  };
  for (const to of await ownerAddresses(transaction, organization.id)) {
    const mail = { to, template: "settlement-address-changed", data, organizationId: organization.id } as const;
    await queueMail(context, transaction, mail);
  }
}

/** Whom the owners can ask. */
async function nameOf(transaction: DatabaseTransaction, actor: Actor): Promise<string> {
  if (actor.kind === "operator") return "the operator of this server";
  if (actor.kind === "key") return `the API key ${actor.id}, from ${actor.address}`;
  const user = await transaction.selectFrom("users").select("email").where("id", "=", actor.id).executeTakeFirst();
  return `${user?.email ?? "somebody who is no member any more"}, from ${actor.address}`;
}
