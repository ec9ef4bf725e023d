import type { SettlementLog, UserOperationLog } from "../../chain/index.ts";
import type { DatabaseTransaction, Sponsorship } from "../../store/index.ts";
import { isSender } from "./account-limits.ts";

/**
 * Records what became of a sponsorship: its operation was included, by whomever, and the same transaction has settled its payment or not. Its cost is from then
 * on what the sponsor paid. Others for the same account and nonce can never be included, and cost nothing. Read twice, it is the same twice.
 */
export async function recordInclusion(
  transaction: DatabaseTransaction,
  log: UserOperationLog,
  settlements: readonly SettlementLog[],
): Promise<void> {
  const { chainId, entryPoint, nonce, transactionHash, actualGasCost } = log;
  const candidates = await transaction
    .selectFrom("sponsorships")
    .selectAll()
    .where("chainId", "=", chainId)
    .where("nonce", "=", nonce)
    .where("entryPoint", "=", entryPoint)
    .where(isSender(log))
    .orderBy("createdAt", "desc")
    .execute();
  const paid = await paymentsOf(
    transaction,
    settlements.filter((settlement) => settlement.transactionHash === transactionHash),
  );
  // One that failed settled nothing, whatever else its transaction did.
  const settled = log.success ? candidates.find(({ paymentId }) => paid.has(paymentId)) : undefined;
  const included = settled ?? (await likeliest(transaction, log, candidates));
  if (!included) return;
  const { id, maxCost, dollars } = included;
  await transaction
    .updateTable("sponsorships")
    .set({
      status: settled ? "SETTLED" : "UNSETTLED",
      maxCost: actualGasCost,
      dollars: maxCost === 0n ? dollars : (dollars * actualGasCost) / maxCost,
      transactionHash,
    })
    .where("id", "=", id)
    .execute();
  const others = candidates.filter((row) => row !== included && row.status !== "EXPIRED");
  if (others.length === 0) return;
  await transaction
    .updateTable("sponsorships")
    .set({ status: "EXPIRED", dollars: 0n, maxCost: 0n, transactionHash: null })
    .where(
      "id",
      "in",
      others.map((row) => row.id),
    )
    .execute();
}

/**
 * Which of an account's sponsorships for one nonce an operation was for that settled nothing. The chain's event does not say, and whoever included it may have kept it
 * from us: then the one that could cost most, so that it never counts for less than it took.
 */
async function likeliest(
  transaction: DatabaseTransaction,
  { chainId, hash, transactionHash }: UserOperationLog,
  candidates: readonly Sponsorship[],
): Promise<Sponsorship | undefined> {
  if (candidates.length <= 1) return candidates[0];
  const sent = await transaction
    .selectFrom("userOperations")
    .innerJoin("quotes", "quotes.id", "userOperations.quoteId")
    .select("quotes.paymentId")
    .where("userOperations.chainId", "=", chainId)
    .where("hash", "=", hash)
    .executeTakeFirst();
  const byHash = candidates.find(({ paymentId }) => paymentId === sent?.paymentId);
  if (byHash) return byHash;
  const before = candidates.find((row) => row.transactionHash === transactionHash);
  if (before) return before;
  return candidates.reduce((most, row) => (row.dollars > most.dollars ? row : most));
}

/** By whichever quote: one that was replaced may have been included instead. */
async function paymentsOf(
  transaction: DatabaseTransaction,
  settlements: readonly SettlementLog[],
): Promise<ReadonlySet<string>> {
  if (settlements.length === 0) return new Set();
  const ids = settlements.map(({ onchainId }) => onchainId);
  const rows = await transaction.selectFrom("quotes").select("paymentId").where("onchainId", "in", ids).execute();
  return new Set(rows.map(({ paymentId }) => paymentId));
}
