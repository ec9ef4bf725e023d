import { encodeFunctionData, erc20Abi } from "viem";
import { readContract } from "viem/actions";
import { paymentRouterAbi } from "../../../../src/protocol/generated/payment-router-abi.ts";
import type { Message } from "../../../shared/messages/index.ts";
import type { PaymentMethod } from "../payment-method.ts";
import type { PreparedPayment } from "../prepared-payment.ts";
import { sendTransaction, waitForTransaction } from "../send-transaction.ts";
import { amountValues } from "./amount-values.ts";
import { costValues } from "./cost-values.ts";

/** An allowance of exactly the total, then the payment: the payer's own transactions, as any token takes them. */
export const approval: PaymentMethod = {
  gasless: false,
  steps: (payment) => [...allowances(payment).map(({ step }) => step), payStep(payment), waitStep(payment)],
  async execute(payment, onStep, signal) {
    const { client, terms, router, total } = payment;
    const todo = allowances(payment);
    for (const [index, { amount }] of todo.entries()) {
      onStep(index);
      // After a first try that went half the way it may be there already.
      const current = await readAllowance(payment);
      if (current >= total || current === amount) continue;
      const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, amount] });
      const hash = await sendTransaction(payment, { to: terms.token, data }, signal);
      await waitForTransaction(client, hash, signal);
    }
    onStep(todo.length);
    const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [terms] });
    const hash = await sendTransaction(payment, { to: router, data }, signal);
    onStep(todo.length + 1);
    await waitForTransaction(client, hash, signal);
  },
};

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
