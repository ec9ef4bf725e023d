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
    .innerJoin("quotes", "quotes.id", "sponsorships.quoteId")
    .select(["sponsorships.id", "sponsorships.maxCost", "sponsorships.dollars", "quotes.onchainId"])
    .where("sponsorships.chainId", "=", chainId)
    .where("sponsorships.nonce", "=", nonce)
    .where(sql<boolean>`lower(sponsorships.sender) = ${sender.toLowerCase()}`)
    .orderBy("sponsorships.createdAt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!sponsorship) return;
  const { id, maxCost, dollars, onchainId } = sponsorship;
  const isSettled = settlements.some(
    (settlement) => settlement.transactionHash === transactionHash && settlement.onchainId === onchainId,
  );
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
