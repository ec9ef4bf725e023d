import { encodeFunctionData, size } from "viem";
import { gasCost } from "../gas/index.ts";
import { type Chain, paymentRouterAbi, termsFromJson } from "../protocol/index.ts";
import { type ChainServices, enqueueReclaim, simulateCall } from "../relayer/index.ts";
import type { DepositsContext } from "./context.ts";
import type { HeldDeposit } from "./notify-deposit.ts";

/** A call that returns a deposit may be included this much later. Milliseconds. */
const validity = 60 * 60_000;

/** Less than a whole unit of a token stays where it is, and can be reclaimed by anybody. */
const isSmall = ({ token, amount }: HeldDeposit) => amount < 10n ** BigInt(token.decimals);

/**
 * Returns a deposit to its quote's beneficiary by a call like any other, but of no payment: what it did is found by the next scan. False where it is left where
 * it is: on a wrong chain, where the router lets the beneficiary alone take it and its address may be somebody else's, and where it is not worth its gas now.
 */
export async function returnDeposit(
  context: DepositsContext,
  services: ChainServices,
  deposit: HeldDeposit,
): Promise<boolean> {
  const { chain, lanes } = services;
  const { quote, claimRequested } = deposit.watch;
  if (chain.id !== quote.chainId || lanes.length === 0) return false;
  if (isSmall(deposit) && !claimRequested) return false;
  const args = [termsFromJson(quote.terms), deposit.token.address] as const;
  const callData = encodeFunctionData({ abi: paymentRouterAbi, functionName: "reclaim", args });
  const gas = await simulateCall(services, callData);
  if (!claimRequested && !isWorthItsGas(context, chain, deposit, { gas, bytes: size(callData) })) return false;
  const validUntil = new Date(context.clock().getTime() + validity);
  await enqueueReclaim(context, services, quote, deposit.token.address, {
    callData,
    gas,
    unbatchable: false,
    validUntil,
  });
  return true;
}

/** False where returning money would cost more than it is. What nobody knows the price of is returned. */
function isWorthItsGas(
  context: DepositsContext,
  chain: Chain,
  { token, amount }: HeldDeposit,
  transaction: { readonly gas: bigint; readonly bytes: number },
): boolean {
  const cost = gasCost(context, chain, { ...transaction, estimated: true });
  const price = context.rates.dollarsPer(token.symbol);
  if (cost === null || price === null || context.sponsorshipLimit === 0n) return true;
  return cost <= (amount * price) / 10n ** BigInt(token.decimals);
}
