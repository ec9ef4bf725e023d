import type { Address, Hex } from "viem";

/** Where on a chain an event stands. */
export type LogPosition = {
  readonly chainId: number;
  readonly transactionHash: Hex;
  readonly logIndex: number;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly blockTime: Date;
};

/** A `PaymentSettled` event of the router: this, and nothing else, says that money moved. Amounts in token base units. */
export type SettlementLog = LogPosition & {
  readonly onchainId: Hex;
  readonly merchant: Address;
  readonly token: Address;
  readonly payer: Address;
  readonly amount: bigint;
  readonly fee: bigint;
};

/** A `DepositReclaimed` event of the router: what stood at a payment's deposit address, and did not pay, went to its beneficiary. */
export type ReclaimLog = LogPosition & {
  readonly onchainId: Hex;
  readonly token: Address;
  readonly to: Address;
  /** Token base units. */
  readonly amount: bigint;
};

/** A `UserOperationEvent` of the EntryPoint for an operation that our sponsor paid for. */
export type UserOperationLog = LogPosition & {
  readonly hash: Hex;
  /** False: it was included and charged, but its calls reverted. */
  readonly success: boolean;
};

/** The last block whose events have been taken in. */
export type Cursor = { readonly blockNumber: bigint; readonly blockHash: Hex; readonly blockTime: Date };

/** All events of ours in a run of blocks that ends at the cursor. */
export type BlockBatch = {
  readonly chainId: number;
  /** Where the run starts: the cursor before it. Null on the very first run. */
  readonly after: Cursor | null;
  readonly cursor: Cursor;
  readonly settlements: readonly SettlementLog[];
  readonly reclaims: readonly ReclaimLog[];
  readonly userOperations: readonly UserOperationLog[];
};
