import type { Address } from "viem";
import { readTokenBalances } from "../chain/index.ts";
import { loadPayment, PaymentStateError, payableChains } from "../payments/index.ts";
import { type Chain, formatDecimal } from "../protocol/index.ts";
import type { CheckoutContext } from "./context.ts";

/** What an account holds of one token. `balance`: in whole tokens; null where its chain did not answer. */
export type PayerBalance = { readonly chainId: number; readonly token: string; readonly balance: string | null };

/**
 * What an account holds of each token that a payment can be paid in, by one request of each chain. Throws `PaymentNotFoundError`, and
 * `PaymentStateError` where nothing is to be paid any more.
 */
export async function payerBalances(context: CheckoutContext, id: string, account: Address): Promise<PayerBalance[]> {
  const { payment } = await loadPayment(context.database, id);
  if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
  const chains = (await payableChains(context, payment)).filter(({ id }) => payment.acceptedChains.includes(id));
  const read = async (chain: Chain): Promise<PayerBalance[]> => {
    const tokens = chain.tokens.filter(({ symbol }) => payment.acceptedTokens.includes(symbol));
    const services = context.services.get(chain.id);
    const client = services?.reads ?? services?.client;
    const balances = client && (await readTokenBalances(client, tokens, [account]).catch(() => undefined))?.[0];
    return tokens.map((token) => {
      const balance = balances?.get(token);
      const text = balance === undefined ? null : formatDecimal(balance, token.decimals);
      return { chainId: chain.id, token: token.symbol, balance: text };
    });
  };
  return (await Promise.all(chains.map(read))).flat();
}
