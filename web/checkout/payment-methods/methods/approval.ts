import { encodeFunctionData, erc20Abi } from "viem";
import { readContract } from "viem/actions";
import { paymentRouterAbi } from "../../../../src/protocol/generated/payment-router-abi.ts";
import type { Message } from "../../../shared/messages/index.ts";
import { AllowanceMissingError, SignersMissingError, TransactionNotSeenError } from "../errors.ts";
import { isSettled } from "../is-settled.ts";
import type { PaymentMethod } from "../payment-method.ts";
import type { PreparedPayment } from "../prepared-payment.ts";
import { sendTransaction } from "../send-transaction.ts";
import { asksSigners, awaited, timeToSign } from "../signers.ts";
import { waitForEffect, waitForTransaction } from "../wait-for-transaction.ts";
import { amountValues } from "./amount-values.ts";
import { costValues } from "./cost-values.ts";

/** An allowance of exactly the total, then the payment: the payer's own transactions, as any token takes them. */
export const approval: PaymentMethod = {
  gasless: false,
  steps: (payment) => [...allowances(payment).map(({ step }) => step), payStep(payment), waitStep(payment)],
  async execute(payment, onProgress, signal) {
    const { terms, router, total } = payment;
    const todo = allowances(payment);
    for (const [step, { amount }] of todo.entries()) {
      onProgress({ step, waitsFor: "wallet" });
      // After a first try that went half the way it may be there already.
      const isThere = async () => {
        const current = await readAllowance(payment);
        return current >= total || current === amount;
      };
      if (await isThere()) continue;
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, amount] });
      const hash = await sendTransaction(payment, { to: terms.token, data }, signal);
      onProgress({ step, waitsFor: awaited(payment) });
      const seen = await waitFor(payment, hash, isThere, signal);
      if (seen === "nothing") throw new TransactionNotSeenError(payment.chain.name);
      if (seen === "receipt" && !(await isThere())) throw new AllowanceMissingError(amountValues(payment).amount);
    }
    onProgress({ step: todo.length, waitsFor: "wallet" });
    const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [terms] });
    const hash = await sendTransaction(payment, { to: router, data }, signal);
    onProgress({ step: todo.length + 1, waitsFor: awaited(payment) });
    await waitFor(payment, hash, () => isSettled(payment), signal);
  },
};

/** Signers have until the quote's end, and what their wallet answers is no transaction's hash. */
async function waitFor(
  payment: PreparedPayment,
  hash: unknown,
  hasEffect: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<"receipt" | "effect" | "nothing"> {
  if (!asksSigners(payment)) return waitForTransaction(payment.client, hash, hasEffect, signal);
  const seen = await waitForEffect(hasEffect, signal, timeToSign(payment));
  if (seen === "nothing") throw new SignersMissingError();
  return seen;
}

function readAllowance({ client, terms, payer, router }: PreparedPayment): Promise<bigint> {
  const args = [payer, router] as const;
  return readContract(client, { address: terms.token, abi: erc20Abi, functionName: "allowance", args });
}

type Allowance = { readonly amount: bigint; readonly step: Message };

/** USDT on Ethereum changes no allowance but from or to zero: one that is left over is taken back first. */
function allowances(payment: PreparedPayment): Allowance[] {
  const { token, total, facts } = payment;
  if (facts.routerAllowance >= total) return [];
  const allow: Allowance = { amount: total, step: { key: "step.approve", values: amountValues(payment) } };
  if (!token.approveZeroFirst || facts.routerAllowance === 0n) return [allow];
  return [{ amount: 0n, step: { key: "step.takeBackAllowance", values: { token: token.symbol } } }, allow];
}

const payStep = (payment: PreparedPayment): Message => ({
  key: "step.sendPayment",
  values: costValues("approval", payment),
});
const waitStep = (payment: PreparedPayment): Message => ({ key: "step.wait", values: amountValues(payment) });
