import { InvalidPaymentError, type PaymentSnapshot } from "../../../payments/index.ts";
import {
  chainById,
  chainByName,
  chainTitle,
  formatPrice,
  formatTokenPrice,
  type PaymentStatus,
  type TokenSymbol,
  tokenBySymbol,
  tokenSymbols,
} from "../../../protocol/index.ts";
import type { RefundSnapshot } from "../../../refunds/index.ts";
import { prefixedId, toSecond, uuidOf } from "../../../schemas/index.ts";
import type { JsonNumber } from "./schemas.ts";

/** What its payments have as the type of their source. */
export const sourceType = "single_use_link";

/** A link can be paid for so long. Milliseconds. */
export const life = 7 * 24 * 60 * 60_000;

const prefix = "PL";

export const singleUseLinkId = (uuid: string) => prefixedId(prefix, uuid);
export const uuidOfSingleUseLink = (id: string) => uuidOf(prefix, id);

const statuses: Readonly<Record<PaymentStatus, "active" | "completed" | "expired">> = {
  ACTIVE: "active",
  PROCESSING: "active",
  SUCCESSFUL: "completed",
  FAILED: "expired",
  EXPIRED: "expired",
  CANCELLED: "expired",
};

/** Our states of one of its own. */
export function statusesOf(status: "active" | "completed" | "expired"): PaymentStatus[] {
  return (Object.keys(statuses) as PaymentStatus[]).filter((ours) => statuses[ours] === status);
}

/** Throws `InvalidPaymentError` for a name that no chain has. */
export function chainIdOf(name: string): number {
  const chain = chainByName(name);
  if (chain) return chain.id;
  const message = "The 'chain' field must be one of: Ethereum, Polygon, Arbitrum, Optimism, Base, BNB";
  throw new InvalidPaymentError([{ path: ["chain"], message }]);
}

/** The text of a number stays a number: `JSON.stringify` writes it as it is. */
function numberOf(text: string): JsonNumber {
  return (JSON as unknown as { rawJSON(text: string): JsonNumber }).rawJSON(text);
}

/** A payment as this API shows it. */
export function singleUseLinkView({ checkoutUrl }: { readonly checkoutUrl: string }, payment: PaymentSnapshot) {
  const { id, currency, amount, description, metadata, transactionHash, paidAt } = payment;
  const status = statuses[payment.status];
  const isPaid = status === "completed" && transactionHash !== null && paidAt !== null;
  return {
    linkId: singleUseLinkId(id),
    url: `${checkoutUrl}/${id}`,
    status,
    price: numberOf(withoutZeros(formatPrice(BigInt(amount), currency))),
    currency: tokenOf(payment),
    chain: chainTitle(payment.acceptedChains[0] ?? 0),
    ...(description !== null && { description }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(isPaid && { txHash: transactionHash, completedAt: toSecond(paidAt) }),
    createdAt: toSecond(payment.createdAt),
    ...(!isPaid && { expiresAt: toSecond(payment.expiresAt) }),
  };
}

/** What of a refund is money, as a link has it. */
export function refundedAmount({ amount, token, chainId }: RefundSnapshot) {
  const chain = chainById(chainId);
  const decimals = (chain && tokenBySymbol(chain, token)?.decimals) ?? 0;
  const price = numberOf(withoutZeros(formatTokenPrice(BigInt(amount), decimals)));
  return { price, currency: token, chain: chainTitle(chainId) };
}

/** Such payments are priced in their token. */
function tokenOf({ id, currency }: PaymentSnapshot): TokenSymbol {
  const token = tokenSymbols.find((symbol) => symbol === currency);
  if (!token) throw new Error(`Payment ${id} is not priced in a token.`);
  return token;
}

const withoutZeros = (decimal: string) => decimal.replace(/\.?0+$/, "");
