import { isAddressEqual } from "viem";
import { type ChainClient, readMinedTransaction } from "../chain/index.ts";
import { type Database, type Settlement, transferKinds } from "../store/index.ts";
import { type Difference, unequal } from "./difference.ts";
import type { BlockRange } from "./read-recorded.ts";

/** Transactions that are asked for at once. */
const concurrency = 5;

/**
 * Compares the refunds and standing deposits of the ledger in a range of blocks with the chain's transfers, and refunds with what had come of their payments: no event of our
 * contracts says that such money moved.
 */
export async function compareTransfers(
  database: Database,
  client: ChainClient,
  chainId: number,
  { from, to }: BlockRange,
): Promise<Difference[]> {
  const rows = await database
    .selectFrom("settlements")
    .selectAll()
    .where("chainId", "=", chainId)
    .where("kind", "in", transferKinds)
    .where("reversedBy", "is", null)
    .where("blockNumber", ">=", from)
    .where("blockNumber", "<=", to)
    .orderBy("blockNumber")
    .execute();
  const differences: Difference[] = [];
  for (let first = 0; first < rows.length; first += concurrency) {
    const some = rows.slice(first, first + concurrency);
    differences.push(...(await Promise.all(some.map((row) => compareTransfer(client, row)))).flat());
  }
  return [...differences, ...(await compareSums(database, rows))];
}

async function compareTransfer(client: ChainClient, row: Settlement): Promise<Difference[]> {
  const { chainId, transactionHash, onchainId, recipient, payer } = row;
  const difference = { chainId, transactionHash, onchainId, paymentId: null, remedy: "MANUAL" } as const;
  const mined = await readMinedTransaction(client, transactionHash);
  const log = mined?.transfers.find(({ logIndex }) => logIndex === row.logIndex);
  if (!log || !isAddressEqual(log.from, payer) || !isAddressEqual(log.to, recipient)) {
    return [{ ...difference, kind: "ORPHANED", detail: `${row.kind} of ${row.amount} to ${recipient}, not on chain` }];
  }
  const expected = { ...log, tokenAddress: log.token };
  const wrong = unequal(["tokenAddress", "amount", "blockNumber", "blockHash"], row, expected);
  if (wrong.length === 0) return [];
  return [{ ...difference, kind: "MISMATCHED", detail: `${row.kind}: ${wrong.join("; ")}` }];
}

/** Nobody gets more back than had come, in any token. */
async function compareSums(database: Database, refunds: readonly Settlement[]): Promise<Difference[]> {
  const quoteIds = [...new Set(refunds.flatMap(({ quoteId }) => quoteId ?? []))];
  if (quoteIds.length === 0) return [];
  const payments = database.selectFrom("quotes").select("paymentId").where("id", "in", quoteIds);
  const sums = await database
    .selectFrom("settlements")
    .innerJoin("quotes", "quotes.id", "settlements.quoteId")
    .select(["quotes.paymentId", "settlements.chainId"])
    .select(({ fn }) => [
      fn<string>("lower", ["settlements.tokenAddress"]).as("tokenAddress"),
      fn.sum<bigint>("settlements.amount").filterWhere("settlements.kind", "=", "REFUND").as("refunded"),
      fn
        .sum<bigint>("settlements.amount")
        .filterWhere("settlements.kind", "in", ["PAYMENT", "OVERPAID", "LATE", "RECLAIMED"])
        .as("received"),
    ])
    .where("quotes.paymentId", "in", payments)
    .where("settlements.kind", "!=", "REVERSED")
    .where("settlements.reversedBy", "is", null)
    .groupBy(["quotes.paymentId", "settlements.chainId"])
    .groupBy(({ fn }) => fn("lower", ["settlements.tokenAddress"]))
    .execute();
  return sums.flatMap(({ paymentId, chainId, tokenAddress, refunded, received }) => {
    if ((refunded ?? 0n) <= (received ?? 0n)) return [];
    const detail = `REFUND of ${refunded} of ${tokenAddress} in all, and ${received ?? 0n} had come`;
    return [{ chainId, transactionHash: null, onchainId: null, paymentId, kind: "STATE", detail, remedy: "MANUAL" }];
  });
}
