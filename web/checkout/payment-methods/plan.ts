import { getAddress } from "viem";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { formatDecimal } from "../../../src/protocol/decimal.ts";
import { formatToken, type Message } from "../../shared/messages/index.ts";
import { PayerError } from "../../shared/payer-error.ts";
import { readQuote } from "../../shared/quote/checked-quote.ts";
import { type ConnectedWallet, WrongNetworkError } from "../../shared/wallets/index.ts";
import { chainReader, type FreshQuote } from "./chain-reader.ts";
import { holderOf, type MethodName, nativeTokenNeeded, possibleMethods } from "./choose-method.ts";
import { ChainUnreachableError, NotEnoughNativeTokenError, NotEnoughTokensError, PaymentTakenError } from "./errors.ts";
import { executeMethod } from "./execute-method.ts";
import { inspectPayer, seesRouter } from "./inspect-payer.ts";
import { isSettled } from "./is-settled.ts";
import { methods } from "./methods/index.ts";
import type { Progress } from "./payment-method.ts";
import type { PaymentApi, PreparedPayment } from "./prepared-payment.ts";
import { asksSigners } from "./signers.ts";
import { simulatePayment } from "./simulate-payment.ts";

/** One thing that the payer is asked. */
export type PlanStep = Message;

export type Plan = {
  readonly method: MethodName;
  /** Whether the payer needs no native token for the network's fee. */
  readonly gasless: boolean;
  /** Whether others confirm it in the wallet, perhaps hours later, for which the quote should leave time. */
  readonly asksSigners: boolean;
  /** What the payer is asked, in order. */
  readonly steps: readonly PlanStep[];
  /** Other methods that would do. */
  readonly alternatives: readonly MethodName[];
  /**
   * Carries the plan out, in this tab alone. Resolves once the payment is handed in, which is not yet paid: the API says when it is. Until then it can
   * be stopped by the signal, whose reason it throws; and it throws `PayerError`s, after which it may be called again.
   */
  execute(onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<void>;
};

export type PlanContext = {
  readonly checkout: Checkout;
  readonly quote: Quote;
  readonly wallet: ConnectedWallet;
  readonly api: PaymentApi;
  readonly freshQuote: FreshQuote;
  /** The server's time. Milliseconds since 1970. */
  readonly now: () => number;
  /** The method that the payer wants, where it will do. */
  readonly method?: MethodName;
  /** Methods that were tried and refused: others come first. */
  readonly refused?: ReadonlySet<MethodName>;
};

/**
 * Finds the way to pay that asks least of the payer, by reading alone: nothing is asked of anybody. Throws `QuoteMismatchError` before it reads
 * anything else, then `PaymentTakenError`, `NotEnoughTokensError`, `NotEnoughNativeTokenError`, `WouldFailError`, `WrongNetworkError` or
 * `ChainUnreachableError`.
 */
export async function planPayment(context: PlanContext): Promise<Plan> {
  const payment = await preparePayment(context);
  const affordable = refusedLast(affordableMethods(payment), context.refused);
  const method = affordable.find((name) => name === context.method) ?? affordable[0];
  await simulatePayment(payment, method);
  return {
    method,
    gasless: methods[method].gasless,
    asksSigners: asksSigners(payment),
    steps: methods[method].steps(payment),
    alternatives: affordable.filter((name) => name !== method),
    execute: (onProgress, signal) => executeMethod(payment, method, onProgress, signal),
  };
}

type Methods = readonly [MethodName, ...MethodName[]];

function refusedLast(methods: Methods, refused: ReadonlySet<MethodName> = new Set()): Methods {
  const isRefused = (name: MethodName) => Number(refused.has(name));
  return methods.toSorted((a, b) => isRefused(a) - isRefused(b)) as [MethodName, ...MethodName[]];
}

async function preparePayment({
  checkout,
  quote,
  wallet,
  api,
  freshQuote,
  now,
}: PlanContext): Promise<PreparedPayment> {
  const checked = readQuote(checkout, quote, quote.terms.refundTo);
  const { chain, terms } = checked;
  const client = chainReader(quote, freshQuote);
  const router = getAddress(quote.router);
  const payer = wallet.address;
  try {
    const [facts, settled, isSameChain] = await Promise.all([
      inspectPayer(client, wallet.provider, payer, { chainId: chain.id, token: terms.token, router }),
      isSettled({ client, router, terms }),
      seesRouter(wallet.provider, router),
    ]);
    if (settled) throw new PaymentTakenError("settled");
    if (!isSameChain) throw new WrongNetworkError("different", chain.name);
    return { ...checked, quote, router, wallet, payer, facts, client, api, now };
  } catch (error) {
    throw error instanceof PayerError ? error : new ChainUnreachableError(error);
  }
}

/** The possible methods whose cost the payer holds. Throws what is missing where there is none. */
function affordableMethods(payment: PreparedPayment): Methods {
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
