import type { PublicClient } from "viem";

/** A viem client that reads one chain. */
export type ChainClient = PublicClient;
