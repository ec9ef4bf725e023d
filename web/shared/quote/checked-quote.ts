import { isAddressEqual, zeroAddress } from "viem";
import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { type Chain, chainById, type Token, tokenBySymbol } from "../../../src/protocol/chains/index.ts";
import { pricingUnits } from "../../../src/protocol/currencies.ts";
import { parseDecimal } from "../../../src/protocol/decimal.ts";
import { depositAddressOf } from "../../../src/protocol/deposit-address.ts";
import { maxSellers, type PaymentTerms } from "../../../src/protocol/payment.ts";
import { paymentIdOf } from "../../../src/protocol/payment-id.ts";
import { uuidToBytes32 } from "../../../src/protocol/payment-uuid.ts";
import { fiatToToken } from "../../../src/protocol/price.ts";
import { totalOf } from "../../../src/protocol/split.ts";
import { termsFromJson } from "../../../src/protocol/terms.ts";
import { QuoteMismatchError } from "./errors.ts";

/** What a quote comes to, read from its terms alone. */
export type CheckedQuote = {
  readonly chain: Chain;
  readonly token: Token;
  readonly terms: PaymentTerms;
  /** What the payer pays, in the token's base units. */
  readonly total: bigint;
};

/**
 * Computes from a quote's terms everything that it says beside them, and compares it with the payment and with our own table of tokens. What
 * is signed are the terms: whoever changed anything on the way is found out here. Throws `QuoteMismatchError`.
 */
export function readQuote(checkout: Checkout, quote: Quote, refundTo: string = zeroAddress): CheckedQuote {
  const mismatch = (what: string) => new QuoteMismatchError(quote, checkout, what);
  const expect = (what: string, holds: boolean) => {
    if (!holds) throw mismatch(what);
  };
  try {
    const terms = termsFromJson(quote.terms as Parameters<typeof termsFromJson>[0]);
    expect("it is of another payment", quote.paymentId === checkout.id && terms.uuid === uuidToBytes32(checkout.id));

    expect("it returns money to another address", isAddressEqual(terms.refundTo, refundTo as `0x${string}`));
    const chain = chainById(quote.chainId);
    const token = chain && tokenBySymbol(chain, quote.token);
    const option = checkout.options.find(({ chainId, token }) => chainId === quote.chainId && token === quote.token);
    if (!chain || !token || !option) throw mismatch("the payment does not accept its network and token");
    expect("its network is another", terms.chainId === BigInt(chain.id));
    const addresses = [terms.token, quote.tokenAddress, option.tokenAddress] as const;
    const isToken = addresses.every((address) => isAddressEqual(address as `0x${string}`, token.address));
    expect(`it is not in ${token.symbol}`, isToken && quote.decimals === token.decimals);

    const total = totalOf(terms.shares);
    expect("its amount is not the sum of its shares", parseDecimal(quote.amountToken, token.decimals) === total);
    // Dollars, and a token for itself, are paid one to one; other rates are the server's to say, and the payer's to see.
    const isFixed = checkout.currency === token.symbol || (checkout.currency === "USD" && token.symbol !== "EURC");
    const rate = isFixed ? "1" : quote.exchangeRate;
    const price = parseDecimal(checkout.amount, pricingUnits[checkout.currency]);
    const asked = fiatToToken(price, checkout.currency, rate, token.decimals);
    expect("its amount is not the payment's", total === asked);
    const { shares } = terms;
    expect("it has too many recipients, or none", shares.length > 0 && shares.length <= maxSellers + 1);
    const isPaid = shares.every(({ recipient, amount }) => amount > 0n && !isAddressEqual(recipient, zeroAddress));
    expect("a recipient is nobody, or gets nothing", isPaid);

    expect("its end is another", terms.deadline === BigInt(Math.floor(Date.parse(quote.expiresAt) / 1000)));
    expect("its id is not that of its terms", quote.onchainId === paymentIdOf(terms));
    const deposit = depositAddressOf(terms, quote.router as `0x${string}`);
    const shown = quote.depositAddress as `0x${string}` | null;
    expect("its address is not that of its terms", shown === null || isAddressEqual(shown, deposit));
    return { chain, token, terms, total };
  } catch (error) {
    if (error instanceof QuoteMismatchError) throw error;
    throw mismatch(error instanceof Error ? error.message : String(error));
  }
}
