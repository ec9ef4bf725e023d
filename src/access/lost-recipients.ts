import { type Address, getAddress } from "viem";
import { whyLost } from "../protocol/index.ts";
import type { Database, DatabaseTransaction } from "../store/index.ts";

export type RecipientsContext = {
  readonly database: Database | DatabaseTransaction;
  /** Addresses that belong to this server: router, gas sponsor, keys that send. */
  readonly reserved: readonly Address[];
};

/**
 * Why money sent to these addresses would be lost: refused wherever somebody names who is paid or paid back. Answers a reason for each address that has one: a
 * contract of the chain, of everybody's or of this server, or the deposit address of a payment or a customer.
 */
export async function lostRecipients(
  { database, reserved }: RecipientsContext,
  addresses: readonly Address[],
): Promise<ReadonlyMap<Address, string>> {
  if (addresses.length === 0) return new Map();
  const checksummed = addresses.map((address) => getAddress(address));
  const deposits = await database
    .selectFrom("depositWatches")
    .select("address")
    .distinct()
    .where("address", "in", checksummed)
    .execute();
  const standing = await database
    .selectFrom("standingTerms")
    .select("address")
    .where("address", "in", checksummed)
    .execute();
  const isDeposit = new Set(deposits.map(({ address }) => address));
  const isStanding = new Set(standing.map(({ address }) => address));
  return new Map(
    addresses.flatMap((address) => {
      const reason =
        whyLost(address, reserved) ??
        (isDeposit.has(getAddress(address)) ? "it is the deposit address of a payment" : undefined) ??
        (isStanding.has(getAddress(address)) ? "it is a customer's deposit address" : undefined);
      return reason === undefined ? [] : [[address, reason] as const];
    }),
  );
}
