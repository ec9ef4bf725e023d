import { v7 as uuidv7 } from "uuid";
import { type Address, type Hex, isAddressEqual } from "viem";
import type { ChargeLog, LogPosition, MandateCancellation } from "../chain/index.ts";
import { partAmountsOf } from "../protocol/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, Mandate, MandateCharge } from "../store/index.ts";
import { lockMandate } from "./load-mandate.ts";
import { recordMandateEvent } from "./record-event.ts";
import { windowOf } from "./terms.ts";

// What the ledger says of charges. It calls these in the transaction in which it records, rewinds or finalizes a block.

/** Ids of one query. */
const batchSize = 1_000;

/** Our mandates of these ids, by them. The id commits to the terms; the contract alone says on which chain and where they hold. */
export async function mandatesByOnchainId(
  database: Database | DatabaseTransaction,
  chainId: number,
  onchainIds: readonly Hex[],
): Promise<ReadonlyMap<Hex, Mandate>> {
  const ids = [...new Set(onchainIds)];
  const found = new Map<Hex, Mandate>();
  for (let start = 0; start < ids.length; start += batchSize) {
    const rows = await database
      .selectFrom("mandates")
      .selectAll()
      .where("chainId", "=", chainId)
      .where("onchainId", "in", ids.slice(start, start + batchSize))
      .execute();
    for (const row of rows) if (row.onchainId !== null) found.set(row.onchainId, row);
  }
  return found;
}

/** Whether an event is of a mandate's own terms: another contract can emit any. */
export function isByItsMandate(mandate: Mandate, charge: ChargeLog): boolean {
  const { chainId, router, merchant, token, payer, amount, fee, period } = charge;
  const [first] = mandate.parts;
  return (
    chainId === mandate.chainId &&
    isAddressEqual(router, mandate.contract) &&
    isAddressEqual(token, mandate.tokenAddress) &&
    mandate.payer !== null &&
    isAddressEqual(payer, mandate.payer) &&
    first !== undefined &&
    isAddressEqual(merchant, first.recipient) &&
    amount > 0n &&
    amount <= mandate.maxAmount &&
    fee === partAmountsOf(mandate.parts, amount, mandate.feeBasisPoints).fee &&
    period < BigInt(mandate.periods)
  );
}

/** The charge of the period is on chain, whoever made it and whether anybody here asked for it: PROCESSING until it is final. Answers its id. */
export async function markCharged(
  transaction: DatabaseTransaction,
  mandate: Mandate,
  { period, amount, fee, transactionHash, blockNumber, blockTime }: ChargeLog,
  now: Date,
): Promise<string> {
  const { start } = mandate;
  if (start === null) throw new Error(`The mandate ${mandate.id} is charged, and not signed.`);
  const seen = { amount, fee, transactionHash, blockNumber, chargedAt: blockTime };
  const noLonger = { cause: null, dueAt: null, fundsAt: null, endedAt: null };
  const { id } = await transaction
    .insertInto("mandateCharges")
    .values({
      ...seen,
      id: uuidv7({ msecs: now.getTime() }),
      mandateId: mandate.id,
      chainId: mandate.chainId,
      period: Number(period),
      status: "PROCESSING",
      ...windowOf(mandate, start, Number(period)),
      createdAt: now,
    })
    .onConflict((conflict) =>
      conflict.columns(["mandateId", "period"]).doUpdateSet({ ...seen, ...noLonger, status: "PROCESSING" }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Where a reorganisation has moved it. */
export async function moveCharge(
  transaction: DatabaseTransaction,
  id: string,
  { transactionHash, blockNumber, blockTime }: Pick<LogPosition, "transactionHash" | "blockNumber" | "blockTime">,
): Promise<void> {
  await transaction
    .updateTable("mandateCharges")
    .set({ transactionHash, blockNumber, chargedAt: blockTime })
    .where("id", "=", id)
    .execute();
}

/** Their blocks were reorganised away before they were final: they are to be made again, where they do not land again by themselves. */
export async function unmarkCharged(
  transaction: DatabaseTransaction,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .updateTable("mandateCharges")
    .set({ status: "SCHEDULED", transactionHash: null, blockNumber: null, chargedAt: null, fee: null, dueAt: now })
    .where("id", "in", ids)
    .where("status", "=", "PROCESSING")
    .execute();
}

/** It is final. */
export async function confirmCharge(
  context: { readonly clock: Clock },
  transaction: DatabaseTransaction,
  id: string,
): Promise<void> {
  await conclude(context, transaction, id, "SUCCEEDED", "mandate.charged");
}

/** A reorganisation took it away after it was final, and it has not come back. */
export async function reverseCharge(
  context: { readonly clock: Clock },
  transaction: DatabaseTransaction,
  id: string,
): Promise<void> {
  await conclude(context, transaction, id, "REVERSED", "mandate.charge_reversed");
}

async function conclude(
  { clock }: { readonly clock: Clock },
  transaction: DatabaseTransaction,
  id: string,
  status: Extract<MandateCharge["status"], "SUCCEEDED" | "REVERSED">,
  type: "mandate.charged" | "mandate.charge_reversed",
): Promise<void> {
  const now = clock();
  const { mandateId } = await transaction
    .selectFrom("mandateCharges")
    .select("mandateId")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const mandate = await lockMandate(transaction, mandateId);
  const concluded = await transaction
    .updateTable("mandateCharges")
    .set({ status, endedAt: now })
    .where("id", "=", id)
    .where("status", "!=", status)
    .returningAll()
    .executeTakeFirst();
  if (concluded) await recordMandateEvent(transaction, mandate, type, now, concluded);
}

/** Payers have ended mandates, as a block says that may not be final: the final chain is asked about ours. */
export async function noteCancellations(
  transaction: DatabaseTransaction,
  chainId: number,
  cancellations: readonly MandateCancellation[],
  now: Date,
): Promise<void> {
  for (const { payer, onchainId } of cancellations) {
    await transaction
      .updateTable("mandates")
      .set({ inspectAt: now })
      .where("chainId", "=", chainId)
      .where("payer", "=", payer as Address)
      .where("status", "in", ["ACTIVE", "CANCELLED"])
      .$if(onchainId !== null, (query) => query.where("onchainId", "=", onchainId))
      .execute();
  }
}
