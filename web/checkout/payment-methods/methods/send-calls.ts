import { numberToHex } from "viem";
import { paymentCalls } from "../../../../src/protocol/payment-calls.ts";
import { untilAborted } from "../../../shared/until-aborted.ts";
import { askWallet, askWalletQuietly } from "../../../shared/wallets/index.ts";
import { SignersMissingError, TransactionFailedError } from "../errors.ts";
import { isSettled } from "../is-settled.ts";
import type { Progress } from "../payment-method.ts";
import type { PreparedPayment } from "../prepared-payment.ts";
import { asksSigners, awaited, timeToSign } from "../signers.ts";

/** Has the wallet send allowance and payment as one batch (EIP-5792), and waits until it is included. */
export async function sendCalls(
  payment: PreparedPayment,
  capabilities: Readonly<Record<string, unknown>> | undefined,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { terms, router, token, payer, wallet, quote, facts } = payment;
  onProgress({ step: 0, waitsFor: "wallet" });
  const version = facts.capabilities.callsVersion;
  const batch = {
    version,
    chainId: numberToHex(quote.chainId),
    from: payer,
    // The first version had no other way.
    ...(version === "2.0.0" && { atomicRequired: true }),
    calls: paymentCalls(terms, router, token).map(({ to, data }) => ({ to, data, value: "0x0" })),
    ...(capabilities && { capabilities }),
  };
  const request = { method: "wallet_sendCalls", params: [batch] };
  const answer = await askWallet<string | { readonly id?: string } | null>(wallet.provider, request, signal);
  onProgress({ step: 1, waitsFor: awaited(payment) });
  // Wallets of the first version answer the bare id.
  await waitForBatch(payment, typeof answer === "string" ? answer : answer?.id, signal);
}

/** Milliseconds between two polls: of what is about to be included, and of what people take their time with. */
const pollingIntervals = { network: 1_500, signers: 4_000 };

/**
 * Until the wallet says that the batch is included or has failed, or the router has settled it. A wallet that cannot say is not waited for, unless it has signers: the
 * API sees the payment.
 */
async function waitForBatch(payment: PreparedPayment, id: string | undefined, signal: AbortSignal): Promise<void> {
  const { wallet } = payment;
  const hasSigners = asksSigners(payment);
  while (timeToSign(payment) > 0) {
    const request = { method: "wallet_getCallsStatus", params: [id] };
    const status = statusOf(await untilAborted(askWalletQuietly<Status>(wallet.provider, request), signal));
    if (status === "failed") throw new TransactionFailedError();
    if (status === "included" || (status === "unknown" && !hasSigners)) return;
    if (await untilAborted(isSettled(payment), signal).catch(() => false)) return;
    signal.throwIfAborted();
    const interval = pollingIntervals[hasSigners ? "signers" : "network"];
    await untilAborted(new Promise((resolve) => setTimeout(resolve, interval)), signal);
  }
  if (hasSigners) throw new SignersMissingError();
}

type Status = { readonly status?: unknown; readonly receipts?: unknown } | null;

/** In numbers below 200 it is under way, below 400 included, and failed from there on. Wallets of the first version say it in words. */
function statusOf(answer: Status | undefined): "pending" | "included" | "failed" | "unknown" {
  const { status, receipts } = answer ?? {};
  if (typeof status === "number") return status < 200 ? "pending" : status < 400 ? "included" : "failed";
  if (status === "PENDING") return "pending";
  if (status !== "CONFIRMED") return "unknown";
  return Array.isArray(receipts) && receipts.some((receipt) => receipt?.status === "0x0") ? "failed" : "included";
}
