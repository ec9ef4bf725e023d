import { v7 as uuidv7 } from "uuid";
import { type Address, getAddress } from "viem";
import type { Merchant } from "../store/index.ts";
import type { AccessContext } from "./context.ts";

/** Adds a merchant. `settlementAddress` is where its own shares are paid to, on every chain. */
export async function createMerchant(
  { database, clock }: AccessContext,
  merchant: { readonly name: string; readonly settlementAddress: Address },
): Promise<Merchant> {
  const createdAt = clock();
  return database
    .insertInto("merchants")
    .values({
      id: uuidv7({ msecs: createdAt.getTime() }),
      name: merchant.name,
      settlementAddress: getAddress(merchant.settlementAddress),
      createdAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
