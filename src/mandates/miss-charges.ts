import { type FinalHeight, lowestFinalHeight, type ProviderPool, readBlock } from "../chain/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Mandate, MandateCharge } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";
import { lockMandate } from "./load-mandate.ts";
import { recordMandateEvent } from "./record-event.ts";

/** By what a chain is read. */
export type Reading = { readonly chain: Chain; readonly providers: ProviderPool };

/** Charges of one run. */
const batchSize = 100;

/**
 * Gives up charges whose window is over: only once a block after its end is final, and the watcher has read that far, so that a charge nobody knows of yet is never called missed. A chain that is down
 * makes them wait. Answers how many were missed.
 */
export async function missCharges(context: MandatesContext, reading: Reading): Promise<number> {
  const { database, clock } = context;
  const { chain } = reading;
  const over = await database
    .selectFrom("mandateCharges")
    .innerJoin("mandates", "mandates.id", "mandateCharges.mandateId")
    .selectAll("mandateCharges")
    .select("mandates.tokenAddress")
    .where("mandateCharges.chainId", "=", chain.id)
    .where("mandateCharges.status", "=", "SCHEDULED")
    .where("mandateCharges.closesAt", "<=", clock())
    .orderBy("mandateCharges.closesAt")
    .limit(batchSize)
    .execute();
  if (over.length === 0) return 0;
  const final = await readFinal(database, reading);
  let missed = 0;
  for (const { tokenAddress, ...charge } of over) {
    const time = await final.timeOf(tokenAddress, charge.amount);
    if (time === null || time < charge.closesAt) continue;
    const isMissed = await database.transaction().execute(async (transaction) => {
      const mandate = await lockMandate(transaction, charge.mandateId);
      return missCharge(transaction, mandate, charge, clock());
    });
    if (isMissed) missed += 1;
  }
  return missed;
}

/** MISSED, where it is not charged meanwhile: by the cause that was found last. Answers whether it is. */
export async function missCharge(
  transaction: DatabaseTransaction,
  mandate: Mandate,
  { id, cause }: Pick<MandateCharge, "id" | "cause">,
  now: Date,
): Promise<boolean> {
  const missed = await transaction
    .updateTable("mandateCharges")
    .set({ status: "MISSED", cause: cause ?? "not_in_time", dueAt: null, fundsAt: null, endedAt: now })
    .where("id", "=", id)
    .where("status", "=", "SCHEDULED")
    .returningAll()
    .executeTakeFirst();
  if (missed) await recordMandateEvent(transaction, mandate, "mandate.charge_missed", now, missed);
  return missed !== undefined;
}

/** What is final of a chain and recorded here, by the policy of an amount. */
export type FinalChain = {
  /** The last such block; null while there is none, or the watcher is behind it. */
  heightOf(...amount: Parameters<FinalHeight>): bigint | null;
  timeOf(...amount: Parameters<FinalHeight>): Promise<Date | null>;
};

/** Reads how far a chain is final. Throws where it does not answer. */
export async function readFinal(database: Database, { chain, providers }: Reading): Promise<FinalChain> {
  const head = await database
    .selectFrom("chainCursors")
    .select(["blockNumber", "blockHash", "blockTime"])
    .where("chainId", "=", chain.id)
    .executeTakeFirst();
  if (!head) return { heightOf: () => null, timeOf: async () => null };
  const readers = (await providers.trusted()).slice(0, 2);
  const height = await lowestFinalHeight(readers, chain, head);
  const times = new Map<bigint, Date>();
  const heightOf = (token: string, amount: bigint) => {
    const final = height(token, amount);
    return final >= 0n && final <= head.blockNumber ? final : null;
  };
  return {
    heightOf,
    async timeOf(token, amount) {
      const blockNumber = heightOf(token, amount);
      if (blockNumber === null) return null;
      const known = times.get(blockNumber);
      if (known) return known;
      const { blockTime } = await readBlock(providers.client, { blockNumber });
      times.set(blockNumber, blockTime);
      return blockTime;
    },
  };
}
