import { v7 as uuidv7 } from "uuid";
import type { Hex } from "viem";
import { changeStatus, type PaymentsContext } from "../../payments/index.ts";
import { reservePayment } from "../../quotes/index.ts";
import type { Quote, RelayTable } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";

/** A call that was tried a moment ago. */
export type SimulatedCall = Pick<RelayTable, "callData" | "gas" | "alone" | "validUntil">;

/**
 * Accepts a call that pays a quote: from here on the workers submit it, whatever becomes of this process. It is written together with the payment's
 * PROCESSING. Throws `PaymentStateError` or `PaymentUnderWayError` where the payment is on its way or paid already. Answers the relay's id.
 */
export async function enqueuePayment(
  context: PaymentsContext,
  relay: ChainServices,
  quote: Quote,
  call: SimulatedCall,
): Promise<string> {
  const row = rowOf(context, quote, call);
  await context.database.transaction().execute(async (transaction) => {
    const payment = await reservePayment(context, transaction, quote);
    await transaction
      .insertInto("relays")
      .values({ ...row, chainId: relay.chain.id, kind: "PAYMENT", tokenAddress: quote.terms.token })
      .execute();
    await changeStatus(context, transaction, payment, "PROCESSING", { quoteId: quote.id });
  });
  relay.wake();
  return row.id;
}

/** The same for a call that gives back what stands at a quote's deposit address. One that is under way already is enough. */
export async function enqueueReclaim(
  context: PaymentsContext,
  relay: ChainServices,
  quote: Quote,
  tokenAddress: Hex,
  call: SimulatedCall,
): Promise<void> {
  await context.database
    .insertInto("relays")
    .values({ ...rowOf(context, quote, call), chainId: relay.chain.id, kind: "RECLAIM", tokenAddress })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  relay.wake();
}

function rowOf({ clock }: PaymentsContext, { id: quoteId }: Quote, call: SimulatedCall) {
  const now = clock();
  const id = uuidv7({ msecs: now.getTime() });
  return { id, quoteId, ...call, status: "QUEUED", simulatedAt: now, dueAt: now, createdAt: now } as const;
}
