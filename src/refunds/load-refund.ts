import { validate as isUuid } from "uuid";
import type { Database, DatabaseTransaction, Owner, PageRequest, Refund, RefundStatus } from "../store/index.ts";
import { RefundNotFoundError } from "./errors.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

type Reader = Database | DatabaseTransaction;

/** Throws `RefundNotFoundError`. The owner is left out inside the room, where the id comes from our own rows. */
export async function loadRefund(database: Reader, id: string, owner?: Owner): Promise<LoadedRefund> {
  const found = await findRefund(database, id, owner);
  if (!found) throw new RefundNotFoundError(id);
  return found;
}

export async function findRefund(database: Reader, id: string, owner?: Owner): Promise<LoadedRefund | undefined> {
  if (!isUuid(id)) return undefined;
  let query = database.selectFrom("refunds").selectAll().where("id", "=", id);
  if (owner) query = query.where("organizationId", "=", owner.organizationId).where("mode", "=", owner.mode);
  const refund = await query.executeTakeFirst();
  return refund && (await withTransfers(database, [refund]))[0];
}

export type RefundFilter = {
  readonly paymentId?: string | undefined;
  readonly status?: RefundStatus | undefined;
};

/** The owner's refunds, the newest first. */
export async function listRefunds(
  database: Database,
  { organizationId, mode }: Owner,
  { paymentId, status }: RefundFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedRefund[]> {
  const refunds = await database
    .selectFrom("refunds")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .$if(paymentId !== undefined, (query) => query.where("paymentId", "=", paymentId ?? ""))
    .$if(status !== undefined, (query) => query.where("status", "=", status ?? "PENDING"))
    .$if(cursor !== undefined, (query) => query.where("id", "<", cursor ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return withTransfers(database, refunds);
}

/** Refunds that a receipt shows at most. */
const mostOnReceipt = 50;

/** Refunds of a payment whose money was seen on its way to the payer, for its receipt; the oldest first. */
export async function refundsOnReceipt(database: Database, paymentId: string): Promise<LoadedRefund[]> {
  const refunds = await database
    .selectFrom("refunds")
    .selectAll()
    .where("paymentId", "=", paymentId)
    .where("status", "in", ["PENDING", "SUCCEEDED"])
    .orderBy("id", "desc")
    .limit(mostOnReceipt)
    .execute();
  const loaded = await withTransfers(database, refunds.toReversed());
  return loaded.filter(({ transfers }) => transfers.some(({ transactionHash }) => transactionHash !== null));
}

/** Takes a refund's row for the rest of the transaction, so that two changes of one refund come one after the other. */
export async function lockRefund(transaction: DatabaseTransaction, id: string): Promise<LoadedRefund> {
  const refund = await transaction
    .selectFrom("refunds")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const [loaded] = await withTransfers(transaction, [refund]);
  return loaded as LoadedRefund;
}

async function withTransfers(database: Reader, refunds: readonly Refund[]): Promise<LoadedRefund[]> {
  if (refunds.length === 0) return [];
  const ids = refunds.map(({ id }) => id);
  const rows = await database
    .selectFrom("refundTransfers")
    .selectAll()
    .where("refundId", "in", ids)
    .orderBy("position")
    .execute();
  const byRefund = Map.groupBy(rows, ({ refundId }) => refundId);
  return refunds.map((refund) => ({ refund, transfers: byRefund.get(refund.id) ?? [] }));
}
