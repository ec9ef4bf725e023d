import { sql } from "kysely";
import type { SettlementLog, UserOperationLog } from "../../chain/index.ts";
import type { DatabaseTransaction } from "../../store/index.ts";

/**
 * Records what became of a sponsorship: its operation was included, by whomever, and the same transaction has settled its payment or not. Its cost is from then
 * on what the sponsor paid. Read twice, it is the same twice.
 */
export async function recordInclusion(
  transaction: DatabaseTransaction,
  { chainId, sender, nonce, transactionHash, actualGasCost }: UserOperationLog,
  settlements: readonly SettlementLog[],
): Promise<void> {
  const sponsorship = await transaction
    .selectFrom("sponsorships")
    .select(["id", "paymentId", "maxCost", "dollars"])
    .where("chainId", "=", chainId)
    .where("nonce", "=", nonce)
    .where(sql<boolean>`lower(sender) = ${sender.toLowerCase()}`)
    .orderBy("createdAt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!sponsorship) return;
  const { id, paymentId, maxCost, dollars } = sponsorship;
  const settledHere = settlements.filter((settlement) => settlement.transactionHash === transactionHash);
  const isSettled = await isAnyOf(transaction, paymentId, settledHere);
  await transaction
    .updateTable("sponsorships")
    .set({
      status: isSettled ? "SETTLED" : "UNSETTLED",
      maxCost: actualGasCost,
      dollars: maxCost === 0n ? dollars : (dollars * actualGasCost) / maxCost,
      transactionHash,
    })
    .where("id", "=", id)
    .execute();
}

/** By whichever quote: one that was replaced may have been included instead. */
async function isAnyOf(
  transaction: DatabaseTransaction,
  paymentId: string,
  settlements: readonly SettlementLog[],
): Promise<boolean> {
  if (settlements.length === 0) return false;
  const ids = settlements.map(({ onchainId }) => onchainId);
  const settled = await transaction
    .selectFrom("quotes")
    .select("id")
    .where("paymentId", "=", paymentId)
    .where("onchainId", "in", ids)
    .limit(1)
    .executeTakeFirst();
  return settled !== undefined;
}
