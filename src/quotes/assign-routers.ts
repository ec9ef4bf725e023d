import type { Address } from "viem";
import type { Database } from "../store/index.ts";

/** Quotes that were made before a quote said at which router it settles: at the first that there was on their chain. */
export async function assignRouters(
  database: Database,
  chains: readonly { readonly chainId: number; readonly firstRouter: Address }[],
): Promise<void> {
  for (const { chainId, firstRouter } of chains) {
    await database
      .updateTable("quotes")
      .set({ router: firstRouter })
      .where("chainId", "=", chainId)
      // Of the old rows alone.
      .where("router", "is", null as never)
      .execute();
  }
}
