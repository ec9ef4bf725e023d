import type { Logger } from "pino";
import {
  BundlerUnavailableError,
  type ChainClient,
  ChainMismatchError,
  checkDeployment,
  type DeployedContracts,
  type GasMarket,
} from "../chain/index.ts";
import type { Chain, EntryPointVersion } from "../protocol/index.ts";
import type { Clock } from "../runtime/index.ts";
import {
  type Bundler,
  type GasSponsors,
  OperationRevertsError,
  simulateSponsorship,
} from "../user-operations/index.ts";
import type { BundlerHealth, BundlerProblem } from "./lanes/bundler-health.ts";

/** What has to work on a chain beside the endpoints by which it is read. */
export const chainParts = ["contracts", "bundler", "sponsorship"] as const;

/** One part of a chain; its problem says what to do. */
export type PartState = { readonly part: (typeof chainParts)[number]; readonly problem: string | null };

/** The parts of one chain, inspected now and again. */
export type PartWatch = {
  /** As inspected last. */
  current(): readonly PartState[];
  /** Asks the bundler what it serves. */
  probe(): Promise<void>;
  /** Compares our contracts with the configuration, and simulates a sponsored operation, where that is due. */
  inspect(): Promise<void>;
};

export type PartWatchOptions = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly gasMarket: GasMarket;
  readonly contracts: DeployedContracts;
  readonly bundler: Bundler;
  readonly bundlerUrl: string;
  readonly health: BundlerHealth;
  readonly sponsors: GasSponsors;
  readonly clock: Clock;
  readonly log: Pick<Logger, "error" | "info">;
};

/** How long what was inspected is good for while nothing is wrong. Milliseconds. */
const inspectionInterval = 10 * 60_000;

/** Nobody can submit the operation, and still its sponsorship should not live long. Milliseconds. */
const sponsorshipLife = 60_000;

export function watchParts(options: PartWatchOptions): PartWatch {
  const { chain, client, contracts, health, clock, log } = options;
  const { host } = new URL(options.bundlerUrl);
  const problems = new Map<PartState["part"], string | null>(chainParts.map((part) => [part, null]));
  let inspectedAt = Number.NEGATIVE_INFINITY;

  const note = (part: PartState["part"], problem: string | null) => {
    if (problems.get(part) === problem) return;
    problems.set(part, problem);
    const details = { chainId: chain.id, part };
    if (problem === null) log.info(details, `the problem of the ${part} on ${chain.name} is over`);
    else log.error(details, problem);
  };
  const noteBundler = () => {
    const problem = health.problem();
    const unserved = health.unserved();
    if (problem === null && unserved.length > 0) return note("bundler", unservedProblem(unserved, host, chain));
    note("bundler", problem && bundlerProblem(problem, host, chain));
  };
  const inspectContracts = async () => {
    try {
      await checkDeployment(client, chain, contracts);
      note("contracts", null);
    } catch (error) {
      if (!(error instanceof ChainMismatchError)) throw error;
      note("contracts", error.message);
    }
  };
  const inspectSponsorship = async () => {
    const validUntil = new Date(clock().getTime() + sponsorshipLife);
    try {
      await simulateSponsorship(options, await options.gasMarket.read(), validUntil);
      note("sponsorship", null);
    } catch (error) {
      // That is the bundler's own problem.
      if (error instanceof BundlerUnavailableError) return;
      if (!(error instanceof OperationRevertsError)) throw error;
      const advice = `See its deposit at the EntryPoint (AA31: too small), GAS_SPONSOR_SIGNER_KEY (AA34) and the bundler at ${host}.`;
      note("sponsorship", `A sponsored operation fails on ${chain.name}: ${error.message} ${advice}`);
    }
  };

  return {
    current: () => [...problems].map(([part, problem]) => ({ part, problem })),
    async probe() {
      await health.probe();
      noteBundler();
    },
    async inspect() {
      const now = clock().getTime();
      const isWrong = [...problems.values()].some((problem) => problem !== null);
      if (!isWrong && now - inspectedAt < inspectionInterval) return;
      inspectedAt = Number.NEGATIVE_INFINITY;
      await inspectContracts();
      await inspectSponsorship();
      inspectedAt = now;
    },
  };
}

function bundlerProblem(problem: BundlerProblem, host: string, { name }: Chain): string {
  const what = {
    UNREACHABLE: "does not answer",
    REFUSES: "answers with errors",
    OTHER_ENTRY_POINT: "does not serve EntryPoint v0.8",
  }[problem];
  return `The bundler ${host} for ${name} ${what}: payments go on without it where they can. Check its URL, key and account.`;
}

function unservedProblem(versions: readonly EntryPointVersion[], host: string, { name }: Chain): string {
  const named = versions.map((version) => `v${version}`).join(" and ");
  return `The bundler ${host} for ${name} does not serve EntryPoint ${named}, where a sponsor is configured: operations there are refused. Have it serve them, or leave those sponsors out.`;
}
