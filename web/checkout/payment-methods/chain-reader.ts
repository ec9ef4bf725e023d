import { type Client, createClient, http } from "viem";
import type { Quote } from "../../../clients/typescript/types.ts";

/** Answers the present quote, asked for once more where what opens it is old. */
export type FreshQuote = () => Promise<Quote | null>;

/** Whether what opens a quote is old is asked no more often than this. Milliseconds. */
const pause = 5_000;

/**
 * Reads a quote's chain through the API: no other host is ever asked. Questions of one moment go in one request. What opens the quote is over after half an hour, and a
 * wallet's owners may confirm later than that.
 */
export function chainReader(quote: Quote, freshQuote: FreshQuote): Client {
  let { checkoutToken } = quote;
  let askedAt = performance.now();
  const bearer = async () => {
    if (performance.now() - askedAt < pause) return checkoutToken;
    askedAt = performance.now();
    const fresh = await freshQuote();
    // Another quote's opens another chain, perhaps.
    if (fresh?.onchainId === quote.onchainId) checkoutToken = fresh.checkoutToken;
    return checkoutToken;
  };
  return createClient({
    // Well within the API's limit of requests a minute, which the checkout token is counted by.
    pollingInterval: 1_500,
    transport: http(quote.rpcUrl, {
      batch: { batchSize: 20 },
      onFetchRequest: async (_request, init) => {
        const headers = new Headers(init.headers);
        headers.set("authorization", `Bearer ${await bearer()}`);
        return { ...init, headers };
      },
      retryCount: 1,
      timeout: 10_000,
    }),
  });
}
