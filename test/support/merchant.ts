import type { Address } from "viem";
import { createMerchant } from "../../src/access/merchants.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import type { Database, Merchant } from "../../src/store/index.ts";

export const settlementAddress: Address = "0x1111111111111111111111111111111111111111";

/** A merchant; paid at an address that no test looks at, unless it names one. */
export function newMerchant(
  context: { readonly database: Database; readonly clock: Clock },
  address: Address = settlementAddress,
): Promise<Merchant> {
  return createMerchant(context, { name: "Test", settlementAddress: address });
}
