import { type Address, getAddress, isAddress } from "viem";
import { z } from "zod";
import {
  type Chain,
  type EntryPointVersion,
  enabledChains,
  entryPointVersions,
  type FinalityPolicy,
  FinalityPolicyError,
  chains as knownChains,
  networkVariable,
  parseFinalityPolicy,
  type Token,
} from "../protocol/index.ts";
import type { Mode } from "../store/index.ts";

/** One chain as this server reaches it. */
export type ChainConfiguration = {
  /** As in the table, but for the finality policy and the tokens that are offered where the operator has others. */
  readonly chain: Chain;
  /** Whose payments are taken there: live ones on real chains, test ones on testnets. */
  readonly mode: Mode;
  /** The first that answers is used. */
  readonly rpcUrls: readonly string[];
  /** For what payers ask; the same as `rpcUrls` where it is left out. */
  readonly payerRpcUrls?: readonly string[] | undefined;
  /** Requests a second that payers may cause, in each process. */
  readonly payerRequests: number;
  /** An ERC-7769 endpoint. */
  readonly bundlerUrl: string;
  /** The EntryPoints at which operations are sponsored, of those that have a sponsor; v0.8 is always among them. */
  readonly entryPoints?: readonly EntryPointVersion[] | undefined;
  /** Routers that the server had before `ROUTER_ADDRESS`, the last one first: payments that were quoted then settle there. */
  readonly previousRouters?: readonly Address[] | undefined;
  /** The block of the first router's deployment: where the watcher begins on an empty database. */
  readonly startBlock?: bigint | undefined;
  /** What pays for gas is low when it covers fewer payments. */
  readonly fewestPayments: bigint;
  /** Milliseconds between two polls of the head. */
  readonly pollInterval: number;
};

/** Bounds of the poll interval where the operator does not say it, in milliseconds. */
const pollLimits = { least: 200, most: 4_000 };

/**
 * The chains that are served: those with `<NETWORK>_RPC_URL` (several, by commas) and `<NETWORK>_BUNDLER_URL`, as in `BASE_RPC_URL`.
 */
export const chainVariables = z.custom<NodeJS.ProcessEnv>().transform((environment, problems) => {
  const chains = knownChains.flatMap((chain) => readChain(environment, chain, problems) ?? []);
  const problem = noChain(environment);
  if (problem !== undefined) problems.addIssue(problem);
  return { chains };
});

type Problems = z.core.$RefinementCtx;

const isServed = (environment: NodeJS.ProcessEnv, chain: Chain) =>
  environment[networkVariable(chain.network, "RPC_URL")] !== undefined;

function noChain(environment: NodeJS.ProcessEnv): string | undefined {
  if (knownChains.some((chain) => isServed(environment, chain))) return undefined;
  const names = enabledChains.map(({ network }) => networkVariable(network, "RPC_URL")).join(", ");
  return `No chain is configured. Set ${names} (any of them), each with its _BUNDLER_URL.`;
}

function readChain(environment: NodeJS.ProcessEnv, chain: Chain, problems: Problems): ChainConfiguration | undefined {
  if (!isServed(environment, chain)) return undefined;
  /** A variable of this chain, read; where it cannot be, that is a problem, and the rest is read all the same. */
  const read = <Value>(variable: string, parse: (text: string | undefined) => Value): Value | undefined => {
    const name = networkVariable(chain.network, variable);
    try {
      return parse(environment[name]);
    } catch (error) {
      if (!(error instanceof WrongVariableError || error instanceof FinalityPolicyError)) throw error;
      problems.addIssue({ code: "custom", path: [name], message: error.message });
      return undefined;
    }
  };
  const finality = read("FINALITY", (text) => readFinality(text, chain));
  const tokens = read("TOKENS", (text) => readTokens(text, chain));
  const rpcUrls = read("RPC_URL", readUrls);
  const payerRpcUrls = read("PAYER_RPC_URL", (text) => (text === undefined ? undefined : readUrls(text)));
  const payerRequests = read("PAYER_REQUESTS", readPayerRequests);
  const bundlerUrl = read("BUNDLER_URL", readUrl);
  const entryPoints = read("ENTRY_POINTS", readEntryPoints);
  const previousRouters = read("PREVIOUS_ROUTERS", readAddresses);
  const startBlock = read("START_BLOCK", readStartBlock);
  const fewestPayments = read("FEWEST_PAYMENTS", readFewestPayments);
  const pollInterval = read("POLL_INTERVAL", (text) => readPollInterval(text, chain));
  return {
    chain: { ...chain, finality: finality ?? chain.finality, tokens: tokens ?? [] },
    mode: chain.testnet ? "test" : "live",
    rpcUrls: rpcUrls ?? [],
    payerRpcUrls,
    payerRequests: payerRequests ?? 0,
    bundlerUrl: bundlerUrl ?? "",
    entryPoints,
    previousRouters,
    startBlock,
    fewestPayments: fewestPayments ?? 0n,
    pollInterval: pollInterval ?? 0,
  };
}

class WrongVariableError extends Error {}

function readUrls(text = ""): string[] {
  return text.split(",").map((url) => readUrl(url.trim()));
}

function readUrl(text: string | undefined): string {
  if (text !== undefined && URL.canParse(text)) return text;
  throw new WrongVariableError("expected a URL; with several of RPC_URL, commas between them");
}

function readAddresses(text: string | undefined): Address[] | undefined {
  if (text === undefined) return undefined;
  return text.split(",").map((each) => {
    const address = each.trim();
    // With its checksum, where it has one.
    if (isAddress(address)) return getAddress(address);
    throw new WrongVariableError(`expected addresses with commas between, got "${address}"`);
  });
}

/** All of the chain's, of which those are offered that the operator names. */
function readTokens(text: string | undefined, { name, tokens }: Chain): readonly Token[] {
  if (text === undefined) return tokens;
  const named = text.split(",").map((each) => each.trim());
  const unknown = named.find((each) => !tokens.some(({ symbol }) => symbol === each));
  if (unknown === undefined) return tokens.map((token) => ({ ...token, enabled: named.includes(token.symbol) }));
  const known = tokens.map(({ symbol }) => symbol).join(", ");
  throw new WrongVariableError(`expected tokens with commas between, of ${known} on ${name}, got "${unknown}"`);
}

function readEntryPoints(text: string | undefined): EntryPointVersion[] | undefined {
  if (text === undefined) return undefined;
  const named = text.split(",").map((each) => each.trim());
  const known = entryPointVersions.filter((version) => named.includes(version));
  if (known.length === named.length && known.includes("0.8")) return known;
  throw new WrongVariableError(`expected versions with commas between, 0.8 and any of 0.7 and 0.6, got "${text}"`);
}

function readStartBlock(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new WrongVariableError(`expected a block number, got "${text}"`);
  return BigInt(text);
}

function readPayerRequests(text = "100"): number {
  const requests = Number(text);
  if (Number.isInteger(requests) && requests >= 1 && requests <= 100_000) return requests;
  throw new WrongVariableError(`expected 1 to 100000 requests a second, got "${text}"`);
}

function readPollInterval(text: string | undefined, { blockTime }: Chain): number {
  if (text === undefined) return Math.min(Math.max(blockTime, pollLimits.least), pollLimits.most);
  const milliseconds = Number(text);
  if (Number.isInteger(milliseconds) && milliseconds >= 20 && milliseconds <= 60_000) return milliseconds;
  throw new WrongVariableError(`expected 20 to 60000 milliseconds, got "${text}"`);
}

function readFewestPayments(text = "500"): bigint {
  if (!/^\d{1,9}$/.test(text)) throw new WrongVariableError(`expected a number of payments, got "${text}"`);
  return BigInt(text);
}

function readFinality(text: string | undefined, chain: Chain): FinalityPolicy {
  return text === undefined ? chain.finality : parseFinalityPolicy(text, chain);
}
