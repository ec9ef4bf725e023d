import type { PaymentStatus, PricingUnit } from "../protocol/index.ts";
import type { Database, Owner } from "../store/index.ts";
import { type LoadedPayment, withQuotes } from "./load-payment.ts";

/** Payments that one kind of thing asked for, by what other APIs filter and sort. */
export type PaymentSearch = {
  readonly sourceType: string;
  readonly statuses?: readonly PaymentStatus[] | undefined;
  readonly currency?: PricingUnit | undefined;
  /** One that it accepts. */
  readonly chainId?: number | undefined;
  readonly externalId?: string | undefined;
};

/** A part of all that is found, and in which order. */
export type SearchPage = {
  readonly offset: number;
  readonly limit: number;
  readonly sortBy?: PaymentOrder;
  readonly ascending?: boolean;
};

export const paymentOrders = ["createdAt", "expiresAt", "amount", "status"] as const;
export type PaymentOrder = (typeof paymentOrders)[number];

/** The owner's payments that fit, the newest first unless another order is asked for, and how many there are in all. */
export async function searchPayments(
  database: Database,
  owner: Owner,
  { sourceType, statuses, currency, chainId, externalId }: PaymentSearch,
  { offset, limit, sortBy = "createdAt", ascending = false }: SearchPage,
): Promise<{ readonly payments: readonly LoadedPayment[]; readonly total: number }> {
  const found = database
    .selectFrom("payments")
    .where("organizationId", "=", owner.organizationId)
    .where("mode", "=", owner.mode)
    .where("sourceType", "=", sourceType)
    .$if(statuses !== undefined, (query) => query.where("status", "in", [...(statuses ?? [])]))
    .$if(currency !== undefined, (query) => query.where("currency", "=", currency ?? "USD"))
    .$if(externalId !== undefined, (query) => query.where("externalId", "=", externalId ?? ""))
    .$if(chainId !== undefined, (query) =>
      query.where((row) => row(row.val(chainId), "=", row.fn.any("acceptedChains"))),
    );
  const direction = ascending ? "asc" : "desc";
  const { total } = await found.select(({ fn }) => fn.countAll<bigint>().as("total")).executeTakeFirstOrThrow();
  const payments = await found
    .selectAll()
    .orderBy(sortBy, direction)
    .orderBy("id", direction)
    .offset(offset)
    .limit(limit)
    .execute();
  return { payments: await withQuotes(database, payments), total: Number(total) };
}
