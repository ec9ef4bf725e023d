import { type AccessContext, logoOf, pendingChanges, settlementAddressesOf } from "../../../access/index.ts";
import type { Organization } from "../../../store/index.ts";
import { type LogoUrlContext, logoUrl } from "../../logo-url.ts";

export type ViewContext = AccessContext & LogoUrlContext;

/** An organization as its own keys see it. */
export async function organizationView({ database, clock, publicUrl }: ViewContext, organization: Organization) {
  const { id, name, successUrl, cancelUrl, accentColor, supportContact } = organization;
  const { disabledPairs, limits, createdAt } = organization;
  const now = clock();
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
    accentColor,
    supportContact,
    logoUrl: logoUrl({ publicUrl }, await logoOf(database, id)),
    disabledPairs: [...disabledPairs],
    limits,
    createdAt: createdAt.toISOString(),
  };
}
