import type { Hex } from "viem";
import { type Actor, recordChange } from "../access/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { DatabaseTransaction, Owner } from "../store/index.ts";
import { newAddressToken } from "./address-link.ts";
import type { RefundsContext } from "./context.ts";
import type { NewRefund } from "./create-refund.ts";
import { RefundAddressKnownError, RefundAddressMissingError, RefundStateError, RefundUnderWayError } from "./errors.ts";
import { loadRefund, lockRefund } from "./load-refund.ts";
import { recordRefundEvent } from "./record-event.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

type Context = Pick<RefundsContext, "database" | "clock">;

/**
 * Cancels a PENDING refund of which nothing is on chain. What is sent all the same pays no refund, until one names its transaction. Throws `RefundNotFoundError`,
 * `RefundStateError`, `RefundUnderWayError`. Run again, it answers a refund that is cancelled already.
 */
export async function cancelRefund(
  { database, clock }: Context,
  id: string,
  owner: Owner,
  actor: Actor,
  run?: IdempotentRun,
): Promise<LoadedRefund> {
  return database.transaction().execute(async (transaction) => {
    const { refund, transfers } = await loadLocked(transaction, id, owner);
    if (refund.status === "CANCELLED" && run?.isAgain) return { refund, transfers };
    if (refund.status !== "PENDING") throw new RefundStateError(refund.status, "cancelled");
    const sent = transfers.find(({ transactionHash }) => transactionHash !== null);
    if (sent?.transactionHash) throw new RefundUnderWayError(sent.transactionHash);
    const now = clock();
    await transaction
      .updateTable("refunds")
      .set({ status: "CANCELLED", endedAt: now, claimedHash: null })
      .where("id", "=", id)
      .execute();
    await record(transaction, "refund.cancelled", refund, {}, actor, now);
    return recordRefundEvent(transaction, id, "refund.cancelled", now);
  });
}

/**
 * Names the transaction by which a refund was sent: it is judged by what the chain says of it, soon after. Throws `RefundNotFoundError`, `RefundStateError`,
 * `RefundAddressMissingError`.
 */
export async function nameTransaction(
  { database, clock }: Context,
  id: string,
  owner: Owner,
  transactionHash: Hex,
  actor: Actor,
): Promise<LoadedRefund> {
  return database.transaction().execute(async (transaction) => {
    const { refund } = await loadLocked(transaction, id, owner);
    if (refund.status !== "PENDING") throw new RefundStateError(refund.status, "given a transaction");
    if (refund.recipient === null) throw new RefundAddressMissingError();
    const now = clock();
    const claimedHash = transactionHash.toLowerCase() as Hex;
    await transaction
      .updateTable("refunds")
      .set({ claimedHash, claimedAt: now, claimProblem: null })
      .where("id", "=", id)
      .execute();
    await record(transaction, "refund.transaction-named", refund, { txHash: claimedHash }, actor, now);
    return loadRefund(transaction, id);
  });
}

/** Makes a new link for the payer; older ones end. Throws `RefundNotFoundError`, `RefundStateError`, `RefundAddressKnownError`. */
export async function renewAddressLink(
  { database, clock }: Context,
  id: string,
  owner: Owner,
  actor: Actor,
): Promise<NewRefund> {
  return database.transaction().execute(async (transaction) => {
    const { refund } = await loadLocked(transaction, id, owner);
    if (refund.status !== "PENDING") throw new RefundStateError(refund.status, "given a link");
    if (refund.recipient !== null) throw new RefundAddressKnownError();
    const now = clock();
    const { token, stored } = newAddressToken(now);
    await transaction.updateTable("refunds").set(stored).where("id", "=", id).execute();
    await record(transaction, "refund.address-link-made", refund, {}, actor, now);
    return { ...(await loadRefund(transaction, id)), addressToken: token };
  });
}

async function loadLocked(transaction: DatabaseTransaction, id: string, owner: Owner): Promise<LoadedRefund> {
  await loadRefund(transaction, id, owner);
  return lockRefund(transaction, id);
}

async function record(
  transaction: DatabaseTransaction,
  action: `refund.${string}`,
  { id, organizationId }: LoadedRefund["refund"],
  after: Record<string, unknown>,
  actor: Actor,
  at: Date,
): Promise<void> {
  await recordChange(transaction, { organizationId, action, target: { type: "refund", id }, after }, actor, at);
}
