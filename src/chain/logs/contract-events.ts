import type { Address, Hex } from "viem";
import type { EntryPointVersion } from "../../protocol/index.ts";

/** The position of an event on a chain. */
export type LogPosition = {
  readonly chainId: number;
  readonly transactionHash: Hex;
  readonly logIndex: number;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly blockTime: Date;
};

/** A `PaymentSettled` event of the router: the only proof that money moved. Amounts in token base units. */
export type SettlementLog = LogPosition & {
  /** Which router, where one has replaced another. */
  readonly router: Address;
  readonly onchainId: Hex;
  readonly merchant: Address;
  readonly token: Address;
  readonly payer: Address;
  readonly amount: bigint;
  readonly fee: bigint;
};

/** A `DepositReclaimed` event of the router: money at a deposit address that does not pay was sent to its beneficiary. */
export type ReclaimLog = LogPosition & {
  readonly router: Address;
  readonly onchainId: Hex;
  readonly token: Address;
  readonly to: Address;
  /** Token base units. */
  readonly amount: bigint;
};

/** A `Swept` event of `StandingDeposits`: all that lay at a standing address went to its split. `router` is that contract, `payer` the address. */
export type SweepLog = SettlementLog & {
  readonly isSweep: true;
};

/** A `MandateCharged` event: a period's charge went from the payer to the split. `router` is `Mandates`, `onchainId` the mandate's. */
export type ChargeLog = SettlementLog & {
  readonly isCharge: true;
  readonly period: bigint;
};

/** A `MandateCancelled` event, or an `AllMandatesCancelled`, which names no mandate. */
export type MandateCancellation = LogPosition & {
  readonly payer: Address;
  readonly onchainId: Hex | null;
};

/** A `UserOperationEvent` of the EntryPoint for an operation paid by our sponsor. */
export type UserOperationLog = LogPosition & {
  readonly entryPoint: EntryPointVersion;
  readonly hash: Hex;
  readonly sender: Address;
  readonly nonce: bigint;
  /** Wei that our sponsor paid. */
  readonly actualGasCost: bigint;
  /** False: it was included and charged, but its calls reverted. */
  readonly success: boolean;
};

/** The last block whose events have been recorded. */
export type Cursor = { readonly blockNumber: bigint; readonly blockHash: Hex; readonly blockTime: Date };

/** All events of our contracts in some blocks. */
export type ContractEvents = {
  readonly settlements: readonly SettlementLog[];
  readonly reclaims: readonly ReclaimLog[];
  readonly sweeps: readonly SweepLog[];
  readonly charges: readonly ChargeLog[];
  readonly cancellations: readonly MandateCancellation[];
  readonly userOperations: readonly UserOperationLog[];
};

/** All events of our contracts in a run of blocks that ends at the cursor. */
export type BlockBatch = ContractEvents & {
  readonly chainId: number;
  /** The cursor before the run. Null on the very first run. */
  readonly after: Cursor | null;
  readonly cursor: Cursor;
};
