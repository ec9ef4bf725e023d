import { custom, type EIP1193RequestFn } from "viem";
import type { Chain } from "../../protocol/index.ts";
import type { Clock } from "../../runtime/index.ts";
import { ChainUnavailableError } from "../errors.ts";
import type { ChainClient } from "./chain-client.ts";
import { clientOf } from "./provider.ts";
import { createProviderPool } from "./provider-pool.ts";
import { type RequestBudget, withinBudget } from "./request-budget.ts";

/**
 * Reads a chain for payers, within a budget, by a transport of its own: a payer who provokes errors, timeouts or a rate limit pauses no endpoint for the
 * watcher and the relayer. Each call is an HTTP request of its own, so that a slow one delays no other's answer. Throws `ChainUnavailableError` where the
 * budget is spent.
 */
export function createPayerClient(
  chain: Chain,
  urls: readonly string[],
  clock: Clock,
  budget: RequestBudget,
): ChainClient {
  const { client } = createProviderPool(chain, urls, clock, 1);
  const request = withinBudget(budget, client.request as EIP1193RequestFn, (error) => new ChainUnavailableError(error));
  return clientOf(chain, custom({ request }, { retryCount: 0 }));
}
