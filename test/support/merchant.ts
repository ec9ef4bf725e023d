import type { Address } from "viem";
import { createOrganization } from "../../src/access/organizations.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import type { Database, Organization } from "../../src/store/index.ts";

export const settlementAddress: Address = "0x1111111111111111111111111111111111111111";

/** A merchant; paid at an address that no test looks at, unless it names one. */
export function newMerchant(
  context: { readonly database: Database; readonly clock: Clock },
  address: Address = settlementAddress,
): Promise<Organization> {
  return createOrganization(context, { name: "Test", settlementAddress: address });
}
