import { v7 as uuidv7 } from "uuid";
import type { Address, Hex } from "viem";
import { type NewAttempt, startAttempt } from "../../payments/index.ts";
import type { Quote, RelayRequestTable } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { RelayerContext } from "../context.ts";
import { checkPayer } from "../payers/check-payer.ts";
import { payerKey } from "../payers/unfinished-of-payers.ts";

/** A call that was simulated a moment ago. */
export type SimulatedCall = Pick<RelayRequestTable, "callData" | "gas" | "unbatchable" | "validUntil">;

/**
 * Accepts a call that pays a quote, as an attempt: from here on the workers submit it, whatever becomes of this process, for as long as the attempt holds the right
 * to try. `balance`: what its payer has of the token. Throws as `startAttempt` and `checkPayer` do. Answers the request's id.
 */
export async function enqueuePayment(
  context: RelayerContext,
  services: ChainServices,
  quote: Quote,
  { balance, ...attempt }: Pick<NewAttempt, "kind" | "payer" | "cost"> & { readonly balance: bigint | null },
  call: Omit<SimulatedCall, "validUntil">,
): Promise<string> {
  const row = rowOf(context, quote, { ...call, validUntil: quote.expiresAt });
  const payer = attempt.payer && payerKey(attempt.payer);
  await context.database.transaction().execute(async (transaction) => {
    const validUntil = await startAttempt(context, transaction, { ...attempt, quote, reference: row.id });
    if (payer !== null && balance !== null) {
      await checkPayer(transaction, services, { payer, quote, balance }, context.clock());
    }
    await transaction
      .insertInto("relays")
      .values({
        ...row,
        payer,
        validUntil,
        chainId: services.chain.id,
        kind: "PAYMENT",
        tokenAddress: quote.terms.token,
      })
      .execute();
  });
  services.wake();
  return row.id;
}

/** The same for a call that reclaims a token from a quote's deposit address. One request that is under way is enough. */
export async function enqueueReclaim(
  context: RelayerContext,
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

/** A call of a contract of ours beside the router, or of a token, for no quote. */
export type NamedCall = SimulatedCall & {
  readonly kind: Extract<RelayRequestTable["kind"], "SWEEP" | "MANDATE">;
  readonly target: Address;
  readonly tokenAddress: Address;
};

/** The same for a call for no quote, of a contract that it names. Whoever asked for it finds out on chain what became of it. One that is under way is enough. */
export async function enqueueCall(context: RelayerContext, services: ChainServices, call: NamedCall): Promise<void> {
  await context.database
    .insertInto("relays")
    .values({ ...rowOf(context, null, call), chainId: services.chain.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  services.wake();
}

function rowOf<Call extends SimulatedCall>({ clock }: RelayerContext, quote: Quote | null, call: Call) {
  const now = clock();
  const quoteId = quote?.id ?? null;
  const id = uuidv7({ msecs: now.getTime() });
  return { id, quoteId, ...call, status: "QUEUED", simulatedAt: now, dueAt: now, createdAt: now } as const;
}
