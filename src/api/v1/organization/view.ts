import type { Organization } from "../../../store/index.ts";

/** An organization as its own keys see it. */
export function organizationView(organization: Organization) {
  const { id, name, settlementAddress, successUrl, cancelUrl, disabledPairs, limits, createdAt } = organization;
  return {
    id,
    name,
    settlementAddress,
    successUrl,
    cancelUrl,
    disabledPairs: [...disabledPairs],
    limits,
    createdAt: createdAt.toISOString(),
  };
}
