import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import { chainById, formatDecimal, tokenBySymbol } from "../protocol/index.ts";
import type { RefundSnapshot } from "./refund-snapshot.ts";

/** A transaction for somebody's own wallet or Safe: nothing here has a key to it. */
export type PreparedTransaction = {
  readonly chainId: number;
  readonly from: Address;
  /** The token's contract. */
  readonly to: Address;
  readonly data: Hex;
  readonly value: "0";
  /** What it does, for people. */
  readonly summary: string;
};

/** What is still to be signed of a refund, one a sender. None without an address, or once it is over. */
export function preparedTransactions(refund: RefundSnapshot): PreparedTransaction[] {
  const { to: recipient, status, chainId, token: symbol, tokenAddress } = refund;
  const chain = chainById(chainId);
  const token = chain && tokenBySymbol(chain, symbol);
  if (recipient === null || status !== "PENDING" || !chain || !token) return [];
  return refund.transfers
    .filter(({ transactionHash }) => transactionHash === null)
    .map(({ from, amount }) => ({
      chainId,
      from,
      to: tokenAddress,
      data: encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [recipient, BigInt(amount)] }),
      value: "0",
      summary: `Send ${formatDecimal(BigInt(amount), token.decimals)} ${symbol} on ${chain.name} from ${from} to ${recipient}: refund of payment ${refund.paymentId}.`,
    }));
}
