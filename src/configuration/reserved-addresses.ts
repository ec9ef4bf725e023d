import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Configuration } from "./configuration.ts";

/** What belongs to this server: contracts, and keys that nobody empties. */
export function reservedAddresses(configuration: Configuration): Address[] {
  const { router, gasSponsor, earlierSponsors, standingDeposits, mandates, relay, chains } = configuration;
  const routers = [router, ...chains.flatMap(({ previousRouters }) => previousRouters ?? [])];
  const others = [gasSponsor.address, ...Object.values(earlierSponsors), standingDeposits, mandates].filter(
    (address) => address !== undefined,
  );
  const keys = [gasSponsor.signerKey, ...(relay.accountKey ? [relay.accountKey] : []), ...relay.transactionKeys];
  return [...routers, ...others, ...keys.map((key) => privateKeyToAccount(key).address)];
}
