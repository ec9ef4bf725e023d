import { encodeFunctionData, hexToNumber, parseAbi, slice } from "viem";
import { readContract } from "viem/actions";
import { paymentRouterAbi } from "../../../../src/protocol/generated/payment-router-abi.ts";
import { permitTypedData } from "../../../../src/protocol/typed-data.ts";
import { WalletCannotError } from "../../../shared/wallets/index.ts";
import { isSettled } from "../is-settled.ts";
import type { PaymentMethod } from "../payment-method.ts";
import { sendTransaction } from "../send-transaction.ts";
import { signTypedData } from "../sign-typed-data.ts";
import { waitForTransaction } from "../wait-for-transaction.ts";
import { amountValues } from "./amount-values.ts";
import { costValues } from "./cost-values.ts";

const noncesAbi = parseAbi(["function nonces(address owner) view returns (uint256)"]);

/** EIP-2612: the allowance is signed and goes into the payer's one transaction. */
export const permit: PaymentMethod = {
  gasless: false,
  steps: (payment) => [
    { key: "step.signPermit", values: amountValues(payment) },
    { key: "step.sendPayment", values: costValues("permit", payment) },
    { key: "step.wait", values: amountValues(payment) },
  ],
  async execute(payment, onProgress, signal) {
    const { terms, router, payer, token, client } = payment;
    if (token.domain === null) throw new WalletCannotError(`${token.symbol} has no signatures`);
    onProgress({ step: 0, waitsFor: "wallet" });
    const nonce = await readContract(client, {
      address: terms.token,
      abi: noncesAbi,
      functionName: "nonces",
      args: [payer],
    });
    const typedData = permitTypedData(terms, payer, router, token.domain, nonce);
    const signature = await signTypedData(payment, typedData, signal);
    onProgress({ step: 1, waitsFor: "wallet" });
    const [r, s, v] = [slice(signature, 0, 32), slice(signature, 32, 64), hexToNumber(slice(signature, 64))];
    const args = [terms, terms.deadline, v, r, s] as const;
    const data = encodeFunctionData({ abi: paymentRouterAbi, functionName: "payWithPermit", args });
    const hash = await sendTransaction(payment, { to: router, data }, signal);
    onProgress({ step: 2, waitsFor: "network" });
    await waitForTransaction(client, hash, () => isSettled(payment), signal);
  },
};
