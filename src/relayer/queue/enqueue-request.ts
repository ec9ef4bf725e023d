import { v7 as uuidv7 } from "uuid";
import type { Hex } from "viem";
import { changeStatus, type PaymentsContext } from "../../payments/index.ts";
import { reservePayment } from "../../quotes/index.ts";
import type { Quote, RelayRequestTable } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";

/** A call that was simulated a moment ago. */
export type SimulatedCall = Pick<RelayRequestTable, "callData" | "gas" | "unbatchable" | "validUntil">;

/**
 * Accepts a call that pays a quote: from here on the workers submit it, whatever becomes of this process. It is recorded together with the payment's
 * PROCESSING. Throws `PaymentStateError` or `PaymentUnderWayError` where the payment is on its way or paid already. Answers the request's id.
 */
export async function enqueuePayment(
  context: PaymentsContext,
  services: ChainServices,
  quote: Quote,
  call: SimulatedCall,
): Promise<string> {
  const row = rowOf(context, quote, call);
  await context.database.transaction().execute(async (transaction) => {
    const payment = await reservePayment(context, transaction, quote);
    await transaction
      .insertInto("relays")
      .values({ ...row, chainId: services.chain.id, kind: "PAYMENT", tokenAddress: quote.terms.token })
      .execute();
    await changeStatus(context, transaction, payment, "PROCESSING", { quoteId: quote.id });
  });
  services.wake();
  return row.id;
}

/** The same for a call that reclaims a token from a quote's deposit address. One request that is under way is enough. */
export async function enqueueReclaim(
  context: PaymentsContext,
  services: ChainServices,
  quote: Quote,
  tokenAddress: Hex,
  call: SimulatedCall,
): Promise<void> {
  await context.database
    .insertInto("relays")
    .values({ ...rowOf(context, quote, call), chainId: services.chain.id, kind: "RECLAIM", tokenAddress })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  services.wake();
}

function rowOf({ clock }: PaymentsContext, { id: quoteId }: Quote, call: SimulatedCall) {
  const now = clock();
  const id = uuidv7({ msecs: now.getTime() });
  return { id, quoteId, ...call, status: "QUEUED", simulatedAt: now, dueAt: now, createdAt: now } as const;
}
