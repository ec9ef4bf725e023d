import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../protocol/index.ts";
import type { StandingDeposit, StandingDepositStatus } from "../store/index.ts";

/** A deposit with the merchant's own word for whom it is of. */
export type LoadedDeposit = StandingDeposit & { readonly reference: string };

/** A deposit at one moment, as events carry it and views show it. It survives JSON: the amount is a decimal string in base units, times are ISO 8601. */
export type DepositSnapshot = {
  readonly id: string;
  readonly reference: string;
  readonly referenceId: string;
  readonly customerId: string;
  readonly status: StandingDepositStatus;
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly tokenAddress: Address;
  readonly amount: string;
  readonly sender: Address;
  readonly address: Address;
  readonly transactionHash: Hex;
  readonly logIndex: number;
  readonly blockNumber: string;
  readonly blockTime: string;
  readonly createdAt: string;
  readonly confirmedAt: string | null;
};

export function depositSnapshot(deposit: LoadedDeposit): DepositSnapshot {
  const { id, reference, referenceId, customerId, status, chainId, token, tokenAddress } = deposit;
  const { sender, address, transactionHash, logIndex } = deposit;
  return {
    id,
    reference,
    referenceId,
    customerId,
    status,
    chainId,
    token,
    tokenAddress,
    amount: deposit.amount.toString(),
    sender,
    address,
    transactionHash,
    logIndex,
    blockNumber: deposit.blockNumber.toString(),
    blockTime: deposit.blockTime.toISOString(),
    createdAt: deposit.createdAt.toISOString(),
    confirmedAt: deposit.confirmedAt?.toISOString() ?? null,
  };
}
