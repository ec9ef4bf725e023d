import { v7 as uuidv7 } from "uuid";
import {
  type CreatePaymentInput,
  cancelPayment,
  createPayment,
  type LoadedPayment,
  type PaymentsContext,
} from "../../../../payments/index.ts";
import type { TokenSymbol } from "../../../../protocol/index.ts";
import { type NewQuote, type QuotesContext, quotePayment } from "../../../../quotes/index.ts";
import { DomainError, type IdempotentRun } from "../../../../runtime/index.ts";
import { orderId, sourceType } from "./translate.ts";

export type OrdersContext = PaymentsContext & QuotesContext;

/** An order can be paid for so long. Milliseconds. */
const life = 15 * 60_000;

/** This server has nobody who settles what is at an address, so it gives none. */
class NoAddressesError extends DomainError {
  override readonly name = "NoAddressesError";
  override readonly code = "NO_AVAILABLE_ADDRESSES";
  constructor() {
    super("This server gives no addresses: its operator has set up no relayer.");
  }
}

type NewOrder = {
  readonly orderReference: string;
  readonly amount: string;
  readonly currency: TokenSymbol;
  readonly chainId: number;
};

/**
 * Makes a payment of one token on one chain, with the address to transfer it to. Its rate cannot move, so its one quote lives as long as the order. Throws what
 * `createPayment` and `quotePayment` throw; an order that gets no address is cancelled, so that its reference is free again.
 */
export async function createOrder(
  context: OrdersContext,
  merchant: Parameters<typeof createPayment>[1],
  mode: Parameters<typeof createPayment>[2],
  { orderReference, amount, currency, chainId }: NewOrder,
  run?: IdempotentRun,
): Promise<{ readonly loaded: LoadedPayment; readonly quote: NewQuote["quote"] }> {
  if (!context.settlesDeposits) throw new NoAddressesError();
  const now = context.clock().getTime();
  const made = run ?? { id: uuidv7({ msecs: now }), isAgain: false };
  const input: CreatePaymentInput = {
    amount,
    currency,
    externalId: orderReference,
    acceptedChains: [chainId],
    acceptedTokens: [currency],
    expiresAt: new Date(now + life),
    source: { type: sourceType, id: orderId(made.id) },
  };
  const loaded = await createPayment(context, merchant, mode, input, made);
  try {
    const { quote } = await quotePayment(context, made.id, { chainId, token: currency, transfer: true });
    return { loaded, quote };
  } catch (error) {
    if (error instanceof DomainError && loaded.payment.status === "ACTIVE") {
      await cancelPayment(context, made.id, { organizationId: merchant.id, mode });
    }
    throw error;
  }
}
