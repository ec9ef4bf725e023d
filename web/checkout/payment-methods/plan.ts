import { getAddress } from "viem";
import { readContract } from "viem/actions";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { formatDecimal } from "../../../src/protocol/decimal.ts";
import { paymentRouterAbi } from "../../../src/protocol/generated/payment-router-abi.ts";
import { paymentIdOf } from "../../../src/protocol/payment-id.ts";
import { formatToken, type Message } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import { readQuote } from "../../shared/quote/checked-quote.ts";
import type { ConnectedWallet } from "../../shared/wallets/index.ts";
import { WrongNetworkError } from "../../shared/wallets/index.ts";
import { chainReader } from "./chain-reader.ts";
import { holderOf, type MethodName, nativeTokenNeeded, possibleMethods } from "./choose-method.ts";
import { ChainUnreachableError, NotEnoughNativeTokenError, NotEnoughTokensError, PaymentTakenError } from "./errors.ts";
import { executeMethod } from "./execute-method.ts";
import { inspectPayer, seesRouter } from "./inspect-payer.ts";
import { methods } from "./methods/index.ts";
import type { PaymentApi, PreparedPayment } from "./prepared-payment.ts";
import { simulateTransfers } from "./simulate-call.ts";

/** One thing that the payer is asked. */
export type PlanStep = Message;

export type Plan = {
  readonly method: MethodName;
  /** Whether the payer needs no native token for the network's fee. */
  readonly gasless: boolean;
  /** What the payer is asked, in order. */
  readonly steps: readonly PlanStep[];
  /** Other methods that would do. */
  readonly alternatives: readonly MethodName[];
  /** What `pay` does. */
  execute(onStep: (index: number) => void, signal: AbortSignal): Promise<void>;
};

export type PlanContext = {
  readonly checkout: Checkout;
  readonly quote: Quote;
  readonly wallet: ConnectedWallet;
  readonly api: PaymentApi;
  /** The method that the payer wants, where it will do. */
  readonly method?: MethodName;
};

/**
 * Finds the way to pay that asks least of the payer, by reading alone: nothing is asked of anybody. Throws `QuoteMismatchError` before it looks at
 * anything else, then `PaymentTakenError`, `NotEnoughTokensError`, `NotEnoughNativeTokenError`, `WouldFailError`, `WrongNetworkError` or
 * `ChainUnreachableError`.
 */
export async function planPayment(context: PlanContext): Promise<Plan> {
  const payment = await preparePayment(context);
  const affordable = affordableMethods(payment);
  const method = affordable.find((name) => name === context.method) ?? affordable[0];
  await simulateTransfers(payment.client, holderOf(method, payment).address, payment);
  return {
    method,
    gasless: methods[method].gasless,
    steps: methods[method].steps(payment),
    alternatives: affordable.filter((name) => name !== method),
    execute: (onStep, signal) => executeMethod(payment, method, onStep, signal),
  };
}

async function preparePayment({ checkout, quote, wallet, api }: PlanContext): Promise<PreparedPayment> {
  const checked = readQuote(checkout, quote);
  const { chain, terms } = checked;
  const client = chainReader(quote);
  const router = getAddress(quote.router);
  const payer = wallet.address;
  try {
    const [facts, isSettled, isSameChain] = await Promise.all([
      inspectPayer(client, wallet.provider, payer, { chainId: chain.id, token: terms.token, router }),
      readContract(client, {
        address: router,
        abi: paymentRouterAbi,
        functionName: "isSettled",
        args: [paymentIdOf(terms)],
      }),
      seesRouter(wallet.provider, router),
    ]);
    if (isSettled) throw new PaymentTakenError("settled");
    if (!isSameChain) throw new WrongNetworkError("different", chain.name);
    return { ...checked, quote, router, wallet, payer, facts, client, api };
  } catch (error) {
    throw error instanceof PayerError ? error : new ChainUnreachableError(error);
  }
}

/** The possible methods whose cost the payer holds. Throws what is missing where there is none. */
function affordableMethods(payment: PreparedPayment): readonly [MethodName, ...MethodName[]] {
  const { facts, token, total, terms, chain, quote } = payment;
  const possible = possibleMethods(facts, token, total, quote.gasless);
  const funded = possible.filter((name) => holderOf(name, payment).balance >= total);
  if (funded.length === 0) {
    const amount = (value: bigint) => formatToken(formatDecimal(value, token.decimals), token.symbol);
    throw new NotEnoughTokensError({ needed: amount(total), held: amount(facts.balance), network: chain.name });
  }
  const cost = { ...token, total, sellers: terms.shares.length - 1 };
  const [first, ...others] = funded.filter((name) => nativeTokenNeeded(name, facts, cost) <= facts.nativeBalance);
  if (first !== undefined) return [first, ...others];
  throw new NotEnoughNativeTokenError({ nativeToken: chain.nativeCurrency, token: token.symbol, network: chain.name });
}
