import { type Address, createPublicClient, custom, RpcRequestError, toFunctionSelector, zeroHash } from "viem";
import type { Chain } from "../../src/protocol/index.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import type { Lane } from "../../src/relayer/lanes/lane.ts";
import { createGasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";
import { anyRouter } from "./engine-context.ts";
import { openRelayLimits, openSponsorship } from "./sponsorship.ts";

/**
 * A chain on which nothing is deployed and every call reverts, and a bundler that refuses: requests get as far as a real node's answer. The calls of one payer
 * are an exception: what `paying` signs goes through.
 */
export function emptyChain(chain: Chain, paying?: Address): ChainServices {
  const refuse = (message: string) =>
    Promise.reject(new RpcRequestError({ body: {}, url: "", error: { code: 3, message } }));
  const answers: Readonly<Record<string, unknown>> = {
    eth_chainId: `0x${chain.id.toString(16)}`,
    eth_blockNumber: "0x10",
    eth_getCode: "0x",
    eth_getBalance: "0x0",
    eth_getTransactionCount: "0x0",
    eth_gasPrice: "0x1",
  };
  /** It has every token in plenty. */
  const ofPaying: Readonly<Record<string, string>> = { eth_estimateGas: "0x186a0", eth_call: maxBalance };
  /** And has ended no mandate. */
  const isCancelled = toFunctionSelector("isCancelled(address,bytes32)").slice(2);
  const isOfPaying = (params: unknown) =>
    paying !== undefined && JSON.stringify(params).toLowerCase().includes(paying.slice(2).toLowerCase());
  const request = async ({ method, params }: { method: string; params?: unknown }) =>
    (isOfPaying(params) && JSON.stringify(params).includes(isCancelled) ? zeroHash : undefined) ??
    ((isOfPaying(params) && ofPaying[method]) || (answers[method] ?? refuse("execution reverted")));
  return {
    chain,
    router: anyRouter,
    client: createPublicClient({ transport: custom({ request }, { retryCount: 0 }) }),
    bundler: {
      simulate: () => refuse("AA23 reverted"),
      send: () => refuse("AA23 reverted"),
      request: () => refuse("AA23 reverted"),
    },
    isBundlerUp: () => true,
    sponsors: { "0.8": createGasSponsor(chain.id, { address: anyRouter, signerKey: `0x${"1".repeat(64)}` }) },
    sponsorship: openSponsorship,
    relayLimits: openRelayLimits,
    lanes: [lane],
    knownDelegates: [],
    wake: () => {},
  };
}

const maxBalance = `0x${"f".repeat(64)}`;

const unused = () => Promise.reject(new Error("No call gets so far on this chain."));

const lane: Lane = {
  name: "transactions",
  sequences: [],
  depth: 1,
  maxGas: 10_000_000n,
  isAvailable: () => true,
  sender: async () => anyRouter,
  fees: async () => ({ maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }),
  nextNonce: unused,
  sign: unused,
  send: unused,
  isPending: unused,
  inclusionOf: unused,
};
