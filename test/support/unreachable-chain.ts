import { createPublicClient, custom } from "viem";
import { BundlerUnavailableError } from "../../src/chain/errors.ts";
import { NoProviderError } from "../../src/chain/index.ts";
import type { Chain } from "../../src/protocol/index.ts";
import type { ChainServices } from "../../src/relayer/chain-services.ts";
import { createGasSponsor } from "../../src/user-operations/sponsorship/gas-sponsor.ts";
import { anyRouter } from "./engine-context.ts";
import { openSponsorship } from "./sponsorship.ts";

/** The services of a chain whose nodes and bundler do not answer: requests get as far as that. */
export function unreachableChain(chain: Chain): ChainServices {
  const unavailable = () => Promise.reject(new BundlerUnavailableError(new Error("No bundler answers.")));
  const unanswered = () => Promise.reject(new NoProviderError("No provider answers."));
  return {
    chain,
    router: anyRouter,
    client: createPublicClient({ transport: custom({ request: unanswered }, { retryCount: 0 }) }),
    bundler: { simulate: unavailable, send: unavailable, request: unavailable },
    isBundlerUp: () => false,
    sponsor: createGasSponsor(chain.id, { address: anyRouter, signerKey: `0x${"1".repeat(64)}` }),
    sponsorship: openSponsorship,
    lanes: [],
    knownDelegates: [],
    wake: () => {},
  };
}
