import type { Hex } from "viem";
import type { PaymentStatus, TokenSymbol } from "../protocol/index.ts";
import type { Database, Owner, PageRequest } from "../store/index.ts";
import { type LoadedPayment, withQuotes } from "./load-payment.ts";

export type PaymentFilter = {
  readonly status?: PaymentStatus | undefined;
  readonly externalId?: string | undefined;
  readonly chainId?: number | undefined;
  readonly token?: TokenSymbol | undefined;
  readonly txHash?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
};

/**
 * The owner's payments, the newest first: at most `limit` of them, after the one whose id is `cursor`. Ids rise with time, so rows that are
 * added meanwhile neither repeat nor hide one.
 */
export async function listPayments(
  database: Database,
  owner: Owner,
  filter: PaymentFilter,
  { cursor, limit }: PageRequest,
): Promise<LoadedPayment[]> {
  const { status, externalId, chainId, token, txHash, sourceId, createdAfter, createdBefore } = filter;
  const payments = await database
    .selectFrom("payments")
    .leftJoin("quotes", "quotes.id", "payments.quoteId")
    .selectAll("payments")
    .where("payments.organizationId", "=", owner.organizationId)
    .where("payments.mode", "=", owner.mode)
    .$if(cursor !== undefined, (query) => query.where("payments.id", "<", cursor ?? ""))
    .$if(status !== undefined, (query) => query.where("payments.status", "=", status ?? "ACTIVE"))
    .$if(externalId !== undefined, (query) => query.where("payments.externalId", "=", externalId ?? ""))
    .$if(txHash !== undefined, (query) => query.where("payments.transactionHash", "=", (txHash ?? "0x") as Hex))
    .$if(sourceId !== undefined, (query) => query.where("payments.sourceId", "=", sourceId ?? ""))
    .$if(createdAfter !== undefined, (query) => query.where("payments.createdAt", ">", createdAfter ?? new Date()))
    .$if(createdBefore !== undefined, (query) => query.where("payments.createdAt", "<", createdBefore ?? new Date()))
    .$if(chainId !== undefined, (query) => query.where("quotes.chainId", "=", chainId ?? 0))
    .$if(token !== undefined, (query) => query.where("quotes.token", "=", token ?? "USDC"))
    .orderBy("payments.id", "desc")
    .limit(limit)
    .execute();
  return withQuotes(database, payments);
}
