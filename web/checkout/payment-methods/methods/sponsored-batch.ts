import { numberToHex } from "viem";
import { paymentCalls } from "../../../../src/protocol/payment-calls.ts";
import { untilAborted } from "../../../shared/until-aborted.ts";
import { askWallet, askWalletQuietly } from "../../../shared/wallets/index.ts";
import { TransactionFailedError } from "../errors.ts";
import { isSettled } from "../is-settled.ts";
import type { PaymentMethod } from "../payment-method.ts";
import type { PreparedPayment } from "../prepared-payment.ts";
import { amountValues } from "./amount-values.ts";

/** EIP-5792: allowance and payment as one batch of a smart wallet, or of a key that the wallet upgrades by EIP-7702. Our paymaster pays its gas. */
export const sponsoredBatch: PaymentMethod = {
  gasless: true,
  steps: (payment) => [
    { key: "step.confirmBatch", values: amountValues(payment) },
    { key: "step.wait", values: amountValues(payment) },
  ],
  async execute(payment, onProgress, signal) {
    const { terms, router, token, payer, wallet, quote } = payment;
    onProgress({ step: 0, waitsFor: "wallet" });
    const calls = paymentCalls(terms, router, token).map(({ to, data }) => ({ to, data, value: "0x0" }));
    const batch = {
      version: "2.0.0",
      chainId: numberToHex(quote.chainId),
      from: payer,
      atomicRequired: true,
      calls,
      capabilities: { paymasterService: { url: quote.paymasterUrl } },
    };
    const request = { method: "wallet_sendCalls", params: [batch] };
    const answer = await askWallet<string | { readonly id?: string } | null>(wallet.provider, request, signal);
    onProgress({ step: 1, waitsFor: "network" });
    // Wallets of the first version answer the bare id.
    await waitForBatch(payment, typeof answer === "string" ? answer : answer?.id, signal);
  },
};

/** Milliseconds between two polls. */
const pollingInterval = 1_500;

/** Status codes of EIP-5792: below 200 under way, 200 included, above failed. */
const included = 200;

/**
 * Until the wallet says that the batch is included or has failed, or the router has settled it. A wallet that cannot say is not waited for: the API
 * sees the payment.
 */
async function waitForBatch(payment: PreparedPayment, id: string | undefined, signal: AbortSignal): Promise<void> {
  const { wallet, terms } = payment;
  while (Date.now() / 1000 <= Number(terms.deadline)) {
    const request = { method: "wallet_getCallsStatus", params: [id] };
    const answer = await untilAborted(askWalletQuietly<{ status?: unknown }>(wallet.provider, request), signal);
    if (typeof answer?.status !== "number") return;
    if (answer.status > included) throw new TransactionFailedError();
    if (answer.status === included) return;
    if (await untilAborted(isSettled(payment), signal).catch(() => false)) return;
    signal.throwIfAborted();
    await untilAborted(new Promise((resolve) => setTimeout(resolve, pollingInterval)), signal);
  }
}
