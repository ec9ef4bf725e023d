import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../protocol/index.ts";
import type { StoredPart } from "./customers.ts";
import type { Mode } from "./owner.ts";

/**
 * PENDING: its payer has not signed. ACTIVE: signed. COMPLETED: its last window is over. CANCELLED: nothing is charged by it any more; where its payer ended it on chain, nothing can be.
 * EXPIRED: nobody signed in time.
 */
export const mandateStatuses = ["PENDING", "ACTIVE", "COMPLETED", "CANCELLED", "EXPIRED"] as const;
export type MandateStatus = (typeof mandateStatuses)[number];

/** PAYER: on chain, for good. MERCHANT: by us alone. */
export type MandateCanceller = "PAYER" | "MERCHANT";

/** What a payer signs once to be charged each period: the terms, and how far they have come. Terms never change; the payer's part of them is null until it signs. */
export type MandateTable = {
  id: string;
  /** In the URL of its payer's page: nobody can guess it. */
  publicId: string;
  organizationId: string;
  mode: Mode;
  /** What asked for it, which only its caller understands. */
  sourceType: string | null;
  sourceId: string | null;
  /** What the payer reads that it is for. */
  title: string;
  chainId: number;
  /** Of `Mandates`. */
  contract: Address;
  token: TokenSymbol;
  tokenAddress: Address;
  ref: Hex;
  /** Base units. */
  maxAmount: bigint;
  /** The first second of period 0. Null until it is signed, where it begins with the signature. */
  start: ColumnType<Date | null, Date | null | undefined, Date | null>;
  unit: number;
  every: number;
  /** Seconds. */
  window: number;
  periods: number;
  /** Zero: exactly `maxAmount`. */
  collector: Address;
  parts: JSONColumnType<StoredPart[]>;
  /** What the contract takes of every charge. */
  feeBasisPoints: bigint;
  payer: ColumnType<Address | null, Address | null | undefined, Address | null>;
  epoch: ColumnType<bigint | null, bigint | null | undefined, bigint | null>;
  onchainId: ColumnType<Hex | null, Hex | null | undefined, Hex | null>;
  signature: ColumnType<Hex | null, Hex | null | undefined, Hex | null>;
  /** Whether the payer's account is a contract, whose calls go alone. */
  contractPayer: Generated<boolean>;
  status: MandateStatus;
  cancelledBy: ColumnType<MandateCanceller | null, MandateCanceller | null | undefined, MandateCanceller | null>;
  /** Until when it can be signed. */
  expiresAt: Date;
  /** When the chain is asked whether its payer has ended it, and whether its last window is over. Null: never more. Also a lease. */
  inspectAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  createdAt: Date;
  signedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  endedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

/**
 * SCHEDULED: to be charged in its window. PROCESSING: charged on chain, not final. SUCCEEDED: final. MISSED: its window is over, or the payer has ended the mandate. CANCELLED: by its merchant, before it
 * was charged. REVERSED: a reorganisation took it away after it was final.
 */
export const mandateChargeStatuses = [
  "SCHEDULED",
  "PROCESSING",
  "SUCCEEDED",
  "MISSED",
  "CANCELLED",
  "REVERSED",
] as const;
export type MandateChargeStatus = (typeof mandateChargeStatuses)[number];

/**
 * Why a charge did not go through so far. `blocked`: the token refuses, as where its issuer has denied somebody. `signature_refused`: the payer's wallet takes its word back. `gas_too_high`: gas costs more than
 * the fee. `not_in_time`: the chain, or our own key to it, was not there.
 */
export const chargeCauses = [
  "insufficient_balance",
  "allowance_too_low",
  "blocked",
  "cancelled_on_chain",
  "signature_refused",
  "gas_too_high",
  "not_in_time",
] as const;
export type ChargeCause = (typeof chargeCauses)[number];

/** The one charge of a period. */
export type MandateChargeTable = {
  id: string;
  mandateId: string;
  chainId: number;
  period: number;
  /** Base units, gross. */
  amount: bigint;
  collectorSignature: Hex | null;
  status: MandateChargeStatus;
  cause: ChargeCause | null;
  opensAt: Date;
  closesAt: Date;
  /** When it is tried next, and whose lease it is. Null: never more. */
  dueAt: Date | null;
  /** Tries in a row that the chain would have refused. */
  tries: Generated<number>;
  /** Calls that were handed to the relayer: each may cost its gas. */
  sent: Generated<number>;
  /** When the payer's balance and allowance are read, while they stand in its way. Also a lease. */
  fundsAt: Date | null;
  /** What they were when it was tried. Base units. */
  balance: bigint | null;
  allowance: bigint | null;
  transactionHash: Hex | null;
  blockNumber: bigint | null;
  chargedAt: Date | null;
  fee: bigint | null;
  createdAt: Date;
  endedAt: Date | null;
};

export type Mandate = Selectable<MandateTable>;
export type MandateCharge = Selectable<MandateChargeTable>;
