import { chainById, formatDecimal, tokenByAddress } from "../protocol/index.ts";
import type { Database, Owner, PageRequest, Settlement } from "../store/index.ts";

export type Transaction = ReturnType<typeof transactionView>;

/** The ledger: every settlement on chain that was the owner's, the newest first. */
export async function listTransactions(
  database: Database,
  owner: Owner,
  filter: { readonly paymentId?: string | undefined; readonly chainId?: number | undefined },
  { cursor, limit }: PageRequest,
): Promise<Transaction[]> {
  const rows = await database
    .selectFrom("settlements")
    .innerJoin("quotes", "quotes.id", "settlements.quoteId")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .selectAll("settlements")
    .select("quotes.paymentId")
    .where("payments.merchantId", "=", owner.merchantId)
    .where("payments.mode", "=", owner.mode)
    .$if(cursor !== undefined, (query) => query.where("settlements.id", "<", cursor ?? ""))
    .$if(filter.paymentId !== undefined, (query) => query.where("payments.id", "=", filter.paymentId ?? ""))
    .$if(filter.chainId !== undefined, (query) => query.where("settlements.chainId", "=", filter.chainId ?? 0))
    .orderBy("settlements.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(transactionView);
}

function transactionView(row: Settlement & { readonly paymentId: string }) {
  const chain = chainById(row.chainId);
  const token = chain && tokenByAddress(chain, row.tokenAddress);
  const units = (amount: bigint) => formatDecimal(amount, token?.decimals ?? 0);
  return {
    id: row.id,
    type: row.kind,
    paymentId: row.paymentId,
    chainId: row.chainId,
    token: token?.symbol ?? null,
    txHash: row.transactionHash,
    logIndex: row.logIndex,
    blockNumber: row.blockNumber.toString(),
    blockTime: row.blockTime.toISOString(),
    payer: row.payer,
    amount: units(row.amount),
    fee: units(row.fee),
    net: units(row.amount - row.fee),
    final: row.final,
  };
}
