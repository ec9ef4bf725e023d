import type { Quote } from "../../../clients/typescript/types.ts";
import { parseDecimal } from "../../../src/protocol/decimal.ts";

/** A transfer as a URI that wallets read: https://eips.ethereum.org/EIPS/eip-681 */
export function paymentRequest(
  { tokenAddress, chainId, decimals }: Quote,
  depositAddress: string,
  amount: string,
): string {
  return `ethereum:${tokenAddress}@${chainId}/transfer?address=${depositAddress}&uint256=${parseDecimal(amount, decimals)}`;
}
