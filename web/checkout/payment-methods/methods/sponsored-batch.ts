import { type Hex, numberToHex } from "viem";
import { paymentCalls } from "../../../../src/protocol/payment-calls.ts";
import { untilAborted } from "../../../shared/until-aborted.ts";
import { askWallet, askWalletQuietly } from "../../../shared/wallets/index.ts";
import { TransactionFailedError } from "../errors.ts";
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
  async execute(payment, onStep, signal) {
    const { terms, router, token, payer, wallet, quote } = payment;
    onStep(0);
    const calls = paymentCalls(terms, router, token).map(({ to, data }) => ({ to, data, value: "0x0" }));
    const batch = {
      version: "2.0.0",
      chainId: numberToHex(quote.chainId),
      from: payer,
      atomicRequired: true,
      calls,
      capabilities: { paymasterService: { url: quote.paymasterUrl } },
    };
    const sending = askWallet<Hex | { id: string }>(
      wallet.provider,
      { method: "wallet_sendCalls", params: [batch] },
      signal,
    );
    const answer = await sending;
    onStep(1);
    // Wallets of the first version answer the bare id.
    await waitForBatch(payment, typeof answer === "string" ? answer : answer.id, signal);
  },
};

/** Milliseconds between two looks. */
const pollingInterval = 1_000;

/** Status codes of EIP-5792: below 200 under way, 200 included, above failed. */
const included = 200;

/** Until the wallet says that the batch is included or has failed. A wallet that cannot say is not waited for: the API sees the payment. */
async function waitForBatch({ wallet, terms }: PreparedPayment, id: string, signal: AbortSignal): Promise<void> {
  while (Date.now() / 1000 <= Number(terms.deadline)) {
    const request = { method: "wallet_getCallsStatus", params: [id] };
    const answer = await untilAborted(askWalletQuietly<{ status?: unknown }>(wallet.provider, request), signal);
    if (typeof answer?.status !== "number") return;
    if (answer.status > included) throw new TransactionFailedError();
    if (answer.status === included) return;
    await untilAborted(new Promise((resolve) => setTimeout(resolve, pollingInterval)), signal);
  }
}
