import type { Address, Hex } from "viem";
import type { PaymentSource } from "../payments/index.ts";
import type { TokenSymbol } from "../protocol/index.ts";
import type {
  ChargeCause,
  Mandate,
  MandateCanceller,
  MandateCharge,
  MandateChargeStatus,
  MandateStatus,
  StoredPart,
} from "../store/index.ts";

/** A mandate at one moment, as events carry it and views show it. It survives JSON: amounts are decimal strings in base units, times are ISO 8601. */
export type MandateSnapshot = {
  readonly id: string;
  readonly publicId: string;
  readonly status: MandateStatus;
  readonly source: PaymentSource | null;
  readonly title: string;
  readonly chainId: number;
  readonly contract: Address;
  readonly token: TokenSymbol;
  readonly tokenAddress: Address;
  readonly ref: Hex;
  readonly maxAmount: string;
  readonly start: string | null;
  readonly unit: number;
  readonly every: number;
  readonly window: number;
  readonly periods: number;
  readonly collector: Address;
  readonly parts: readonly StoredPart[];
  readonly feeBasisPoints: string;
  readonly payer: Address | null;
  readonly epoch: string | null;
  readonly onchainId: Hex | null;
  readonly cancelledBy: MandateCanceller | null;
  readonly expiresAt: string;
  readonly createdAt: string;
  readonly signedAt: string | null;
  readonly endedAt: string | null;
};

/** The same of a period's charge. */
export type ChargeSnapshot = {
  readonly id: string;
  readonly period: number;
  readonly amount: string;
  readonly status: MandateChargeStatus;
  readonly cause: ChargeCause | null;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly nextTryAt: string | null;
  readonly fee: string | null;
  readonly transactionHash: Hex | null;
  readonly blockNumber: string | null;
  readonly chargedAt: string | null;
};

export function mandateSnapshot(mandate: Mandate): MandateSnapshot {
  const { id, publicId, status, title, chainId, contract, token, tokenAddress, ref, unit, every, window, periods } =
    mandate;
  const { collector, parts, payer, onchainId, cancelledBy, sourceType, sourceId } = mandate;
  return {
    id,
    publicId,
    status,
    source: sourceType === null || sourceId === null ? null : { type: sourceType, id: sourceId },
    title,
    chainId,
    contract,
    token,
    tokenAddress,
    ref,
    maxAmount: mandate.maxAmount.toString(),
    start: mandate.start?.toISOString() ?? null,
    unit,
    every,
    window,
    periods,
    collector,
    parts: parts.map(({ recipient, bps }) => ({ recipient, bps })),
    feeBasisPoints: mandate.feeBasisPoints.toString(),
    payer,
    epoch: mandate.epoch?.toString() ?? null,
    onchainId,
    cancelledBy,
    expiresAt: mandate.expiresAt.toISOString(),
    createdAt: mandate.createdAt.toISOString(),
    signedAt: mandate.signedAt?.toISOString() ?? null,
    endedAt: mandate.endedAt?.toISOString() ?? null,
  };
}

export function chargeSnapshot(charge: MandateCharge): ChargeSnapshot {
  const { id, period, status, cause, transactionHash } = charge;
  return {
    id,
    period,
    amount: charge.amount.toString(),
    status,
    cause,
    opensAt: charge.opensAt.toISOString(),
    closesAt: charge.closesAt.toISOString(),
    nextTryAt: status === "SCHEDULED" ? (charge.dueAt?.toISOString() ?? null) : null,
    fee: charge.fee?.toString() ?? null,
    transactionHash,
    blockNumber: charge.blockNumber?.toString() ?? null,
    chargedAt: charge.chargedAt?.toISOString() ?? null,
  };
}
