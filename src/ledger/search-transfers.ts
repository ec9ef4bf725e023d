import { everyAddressOf } from "../access/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import { chains as allChains, type TokenSymbol, tokenBySymbol } from "../protocol/index.ts";
import type { Owner } from "../store/index.ts";
import { ledgerColumns, transactionView } from "./list-transactions.ts";

/** A row of the ledger, with whether it still holds. */
export type Transfer = ReturnType<typeof transactionView> & { readonly isReversed: boolean };

export type TransferStatus = "pending" | "confirmed" | "reversed";

export type TransferSearch = {
  readonly id?: string | undefined;
  readonly status?: TransferStatus | undefined;
  readonly token?: TokenSymbol | undefined;
  readonly chainId?: number | undefined;
  readonly txHash?: string | undefined;
};

/** A part of all that is found, and in which order. */
export type TransferPage = { readonly offset: number; readonly limit: number; readonly ascending?: boolean };

/** What moved to or for an owner, by place in the list, the newest first unless the other way is asked for. What a reorganisation took back is a state, not a row of its own. */
export async function searchTransfers(
  { database, chains }: Pick<PaymentsContext, "database" | "chains">,
  owner: Owner,
  { id, status, token, chainId, txHash }: TransferSearch,
  { offset, limit, ascending = false }: TransferPage,
): Promise<{ readonly transfers: readonly Transfer[]; readonly total: number }> {
  const addresses = await everyAddressOf(database, owner.organizationId);
  const ofOtherMode = chains.filter(({ mode }) => mode !== owner.mode).map(({ id: other }) => other);
  const tokenAddresses = allChains.flatMap((chain) => {
    const found = token && tokenBySymbol(chain, token);
    return found ? [found.address.toLowerCase()] : [];
  });
  const found = database
    .selectFrom("settlements")
    .leftJoin("quotes", "quotes.id", "settlements.quoteId")
    .leftJoin("payments", "payments.id", "quotes.paymentId")
    .leftJoin("standingTerms", "standingTerms.id", "settlements.standingTermsId")
    .leftJoin("depositReferences", "depositReferences.id", "standingTerms.referenceId")
    .leftJoin("mandateCharges", "mandateCharges.id", "settlements.mandateChargeId")
    .leftJoin("mandates", "mandates.id", "mandateCharges.mandateId")
    .where("settlements.kind", "!=", "REVERSED")
    .where((row) =>
      row.or([
        row.and([row("payments.organizationId", "=", owner.organizationId), row("payments.mode", "=", owner.mode)]),
        row.and([
          row("depositReferences.organizationId", "=", owner.organizationId),
          row("depositReferences.mode", "=", owner.mode),
        ]),
        row.and([row("mandates.organizationId", "=", owner.organizationId), row("mandates.mode", "=", owner.mode)]),
        // Under no quote of ours: to whom it was paid.
        row.and([
          row("settlements.quoteId", "is", null),
          row("settlements.standingTermsId", "is", null),
          row("settlements.mandateChargeId", "is", null),
          row(row.fn("lower", ["settlements.recipient"]), "in", addresses),
          ...(ofOtherMode.length > 0 ? [row("settlements.chainId", "not in", ofOtherMode)] : []),
        ]),
      ]),
    )
    .$if(id !== undefined, (query) => query.where("settlements.id", "=", id ?? ""))
    .$if(chainId !== undefined, (query) => query.where("settlements.chainId", "=", chainId ?? 0))
    .$if(txHash !== undefined, (query) =>
      query.where("settlements.transactionHash", "=", (txHash ?? "0x") as `0x${string}`),
    )
    .$if(token !== undefined, (query) =>
      query.where(({ fn }) => fn("lower", ["settlements.tokenAddress"]), "in", tokenAddresses),
    )
    .$if(status === "reversed", (query) => query.where("settlements.reversedBy", "is not", null))
    .$if(status === "pending" || status === "confirmed", (query) =>
      query.where("settlements.reversedBy", "is", null).where("settlements.final", "=", status === "confirmed"),
    );
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const rows = await found
    .selectAll("settlements")
    .select(ledgerColumns)
    .orderBy("settlements.id", ascending ? "asc" : "desc")
    .offset(offset)
    .limit(limit)
    .execute();
  const transfers = rows.map((row) => ({ ...transactionView(row), isReversed: row.reversedBy !== null }));
  return { transfers, total: Number(total) };
}
