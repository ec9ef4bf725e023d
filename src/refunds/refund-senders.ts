import { type Address, getAddress } from "viem";
import { lostRecipients } from "../access/index.ts";
import { InvalidPaymentError, type Issue } from "../payments/index.ts";
import { termsFromJson } from "../protocol/index.ts";
import type { Quote, RefundSenders } from "../store/index.ts";
import type { RefundsContext } from "./context.ts";
import { merchantOf } from "./received.ts";

/** The wallet that a merchant names. Throws `InvalidPaymentError` for one that nobody sends from. */
export async function checkSender(context: RefundsContext, from: Address, senders?: RefundSenders): Promise<Address> {
  const issue = (message: string): Issue => ({ path: ["from"], message });
  if (senders === "shares") {
    throw new InvalidPaymentError([issue("Sellers send from the addresses that were paid: leave from out.")]);
  }
  const reason = (await lostRecipients(context, [from])).get(from);
  if (reason !== undefined) throw new InvalidPaymentError([issue(`No wallet of yours sends from ${from}: ${reason}.`)]);
  return getAddress(from);
}

/** Who sends, and in proportion to what. */
export function sendersOf(quote: Quote, senders: RefundSenders = "merchant", from?: Address) {
  if (senders === "merchant") return [{ sender: from ?? merchantOf(quote), weight: 1n }];
  const { shares } = termsFromJson(quote.terms);
  return shares.map(({ recipient, amount }) => ({ sender: recipient, weight: amount }));
}
