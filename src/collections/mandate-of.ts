import { listMandates } from "../mandates/index.ts";
import {
  chainById,
  formatPrice,
  type PricingUnit,
  parseDecimal,
  type Token,
  tokenBySymbol,
} from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Mandate, MandateStatus, Subscription } from "../store/index.ts";
import { subscriptionId } from "../subscriptions/index.ts";

/** What mandates of subscriptions have as their source. */
export const subscriptionSourceType = "subscription";

/** More than a subscription has that are not over. */
const most = 20;

/** A subscription's mandates in a state, the newest first. */
export function mandatesOf(
  database: Database | DatabaseTransaction,
  subscription: Pick<Subscription, "id" | "organizationId" | "mode">,
  status: MandateStatus,
): Promise<Mandate[]> {
  const filter = { status, sourceType: subscriptionSourceType, sourceId: subscriptionId(subscription.id) };
  return listMandates(database, subscription, filter, { limit: most });
}

/** Currencies that a token stands for one to one: what the payer signs is an amount of the token. */
const tokensOf: Partial<Record<PricingUnit, readonly Token["symbol"][]>> = {
  USD: ["USDC", "USDT"],
  EUR: ["EURC"],
  USDC: ["USDC"],
  USDT: ["USDT"],
  EURC: ["EURC"],
};

/** Whether a price can be charged in a token, whose amount is signed once for all. */
export function isChargeable({ currency }: Pick<Subscription, "currency">, token: Pick<Token, "symbol">): boolean {
  return tokensOf[currency]?.includes(token.symbol) ?? false;
}

/** Whether a mandate's charge is exactly what a subscription asks for each period. */
export function isOfPrice(mandate: Mandate, subscription: Pick<Subscription, "currency" | "amount">): boolean {
  const chain = chainById(mandate.chainId);
  const token = chain && tokenBySymbol(chain, mandate.token);
  if (!token || !isChargeable(subscription, token)) return false;
  const { currency, amount } = subscription;
  return parseDecimal(formatPrice(amount, currency), token.decimals) === mandate.maxAmount;
}
