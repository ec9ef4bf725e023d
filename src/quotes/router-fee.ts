import { type Address, getAddress } from "viem";
import type { Database } from "../store/index.ts";

/** No chain has ever said what the router takes, so no payment can be split. */
export class RouterFeeUnknownError extends Error {
  override readonly name = "RouterFeeUnknownError";
  constructor(router: Address) {
    super(`No chain answers that could say what the router ${router} takes: start again when one does.`);
  }
}

/**
 * What a router takes, in basis points: as a chain says now, or as one said at an earlier start, since it can never change. Throws `RouterFeeUnknownError`.
 */
export async function knownRouterFee(database: Database, address: Address, read: bigint | undefined): Promise<bigint> {
  const router = getAddress(address);
  if (read !== undefined) {
    const row = { router, basisPoints: read };
    await database
      .insertInto("routerFees")
      .values(row)
      .onConflict((conflict) => conflict.column("router").doUpdateSet({ basisPoints: read }))
      .execute();
    return read;
  }
  const known = await database
    .selectFrom("routerFees")
    .select("basisPoints")
    .where("router", "=", router)
    .executeTakeFirst();
  if (!known) throw new RouterFeeUnknownError(router);
  return known.basisPoints;
}
