import { v7 as uuidv7 } from "uuid";
import { type Address, getAddress } from "viem";
import { lostRecipients } from "../access/index.ts";
import { InvalidPaymentError, loadPayment, lockPayment, PaymentStateError, payableChains } from "../payments/index.ts";
import {
  type Chain,
  chainById,
  fiatToToken,
  paymentIdOf,
  type Token,
  type TokenSymbol,
  termsOf,
  termsToJson,
  tokenAmountBound,
  tokenBySymbol,
} from "../protocol/index.ts";
import type { Quote } from "../store/index.ts";
import { issueQuoteToken } from "./checkout-token.ts";
import type { QuotesContext } from "./context.ts";
import { RecipientDeniedError } from "./errors.ts";
import { quoteEnd } from "./quote-life.ts";
import { checkQuoteLimits } from "./quote-limits.ts";
import { findShared } from "./shared-quote.ts";

export type QuoteChoice = {
  readonly chainId: number;
  readonly token: TokenSymbol;
  /** Who gets back what a deposit address holds beyond the payment. The merchant when left out. */
  readonly refundTo?: Address | undefined;
  /** To be paid by a transfer, which may take longer than a wallet. */
  readonly transfer?: boolean | undefined;
  /** Who asks, as far as a stranger is known: quotes that name a `refundTo` are counted by it. */
  readonly requestedFrom?: string | undefined;
};

/** A quote with what opens it, which is readable here only: the RPC pass-through for its payer, the paymaster for the payer's wallet. */
export type NewQuote = { readonly quote: Quote; readonly checkoutToken: string; readonly paymasterToken: string };

/**
 * Binds an ACTIVE payment to one chain, token and amount. Throws `PaymentNotFoundError`, `PaymentStateError`, `InvalidPaymentError` for
 * a chain and token that the payment does not accept and a `refundTo` that money would be lost at, `RecipientDeniedError`, `RateUnavailableError`;
 * with a `refundTo` also `TooManyQuotesError`.
 */
export async function quotePayment(context: QuotesContext, paymentId: string, choice: QuoteChoice): Promise<NewQuote> {
  const { payment } = await loadPayment(context.database, paymentId);
  const now = context.clock();
  if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "quoted");
  if (payment.expiresAt <= now) throw new PaymentStateError("EXPIRED", "quoted");

  const chain = payment.acceptedChains.includes(choice.chainId) ? chainById(choice.chainId) : undefined;
  const offered = (await payableChains(context, payment)).find(({ id }) => id === chain?.id);
  if (!offered) {
    const message = `This payment accepts chains ${payment.acceptedChains.join(", ")}.`;
    throw new InvalidPaymentError([{ path: ["chainId"], message }]);
  }
  const token = payment.acceptedTokens.includes(choice.token) ? tokenBySymbol(offered, choice.token) : undefined;
  if (!token) {
    const possible = payment.acceptedTokens.filter((symbol) => tokenBySymbol(offered, symbol));
    const message = `On ${offered.name} this payment accepts ${possible.join(", ") || "no token"}.`;
    throw new InvalidPaymentError([{ path: ["token"], message }]);
  }

  const refundTo = choice.refundTo && (await readRefundTo(context, choice.refundTo));
  if (choice.transfer && payment.sellers.length > 0 && refundTo === undefined) {
    const message =
      "This payment has several recipients: name an address that a transfer goes back to where it cannot pay, or one of them would get it all.";
    throw new InvalidPaymentError([{ path: ["refundTo"], message }]);
  }
  const exchangeRate = await context.rates.tokenPerUnit(payment.currency, token.symbol);
  const amountToken = fiatToToken(payment.amount, payment.currency, exchangeRate, token.decimals);
  if (amountToken >= tokenAmountBound) {
    const message = `At ${exchangeRate} ${token.symbol} for 1 ${payment.currency} this payment is too large to be paid.`;
    throw new InvalidPaymentError([{ path: ["token"], message }]);
  }
  const expiresAt = await quoteEnd(context, payment, choice);
  const terms = termsOf({ payment, chainId: offered.id, token, amount: amountToken, deadline: expiresAt, refundTo });
  if (terms.shares.some((share) => share.amount === 0n)) {
    const message = `A share of this payment is worth less than the smallest unit of ${token.symbol}.`;
    throw new InvalidPaymentError([{ path: ["token"], message }]);
  }

  const recipients = terms.shares.map(({ recipient }) => recipient);
  await checkDenied(context, { chain: offered, token, recipients, refundTo });

  const quote = await insertQuote(context, {
    id: uuidv7({ msecs: now.getTime() }),
    paymentId,
    onchainId: paymentIdOf(terms),
    chainId: offered.id,
    router: context.router,
    feeBasisPoints: context.feeBasisPoints,
    token: token.symbol,
    amountToken,
    exchangeRate,
    terms: termsToJson(terms),
    refundTo: refundTo ?? null,
    requestedFrom: (refundTo && choice.requestedFrom) ?? null,
    expiresAt,
    createdAt: now,
  });
  const checkoutToken = await issueQuoteToken(context, "checkout", quote.id);
  const paymasterToken = await issueQuoteToken(context, "paymaster", quote.id);
  return { quote, checkoutToken, paymasterToken };
}

async function readRefundTo(context: QuotesContext, refundTo: Address): Promise<Address> {
  const reason = (await lostRecipients(context, [refundTo])).get(refundTo);
  if (reason === undefined) return getAddress(refundTo);
  throw new InvalidPaymentError([{ path: ["refundTo"], message: `Money sent there would be lost: ${reason}.` }]);
}

/** Before a quote is made, and with it a deposit address: some tokens would not reach a denied recipient, others would, for good. */
async function checkDenied(
  { findDenied }: QuotesContext,
  {
    chain,
    token,
    recipients,
    refundTo,
  }: {
    readonly chain: Chain;
    readonly token: Token;
    readonly recipients: readonly Address[];
    readonly refundTo: Address | undefined;
  },
): Promise<void> {
  const denied = await findDenied(chain.id, token.symbol, [...recipients, ...(refundTo ? [refundTo] : [])]);
  const recipient = recipients.find((address) => denied.includes(address));
  if (recipient) throw new RecipientDeniedError(recipient, token.symbol, chain.name);
  if (!refundTo || !denied.includes(refundTo)) return;
  const message = `The issuer of ${token.symbol} on ${chain.name} has denied this address: nothing could be sent back to it.`;
  throw new InvalidPaymentError([{ path: ["refundTo"], message }]);
}

/** Gives a quote that is there already where one will do, else writes this one. */
async function insertQuote(context: QuotesContext, quote: Quote): Promise<Quote> {
  return context.database.transaction().execute(async (transaction) => {
    await lockPayment(transaction, quote.paymentId);
    const shared = await findShared(transaction, quote);
    if (shared) return shared;
    await checkQuoteLimits(context, transaction, quote);
    await transaction
      .insertInto("quotes")
      .values({ ...quote, terms: JSON.stringify(quote.terms) })
      .execute();
    await context.onQuote(transaction, quote);
    return quote;
  });
}
