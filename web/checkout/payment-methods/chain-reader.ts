import { type Client, createClient, http } from "viem";
import type { Quote } from "../../../clients/typescript/types.ts";

/** Reads a quote's chain through the API: no other host is ever asked. Questions of one moment go in one request. */
export function chainReader({ rpcUrl, checkoutToken }: Pick<Quote, "rpcUrl" | "checkoutToken">): Client {
  return createClient({
    // Well within the API's limit of requests a minute, which the checkout token is counted by.
    pollingInterval: 1_500,
    transport: http(rpcUrl, {
      batch: { batchSize: 20 },
      fetchOptions: { headers: { authorization: `Bearer ${checkoutToken}` } },
      retryCount: 1,
      timeout: 10_000,
    }),
  });
}
