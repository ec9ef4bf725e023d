import { decodeFunctionData, type Hex, size } from "viem";
import type { GasPrices } from "../chain/index.ts";
import { paymentRouterAbi } from "../protocol/index.ts";
import type { PayerCode } from "./payer-code.ts";

/**
 * The gas of an honest call by what it does: about twice what it was measured to take on Circle's USDC to recipients who had nothing before. A wallet's own
 * check of a passkey is the dearest that is known.
 */
const honest = {
  signature: 250_000n,
  deposit: 350_000n,
  reclaim: 350_000n,
  share: 45_000n,
  contractSignature: 450_000n,
} as const;

/** The most gas that a call of the router may be relayed with. */
export function maxCallGas(callData: Hex, payerCode: PayerCode, prices: GasPrices | null): bigint {
  const { functionName, args } = decodeFunctionData({ abi: paymentRouterAbi, data: callData });
  const publication = publicationGas(callData, prices);
  if (functionName === "reclaim") return honest.reclaim + publication;
  const [terms] = args as unknown as readonly [{ readonly shares: readonly unknown[] }];
  const shares = honest.share * BigInt(terms.shares.length);
  if (functionName === "payFromDeposit") return honest.deposit + shares + publication;
  return honest.signature + shares + (payerCode === "none" ? 0n : honest.contractSignature) + publication;
}

/** Where a node's estimates hold what the publication of the data costs, twice that, in gas. */
function publicationGas(callData: Hex, prices: GasPrices | null): bigint {
  if (!prices?.dataFeeInGas) return 0n;
  const price = prices.baseFee + prices.priorityFee;
  return price === 0n ? 0n : (2n * prices.dataFeePerByte * BigInt(size(callData))) / price;
}
