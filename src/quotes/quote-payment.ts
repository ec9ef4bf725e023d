import { v7 as uuidv7 } from "uuid";
import { type Address, getAddress, isAddressEqual, zeroAddress } from "viem";
import { InvalidPaymentError, loadPayment, PaymentStateError, payableChains } from "../payments/index.ts";
import {
  chainById,
  fiatToToken,
  paymentIdOf,
  type TokenSymbol,
  termsOf,
  termsToJson,
  tokenAmountBound,
  tokenBySymbol,
} from "../protocol/index.ts";
import type { Quote } from "../store/index.ts";
import { issueQuoteToken } from "./checkout-token.ts";
import type { QuotesContext } from "./context.ts";
import { quoteEnd } from "./quote-life.ts";

export type QuoteChoice = {
  readonly chainId: number;
  readonly token: TokenSymbol;
  /** Who gets back what a deposit address holds beyond the payment. The merchant when left out. */
  readonly refundTo?: Address | undefined;
  /** To be paid by a transfer, which may take longer than a wallet. */
  readonly transfer?: boolean | undefined;
};

/** A quote with what opens it, which is readable here only: the RPC pass-through for its payer, the paymaster for the payer's wallet. */
export type NewQuote = { readonly quote: Quote; readonly checkoutToken: string; readonly paymasterToken: string };

/**
 * Binds an ACTIVE payment to one chain, token and amount. Throws `PaymentNotFoundError`, `PaymentStateError`, `InvalidPaymentError` for
 * a chain and token that the payment does not accept, `RateUnavailableError`.
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

  const refundTo = choice.refundTo && readRefundTo(context, choice.refundTo);
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

  const quote = await insertQuote(context, {
    id: uuidv7({ msecs: now.getTime() }),
    paymentId,
    onchainId: paymentIdOf(terms),
    chainId: offered.id,
    router: context.router,
    token: token.symbol,
    amountToken,
    exchangeRate,
    terms: termsToJson(terms),
    expiresAt,
    createdAt: now,
  });
  const checkoutToken = await issueQuoteToken(context, "checkout", quote.id);
  const paymasterToken = await issueQuoteToken(context, "paymaster", quote.id);
  return { quote, checkoutToken, paymasterToken };
}

function readRefundTo({ router }: QuotesContext, refundTo: Address): Address {
  if (!isAddressEqual(refundTo, router) && !isAddressEqual(refundTo, zeroAddress)) return getAddress(refundTo);
  const message = "Money sent there would be lost: it is the zero address or the router.";
  throw new InvalidPaymentError([{ path: ["refundTo"], message }]);
}

/** The same terms are the same quote: asking twice within a second, or close to the payment's expiry, gives the first one again. */
async function insertQuote({ database, onQuote }: QuotesContext, quote: Quote): Promise<Quote> {
  await database.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto("quotes")
      .values({ ...quote, terms: JSON.stringify(quote.terms) })
      .onConflict((conflict) => conflict.column("onchainId").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (inserted) await onQuote(transaction, quote);
  });
  return database.selectFrom("quotes").selectAll().where("onchainId", "=", quote.onchainId).executeTakeFirstOrThrow();
}
