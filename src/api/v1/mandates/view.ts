import { isAddressEqual, zeroAddress } from "viem";
import { type ChargeSnapshot, type MandateSnapshot, mandateId, mandateUrl } from "../../../mandates/index.ts";
import { dueAt, formatDecimal, mandateUnits } from "../../../protocol/index.ts";
import { formatToken } from "../payments/view.ts";

export type MandateViewContext = { readonly publicUrl: string };

/** A mandate as its merchant sees it, in API responses and webhooks alike. */
export function mandateView(context: MandateViewContext, mandate: MandateSnapshot) {
  const { source } = mandate;
  return {
    ...payersMandateView(mandate),
    url: mandateUrl(context, mandate.publicId),
    source: source && { type: source.type, id: source.id },
  };
}

const day = 86_400;

/** What its payer sees of it. */
export function payersMandateView(mandate: MandateSnapshot) {
  const { start, unit, every, window, periods, collector } = mandate;
  const isMonths = unit === mandateUnits.months;
  return {
    id: mandateId(mandate.id),
    status: mandate.status,
    title: mandate.title,
    chainId: mandate.chainId,
    contract: mandate.contract,
    token: mandate.token,
    tokenAddress: mandate.tokenAddress,
    amount: formatToken(mandate.chainId, mandate.token, mandate.maxAmount),
    interval: { unit: isMonths ? ("MONTH" as const) : ("DAY" as const), count: isMonths ? every : every / day },
    periods,
    window,
    startsAt: start,
    lastChargeAt: start && lastChargeOf(start, { unit, every, window, periods }),
    parts: mandate.parts.map(({ recipient, bps }) => ({ recipient, percent: percentOf(bps) })),
    feePercent: percentOf(mandate.feeBasisPoints),
    collector: isAddressEqual(collector, zeroAddress) ? null : collector,
    payer: mandate.payer,
    onchainId: mandate.onchainId,
    cancelledBy: mandate.cancelledBy,
    expiresAt: mandate.expiresAt,
    createdAt: mandate.createdAt,
    signedAt: mandate.signedAt,
    endedAt: mandate.endedAt,
  };
}

/** A period's charge, whose amounts are of its mandate's token. */
export function chargeView(
  { chainId, token }: Pick<MandateSnapshot, "chainId" | "token">,
  { id, period, amount, status, cause, opensAt, closesAt, nextTryAt, fee, ...charge }: ChargeSnapshot,
) {
  return {
    id,
    period,
    amount: formatToken(chainId, token, amount),
    status,
    cause,
    opensAt,
    closesAt,
    nextTryAt,
    fee: fee === null ? null : formatToken(chainId, token, fee),
    txHash: charge.transactionHash,
    blockNumber: charge.blockNumber,
    chargedAt: charge.chargedAt,
  };
}

type Times = Pick<MandateSnapshot, "unit" | "every" | "window" | "periods">;

function lastChargeOf(start: string, times: Times): string {
  const seconds = dueAt({ ...times, start: BigInt(Date.parse(start) / 1_000) }, times.periods - 1);
  return new Date(Number(seconds) * 1_000).toISOString();
}

const percentOf = (basisPoints: number | string) => formatDecimal(BigInt(basisPoints), 2).replace(/\.?0+$/, "");
