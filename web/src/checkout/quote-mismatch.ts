import { type Address, isAddressEqual } from "viem";
import type { Checkout, Quote } from "../../../src/client/types.ts";
import { chainById, tokenBySymbol } from "../../../src/protocol/chains/index.ts";
import { parseDecimal } from "../../../src/protocol/decimal.ts";
import { depositAddressOf } from "../../../src/protocol/deposit-address.ts";
import type { Payment } from "../../../src/protocol/payment.ts";
import { paymentIdOf } from "../../../src/protocol/payment-id.ts";
import { uuidToBytes32 } from "../../../src/protocol/payment-uuid.ts";
import { amountsOf } from "../../../src/protocol/split.ts";

/** The terms as the protocol has them. */
export function termsOf({ terms }: Quote): Payment {
  return {
    uuid: terms.uuid as Payment["uuid"],
    chainId: BigInt(terms.chainId),
    token: terms.token as Address,
    deadline: BigInt(terms.deadline),
    refundTo: terms.refundTo as Address,
    shares: terms.shares.map(({ recipient, amount }) => ({ recipient: recipient as Address, amount: BigInt(amount) })),
  };
}

/** Where a quote contradicts its own terms, the payment, or what is known of the chain. Null: nowhere. */
export function mismatchOf(checkout: Checkout, quote: Quote): string | null {
  const terms = termsOf(quote);
  const chain = chainById(quote.chainId);
  const token = chain && tokenBySymbol(chain, quote.token);
  if (!token) return "it is in a token that is not known.";
  if (terms.uuid !== uuidToBytes32(checkout.id)) return "its terms are another payment's.";
  if (Number(terms.chainId) !== quote.chainId) return "its terms are for another chain.";
  if (!isAddressEqual(terms.token, token.address)) return "its terms are in another token.";
  if (amountsOf(terms.shares).total !== parseDecimal(quote.amountToken, token.decimals)) {
    return "its shares do not sum to its amount.";
  }
  if (terms.deadline !== BigInt(Math.floor(Date.parse(quote.expiresAt) / 1_000)))
    return "its terms end at another time.";
  if (paymentIdOf(terms) !== quote.onchainId) return "its terms do not hash to its id.";
  if (!isAddressEqual(depositAddressOf(terms, quote.router as Address), quote.depositAddress as Address)) {
    return "its address does not follow from its terms.";
  }
  return null;
}
