import { everyAddressOf } from "../access/index.ts";
import { mandateId } from "../mandates/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import {
  amountsOf,
  chainById,
  formatDecimal,
  partAmountsOf,
  type StoredTerms,
  termsFromJson,
  tokenByAddress,
} from "../protocol/index.ts";
import type { Owner, PageRequest, Settlement, SettlementKind, StoredPart } from "../store/index.ts";

export type Transaction = ReturnType<typeof transactionView>;

export type TransactionFilter = {
  readonly paymentId?: string | undefined;
  readonly chainId?: number | undefined;
  readonly type?: SettlementKind | undefined;
};

/**
 * The ledger: all that our contracts did with an owner's money, the newest first. What settled under no quote of ours is shown to the merchant one of whose addresses
 * it paid, in the mode of the chain; in both where the chain is served no longer.
 */
export async function listTransactions(
  { database, chains }: Pick<PaymentsContext, "database" | "chains">,
  owner: Owner,
  filter: TransactionFilter,
  { cursor, limit }: PageRequest,
): Promise<Transaction[]> {
  const addresses = await everyAddressOf(database, owner.organizationId);
  const ofOtherMode = chains.filter(({ mode }) => mode !== owner.mode).map(({ id }) => id);
  const rows = database
    .selectFrom("settlements")
    .leftJoin("quotes", "quotes.id", "settlements.quoteId")
    .leftJoin("mandateCharges", "mandateCharges.id", "settlements.mandateChargeId")
    .leftJoin("mandates", "mandates.id", "mandateCharges.mandateId")
    .selectAll("settlements")
    .select(ledgerColumns)
    .$if(cursor !== undefined, (query) => query.where("settlements.id", "<", cursor ?? ""))
    .$if(filter.paymentId !== undefined, (query) => query.where("quotes.paymentId", "=", filter.paymentId ?? ""))
    .$if(filter.chainId !== undefined, (query) => query.where("settlements.chainId", "=", filter.chainId ?? 0))
    .$if(filter.type !== undefined, (query) => query.where("settlements.kind", "=", filter.type ?? "PAYMENT"))
    .orderBy("settlements.id", "desc")
    .limit(limit);
  const [credited, standing, charged, unknown] = await Promise.all([
    rows
      .innerJoin("payments", "payments.id", "quotes.paymentId")
      .where("payments.organizationId", "=", owner.organizationId)
      .where("payments.mode", "=", owner.mode)
      .execute(),
    rows
      .innerJoin("standingTerms", "standingTerms.id", "settlements.standingTermsId")
      .innerJoin("depositReferences", "depositReferences.id", "standingTerms.referenceId")
      .where("depositReferences.organizationId", "=", owner.organizationId)
      .where("depositReferences.mode", "=", owner.mode)
      .execute(),
    rows.where("mandates.organizationId", "=", owner.organizationId).where("mandates.mode", "=", owner.mode).execute(),
    rows
      .where(({ fn }) => fn("lower", ["settlements.recipient"]), "in", addresses)
      .where("settlements.quoteId", "is", null)
      .where("settlements.standingTermsId", "is", null)
      .where("settlements.mandateChargeId", "is", null)
      .$if(ofOtherMode.length > 0, (query) => query.where("settlements.chainId", "not in", ofOtherMode))
      .execute(),
  ]);
  return [...credited, ...standing, ...charged, ...unknown]
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit)
    .map(transactionView);
}

export type LedgerRow = Settlement & {
  readonly paymentId: string | null;
  readonly terms: StoredTerms | null;
  readonly feeBasisPoints: bigint | null;
  readonly mandateId: string | null;
  readonly mandateParts: readonly StoredPart[] | null;
  readonly mandateFee: bigint | null;
};

/** What a row is shown with beside itself. */
export const ledgerColumns = [
  "quotes.paymentId",
  "quotes.terms",
  "quotes.feeBasisPoints",
  "mandates.id as mandateId",
  "mandates.parts as mandateParts",
  "mandates.feeBasisPoints as mandateFee",
] as const;

/** A row of the ledger as the API shows it. */
export function transactionView(row: LedgerRow) {
  const chain = chainById(row.chainId);
  const token = chain && tokenByAddress(chain, row.tokenAddress);
  const units = (amount: bigint) => formatDecimal(amount, token?.decimals ?? 0);
  return {
    id: row.id,
    type: row.kind,
    paymentId: row.paymentId,
    mandateId: row.mandateId === null ? null : mandateId(row.mandateId),
    onchainId: row.onchainId,
    chainId: row.chainId,
    token: token?.symbol ?? null,
    tokenAddress: row.tokenAddress,
    txHash: row.transactionHash,
    logIndex: row.logIndex,
    blockNumber: row.blockNumber.toString(),
    blockTime: row.blockTime.toISOString(),
    payer: row.payer,
    recipient: row.recipient,
    amount: units(row.amount),
    fee: units(row.fee),
    net: units(row.amount - row.fee),
    shares: [...sharesOf(row), ...partsOf(row)].map(({ recipient, gross, net }) => ({
      recipient,
      gross: units(gross),
      net: units(net),
      fee: units(gross - net),
    })),
    reverses: row.reverses,
    final: row.final,
  };
}

/** The same of a mandate's charge: its parts are in what the payer signed. */
export function partsOf({
  kind,
  amount,
  mandateParts,
  mandateFee,
}: Pick<LedgerRow, "kind" | "amount" | "mandateParts" | "mandateFee">) {
  if (kind !== "CHARGED" || mandateParts === null || mandateFee === null) return [];
  const gross = partAmountsOf(mandateParts, amount, 0n).net;
  const { net } = partAmountsOf(mandateParts, amount, mandateFee);
  return mandateParts.map(({ recipient }, index) => ({ recipient, gross: gross[index] ?? 0n, net: net[index] ?? 0n }));
}

/** Who got what: the id under which it settled commits to it. */
export function sharesOf({ kind, terms, feeBasisPoints }: Pick<LedgerRow, "kind" | "terms" | "feeBasisPoints">) {
  if (terms === null || feeBasisPoints === null || !(kind === "PAYMENT" || kind === "OVERPAID" || kind === "LATE"))
    return [];
  const { shares } = termsFromJson(terms);
  const { net } = amountsOf(shares, feeBasisPoints);
  return shares.map(({ recipient, amount }, index) => ({ recipient, gross: amount, net: net[index] ?? 0n }));
}
