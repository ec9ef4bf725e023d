import type { Chain } from "../protocol/index.ts";
import { depositAddressOf, termsFromJson } from "../protocol/index.ts";
import type { DatabaseTransaction, Quote } from "../store/index.ts";
import type { DepositsContext } from "./context.ts";

/** Begins to watch a new quote's deposit address on every chain: money sent on a wrong one stands at the same address there. */
export async function watchQuote(
  { chains, router }: Pick<DepositsContext, "router"> & { readonly chains: readonly Pick<Chain, "id">[] },
  transaction: DatabaseTransaction,
  { id: quoteId, terms, createdAt }: Quote,
): Promise<void> {
  const address = depositAddressOf(termsFromJson(terms), router);
  await transaction
    .insertInto("depositWatches")
    .values(chains.map(({ id }) => ({ quoteId, chainId: id, address, nextLookAt: createdAt })))
    .execute();
}
