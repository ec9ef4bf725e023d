import { encodeFunctionData, size } from "viem";
import { gasCost } from "../gas/index.ts";
import { lockPayment } from "../payments/index.ts";
import { type Chain, paymentRouterAbi, termsFromJson } from "../protocol/index.ts";
import { type ChainServices, enqueueReclaim, reclaimSpending, simulateCall } from "../relayer/index.ts";
import type { DepositsContext } from "./context.ts";
import type { HeldDeposit } from "./notify-deposit.ts";
import { mayReturn } from "./return-budget.ts";

/** A call that returns a deposit may be included this much later. Milliseconds. */
const validity = 60 * 60_000;

/** A return costs at most this part of what is returned, whoever asks for it. */
const worth = 2n;

/** Less than a whole unit of a token stays where it is until it is asked for, and can be reclaimed by anybody. */
const isSmall = ({ token, amount }: HeldDeposit) => amount < 10n ** BigInt(token.decimals);

/**
 * Returns a deposit to its quote's beneficiary by a call like any other, but of no payment: what it did is found by the next scan. False where it is left where
 * it is: on a wrong chain, where the router lets the beneficiary alone take it and its address may be somebody else's; where it is not worth twice its gas now; and where
 * the payment's returns have used up their gas or follow too soon on each other.
 */
export async function returnDeposit(
  context: DepositsContext,
  services: ChainServices,
  deposit: HeldDeposit,
): Promise<boolean> {
  const { chain, lanes } = services;
  const { quote, recoveryRequested } = deposit.watch;
  if (chain.id !== quote.chainId || lanes.length === 0) return false;
  if (isSmall(deposit) && !recoveryRequested) return false;
  const { database, clock } = context;
  if (!mayReturn(await reclaimSpending(database, quote.paymentId), 0n, clock())) return false;
  const args = [termsFromJson(quote.terms), deposit.token.address] as const;
  const callData = encodeFunctionData({ abi: paymentRouterAbi, functionName: "reclaim", args });
  const gas = await simulateCall(services, { to: quote.router, data: callData });
  if (!isWorthItsGas(context, chain, deposit, { gas, bytes: size(callData) })) return false;
  const call = { callData, gas, unbatchable: false, validUntil: new Date(clock().getTime() + validity) };
  return database.transaction().execute(async (transaction) => {
    // Two workers at two deposits of one payment count each other's.
    await lockPayment(transaction, quote.paymentId);
    if (!mayReturn(await reclaimSpending(transaction, quote.paymentId), gas, clock())) return false;
    await enqueueReclaim({ ...context, database: transaction }, services, quote, deposit.token.address, call);
    return true;
  });
}

/** False where the money is not worth twice its gas, or nobody knows now. Without a limit of sponsorship, gas may cost anything. */
function isWorthItsGas(
  context: DepositsContext,
  chain: Chain,
  { token, amount }: HeldDeposit,
  transaction: { readonly gas: bigint; readonly bytes: number },
): boolean {
  if (context.sponsorshipLimit === 0n) return true;
  const cost = gasCost(context, chain, { ...transaction, estimated: true });
  const price = context.rates.dollarsPer(token.symbol);
  if (cost === null || price === null) return false;
  return cost * worth <= (amount * price) / 10n ** BigInt(token.decimals);
}
