import { v7 as uuidv7 } from "uuid";
import { type Address, getAddress } from "viem";
import type { MailQueue } from "../mail/index.ts";
import type { Database, DatabaseTransaction, Organization, SettlementAddressChange } from "../store/index.ts";
import { announceAddressChange } from "./announce-address-change.ts";
import { type Actor, recordChange } from "./audit-log.ts";
import type { AccessContext } from "./context.ts";
import { OrganizationNotFoundError } from "./errors.ts";
import { findOrganization } from "./organizations.ts";

/** Where an organization's own shares are paid to. */
export type SettlementAddresses = {
  /** On every chain that has none of its own. */
  readonly everywhere: Address;
  readonly byChain: Readonly<Record<number, Address>>;
};

/** A change that has not taken effect yet. */
export type PendingChange = Pick<SettlementAddressChange, "chainId" | "address" | "effectiveAt">;

const hour = 60 * 60_000;

/** How long a change waits where nobody says otherwise, so that the owner of a stolen access hears of it in time. Milliseconds. */
export const defaultDelay = 24 * hour;
export const longestDelay = 7 * 24 * hour;

/** The addresses at a time. A payment that is created then keeps them. */
export async function settlementAddressesOf(
  database: Database | DatabaseTransaction,
  { id, settlementAddress }: Pick<Organization, "id" | "settlementAddress">,
  now: Date,
): Promise<SettlementAddresses> {
  const changes = await changesOf(database, id).where("effectiveAt", "<=", now).execute();
  const latest = new Map(changes.map(({ chainId, address }) => [chainId, address]));
  const byChain: Record<number, Address> = {};
  for (const [chainId, address] of latest) if (chainId !== null && address !== null) byChain[chainId] = address;
  return { everywhere: latest.get(null) ?? settlementAddress, byChain };
}

/** All that an organization was ever paid to or will be, in lower case: what settles outside of its payments is told by them. */
export async function everyAddressOf(database: Database, id: string): Promise<string[]> {
  const { settlementAddress } = await database
    .selectFrom("organizations")
    .select("settlementAddress")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const changes = await changesOf(database, id).execute();
  const addresses = [settlementAddress, ...changes.flatMap(({ address }) => address ?? [])];
  return addresses.map((address) => address.toLowerCase());
}

/** Changes that wait, the next first. */
export async function pendingChanges(database: Database, id: string, now: Date): Promise<PendingChange[]> {
  return changesOf(database, id).where("effectiveAt", ">", now).execute();
}

export type AddressChange = {
  /** One chain; null: all that have no address of their own. */
  readonly chainId: number | null;
  /** Null: the chain has no address of its own any more. */
  readonly address: Address | null;
  /** Milliseconds until it takes effect. */
  readonly delay?: number;
};

/**
 * Changes an address after a delay, in place of a change of the same that still waits, and tells the owners by mail. Throws
 * `OrganizationNotFoundError`.
 */
export async function changeSettlementAddress(
  context: AccessContext & MailQueue,
  id: string,
  { chainId, address, delay = defaultDelay }: AddressChange,
  actor: Actor,
): Promise<PendingChange> {
  if (chainId === null && address === null) throw new RangeError("There is no organization without an address.");
  if (!(delay >= 0 && delay <= longestDelay)) throw new RangeError("A change takes effect within seven days.");
  const now = context.clock();
  const change = { chainId, address: address && getAddress(address), effectiveAt: new Date(now.getTime() + delay) };
  await context.database.transaction().execute(async (transaction) => {
    const organization = await lockOrganization(transaction, id);
    const before = await settlementAddressesOf(transaction, organization, now);
    await dropPending(transaction, id, chainId, now);
    const row = { id: uuidv7({ msecs: now.getTime() }), organizationId: id, ...change, createdAt: now };
    await transaction.insertInto("settlementAddressChanges").values(row).execute();
    const current = chainId === null ? before.everywhere : (before.byChain[chainId] ?? null);
    await recordChange(
      transaction,
      {
        organizationId: id,
        action: "settlement_address.changed",
        target: targetOf(chainId),
        before: { address: current },
        after: { address: change.address, effectiveAt: change.effectiveAt },
      },
      actor,
      now,
    );
    await announceAddressChange(context, transaction, { organization, before: current, change, actor });
  });
  return change;
}

/** Takes back a change that waits. False where there is none. Throws `OrganizationNotFoundError`. */
export async function cancelAddressChange(
  { database, clock }: AccessContext,
  id: string,
  chainId: number | null,
  actor: Actor,
): Promise<boolean> {
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    await lockOrganization(transaction, id);
    const dropped = await dropPending(transaction, id, chainId, now);
    if (dropped === undefined) return false;
    const { address, effectiveAt } = dropped;
    await recordChange(
      transaction,
      {
        organizationId: id,
        action: "settlement_address.change_cancelled",
        target: targetOf(chainId),
        before: { address, effectiveAt },
      },
      actor,
      now,
    );
    return true;
  });
}

/** Oldest effect first, so that of several the last one counts. */
function changesOf(database: Database | DatabaseTransaction, id: string) {
  return database
    .selectFrom("settlementAddressChanges")
    .select(["chainId", "address", "effectiveAt"])
    .where("organizationId", "=", id)
    .orderBy("effectiveAt")
    .orderBy("id");
}

async function lockOrganization(transaction: DatabaseTransaction, id: string): Promise<Organization> {
  const organization = await findOrganization({ database: transaction }, id);
  if (!organization) throw new OrganizationNotFoundError(id);
  await transaction.selectFrom("organizations").select("id").where("id", "=", id).forUpdate().execute();
  return organization;
}

async function dropPending(transaction: DatabaseTransaction, id: string, chainId: number | null, now: Date) {
  return transaction
    .deleteFrom("settlementAddressChanges")
    .where("organizationId", "=", id)
    .where("chainId", "is not distinct from", chainId)
    .where("effectiveAt", ">", now)
    .returning(["address", "effectiveAt"])
    .executeTakeFirst();
}

const targetOf = (chainId: number | null) => ({ type: "settlement-address", id: chainId?.toString() ?? "default" });
