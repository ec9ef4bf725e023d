import { pendingChanges, settlementAddressesOf } from "../../../access/index.ts";
import type { Database, Organization } from "../../../store/index.ts";

/** An organization as its own keys see it. */
export async function organizationView(database: Database, organization: Organization, now: Date) {
  const { id, name, successUrl, cancelUrl, disabledPairs, limits, createdAt } = organization;
  const { everywhere, byChain } = await settlementAddressesOf(database, organization, now);
  const pending = await pendingChanges(database, id, now);
  return {
    id,
    name,
    settlementAddress: everywhere,
    chainAddresses: Object.entries(byChain).map(([chainId, address]) => ({ chainId: Number(chainId), address })),
    pendingAddressChanges: pending.map((change) => ({ ...change, effectiveAt: change.effectiveAt.toISOString() })),
    successUrl,
    cancelUrl,
    disabledPairs: [...disabledPairs],
    limits,
    createdAt: createdAt.toISOString(),
  };
}
