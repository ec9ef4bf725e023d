import { chainById, tokenByAddress } from "../protocol/index.ts";
import type { Database, DatabaseTransaction } from "../store/index.ts";

/** What the ledger says of a payment that its state does not. */
export type LedgerNotes = {
  /** What came when the payment was over, in 10^-18 of its tokens' units; null where nothing did. */
  readonly lateAmount: bigint | null;
  /** What had paid it was reorganised away for good, after it was final. */
  readonly reversed: boolean;
  /** What of it went back to payers, as final transfers, in 10^-18 of its tokens' units; null where nothing did. */
  readonly refundedAmount: bigint | null;
};

export const noNotes: LedgerNotes = { lateAmount: null, reversed: false, refundedAmount: null };

/** Decimals in which amounts of different tokens are summed. */
export const lateDecimals = 18;

/** The notes of those of some payments that have any. */
export async function ledgerNotes(
  database: Database | DatabaseTransaction,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, LedgerNotes>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await database
    .selectFrom("settlements")
    .innerJoin("quotes", "quotes.id", "settlements.quoteId")
    .select(["quotes.paymentId", "settlements.kind", "settlements.reversedBy"])
    .select(["settlements.chainId", "settlements.tokenAddress", "settlements.amount"])
    .where("quotes.paymentId", "in", [...paymentIds])
    .where("settlements.kind", "in", ["PAYMENT", "LATE", "REFUND"])
    .execute();
  const byPayment = Map.groupBy(rows, ({ paymentId }) => paymentId);
  return new Map(
    [...byPayment].map(([id, settlements]) => {
      const late = settlements.filter(({ kind, reversedBy }) => kind === "LATE" && reversedBy === null);
      const refunds = settlements.filter(({ kind, reversedBy }) => kind === "REFUND" && reversedBy === null);
      const paying = settlements.filter(({ kind }) => kind === "PAYMENT");
      const lateAmount = sumOf(late);
      const reversed = paying.length > 0 && paying.every(({ reversedBy }) => reversedBy !== null);
      return [id, { lateAmount, reversed, refundedAmount: sumOf(refunds) }];
    }),
  );
}

type Money = {
  readonly chainId: number;
  readonly tokenAddress: Parameters<typeof tokenByAddress>[1];
  readonly amount: bigint;
};

function sumOf(settlements: readonly Money[]): bigint | null {
  return settlements.length === 0 ? null : settlements.reduce((sum, settlement) => sum + scaled(settlement), 0n);
}

function scaled({ chainId, tokenAddress, amount }: Money): bigint {
  const chain = chainById(chainId);
  const decimals = (chain && tokenByAddress(chain, tokenAddress)?.decimals) ?? lateDecimals;
  return amount * 10n ** BigInt(lateDecimals - decimals);
}
