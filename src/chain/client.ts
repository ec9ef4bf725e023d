import type { PublicClient } from "viem";
import { type Clock, systemClock } from "../clock.ts";
import type { Chain } from "../protocol/index.ts";
import { createProviderPool } from "./provider-pool.ts";

export type ChainClient = PublicClient;

/** A client that reads one chain over the given endpoints, the first that is to be believed. */
export function createChainClient(chain: Chain, rpcUrls: readonly string[], clock: Clock = systemClock): ChainClient {
  return createProviderPool(chain, rpcUrls, clock).client;
}
