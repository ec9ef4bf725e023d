import { getAddress } from "viem";
import { readContract } from "viem/actions";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { formatDecimal } from "../../../src/protocol/decimal.ts";
import { paymentRouterAbi } from "../../../src/protocol/generated/payment-router-abi.ts";
import { paymentIdOf } from "../../../src/protocol/payment-id.ts";
import { readQuote } from "../checkout/checked-quote.ts";
import { formatToken, type Message } from "../messages/index.ts";
import { PayerError } from "../payer-error.ts";
import { WrongNetworkError } from "../wallets/errors.ts";
import type { ConnectedWallet } from "../wallets/wallet.ts";
import { carryOut } from "./carry-out.ts";
import { chainReader } from "./chain-reader.ts";
import { coinNeeded, holderOf, possibleRungs, type RungName } from "./choose-rung.ts";
import { ChainUnreachableError, NotEnoughCoinError, NotEnoughTokensError, PaymentTakenError } from "./errors.ts";
import { lookAtPayer, seesRouter } from "./look-at-payer.ts";
import type { LadderApi, PaymentAtHand } from "./payment-at-hand.ts";
import { rungs } from "./rungs/index.ts";
import { tryTransfers } from "./try-call.ts";

/** One thing that the payer is asked. */
export type PlanStep = Message;

export type Plan = {
  readonly rung: RungName;
  /** Whether the payer needs no coin for the network's fee. */
  readonly gasless: boolean;
  /** What the payer is asked, in order. */
  readonly steps: readonly PlanStep[];
  /** Other rungs that would do. */
  readonly alternatives: readonly RungName[];
  /** What `pay` does. */
  carryOut(onStep: (index: number) => void, signal: AbortSignal): Promise<void>;
};

export type PlanContext = {
  readonly checkout: Checkout;
  readonly quote: Quote;
  readonly wallet: ConnectedWallet;
  readonly api: LadderApi;
  /** The rung that the payer wants, where it will do. */
  readonly rung?: RungName;
};

/**
 * Finds the way to pay that asks least of the payer, by reading alone: nothing is asked of anybody. Throws `QuoteMismatchError` before it looks at
 * anything else, then `PaymentTakenError`, `NotEnoughTokensError`, `NotEnoughCoinError`, `WouldFailError`, `WrongNetworkError` or
 * `ChainUnreachableError`.
 */
export async function planPayment(context: PlanContext): Promise<Plan> {
  const payment = await paymentAtHand(context);
  const affordable = affordableRungs(payment);
  const rung = affordable.find((name) => name === context.rung) ?? affordable[0];
  await tryTransfers(payment.client, holderOf(rung, payment).address, payment);
  return {
    rung,
    gasless: rungs[rung].gasless,
    steps: rungs[rung].steps(payment),
    alternatives: affordable.filter((name) => name !== rung),
    carryOut: (onStep, signal) => carryOut(payment, rung, onStep, signal),
  };
}

async function paymentAtHand({ checkout, quote, wallet, api }: PlanContext): Promise<PaymentAtHand> {
  const checked = readQuote(checkout, quote);
  const { chain, terms } = checked;
  const client = chainReader(quote);
  const router = getAddress(quote.router);
  const payer = wallet.address;
  try {
    const [facts, isSettled, isSameChain] = await Promise.all([
      lookAtPayer(client, wallet.provider, payer, { chainId: chain.id, token: terms.token, router }),
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

/** The possible rungs whose cost the payer holds. Throws what is missing where there is none. */
function affordableRungs(payment: PaymentAtHand): readonly [RungName, ...RungName[]] {
  const { facts, token, total, terms, chain, quote } = payment;
  const possible = possibleRungs(facts, token, total, quote.gasless);
  const funded = possible.filter((name) => holderOf(name, payment).balance >= total);
  if (funded.length === 0) {
    const amount = (value: bigint) => formatToken(formatDecimal(value, token.decimals), token.symbol);
    throw new NotEnoughTokensError({ needed: amount(total), held: amount(facts.balance), network: chain.name });
  }
  const cost = { ...token, total, sellers: terms.shares.length - 1 };
  const [first, ...others] = funded.filter((name) => coinNeeded(name, facts, cost) <= facts.coin);
  if (first !== undefined) return [first, ...others];
  throw new NotEnoughCoinError({ coin: chain.nativeCurrency, token: token.symbol, network: chain.name });
}
