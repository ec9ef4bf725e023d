import type { LoadedPayment, PaymentSnapshot } from "../../../../payments/index.ts";
import {
  chainSlug,
  depositAddressOf,
  formatPrice,
  type PaymentStatus,
  termsFromJson,
  tokenSymbols,
} from "../../../../protocol/index.ts";
import type { firstQuotes } from "../../../../quotes/index.ts";
import { prefixedId, toSecond, uuidOf } from "../../../../schemas/index.ts";
import type { orderStatuses } from "./schemas.ts";

/** What its payments have as the type of their source. */
export const sourceType = "order";

const prefix = "ord";

export const orderId = (uuid: string) => prefixedId(prefix, uuid);
export const uuidOfOrder = (id: string) => uuidOf(prefix, id);

type OrderStatus = (typeof orderStatuses)[number];

const statuses: Readonly<Record<PaymentStatus, OrderStatus>> = {
  ACTIVE: "pending",
  PROCESSING: "pending",
  SUCCESSFUL: "completed",
  FAILED: "failed",
  EXPIRED: "expired",
  CANCELLED: "cancelled",
};

/** Our states of one of its own. */
export function statusesOf(status: OrderStatus): PaymentStatus[] {
  return (Object.keys(statuses) as PaymentStatus[]).filter((ours) => statuses[ours] === status);
}

type Quote = Awaited<ReturnType<typeof firstQuotes>> extends ReadonlyMap<string, infer Value> ? Value : never;

/** A payment of one token on one chain, and the quote that it was made with. */
export function orderView({ payment }: LoadedPayment, quote: Quote) {
  return { ...orderFields(payment), address: depositAddressOf(termsFromJson(quote.terms), quote.router) };
}

type OrderPayment = Pick<
  PaymentSnapshot,
  "id" | "currency" | "status" | "externalId" | "acceptedChains" | "transactionHash"
> & {
  readonly amount: string | bigint;
  readonly createdAt: string | Date;
  readonly expiresAt: string | Date;
  readonly paidAt: string | Date | null;
};

/** The same without its address, which only its quote knows. */
export function orderFields(payment: OrderPayment) {
  const currency = tokenSymbols.find((symbol) => symbol === payment.currency);
  if (!currency) throw new Error(`Payment ${payment.id} is not priced in a token.`);
  const { transactionHash, paidAt, status } = payment;
  return {
    orderId: orderId(payment.id),
    orderReference: payment.externalId,
    amount: formatPrice(BigInt(payment.amount), currency),
    currency,
    chainId: chainSlug(payment.acceptedChains[0] ?? 0),
    status: statuses[status],
    createdAt: toSecond(payment.createdAt),
    expiresAt: toSecond(payment.expiresAt),
    ...(transactionHash !== null && { txHash: transactionHash }),
    ...(status === "SUCCESSFUL" && paidAt !== null && { completedAt: toSecond(paidAt) }),
  };
}
