import { RpcRequestError } from "viem";
import { BundlerUnavailableError } from "../../chain/index.ts";
import { type EntryPointVersion, entryPoints } from "../../protocol/index.ts";
import type { Clock } from "../../runtime/index.ts";
import type { Bundler } from "../../user-operations/index.ts";

/** After so many requests in a row that it did not answer, a bundler counts as down. */
const maxFailures = 2;

/** After so many of our own operations in a row that it answered with an error, it is not asked for a while. One may be the operation's fault. */
const maxRefusals = 4;

/** For how long: the first time, and at most. Doubled each time that it refuses what follows a pause. Milliseconds. */
const pause = { first: 30_000, longest: 60_000 };

/** What is wrong with a bundler; null: it is asked. */
export type BundlerProblem = "UNREACHABLE" | "REFUSES" | "OTHER_ENTRY_POINT";

export type BundlerHealth = {
  /** Whether to ask it now. After a pause it is tried again, though its problem is not over. */
  isUp(): boolean;
  problem(): BundlerProblem | null;
  /** Earlier EntryPoints with a sponsor of ours that it does not serve, as probed last: it is asked all the same, for the others. */
  unserved(): readonly EntryPointVersion[];
  /** Asks it what it serves. It comes back by itself, also where nobody else asks. */
  probe(): Promise<void>;
  /** The same bundler for our own operations: its failures count, and what it refuses. */
  readonly bundler: Bundler;
  /** For the operations of payers, of which it may well refuse some: its failures count. */
  watch(bundler: Bundler): Bundler;
};

/** A circuit breaker: records whether a bundler answers, and whether it takes what we send. */
export function watchBundler(
  bundler: Bundler,
  clock: Clock,
  sponsored: readonly EntryPointVersion[] = ["0.8"],
): BundlerHealth {
  let failures = 0;
  let refusals = 0;
  let pauses = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let probed: BundlerProblem | null = null;
  let missing: readonly EntryPointVersion[] = [];

  const answered = async <T>(asking: Promise<T>): Promise<T> => {
    try {
      const answer = await asking;
      failures = 0;
      return answer;
    } catch (error) {
      // An error that it answers with is an answer.
      if (error instanceof BundlerUnavailableError) failures += 1;
      else failures = 0;
      throw error;
    }
  };
  const refused = () => {
    refusals += 1;
    const now = clock().getTime();
    // What was sent at the same time is refused at the same time, and counts once.
    if (refusals < maxRefusals || now < pausedUntil) return;
    pausedUntil = now + Math.min(pause.first * 2 ** pauses, pause.longest);
    pauses += 1;
  };
  const taken = () => {
    refusals = 0;
    pauses = 0;
  };
  /** Only an operation that it takes ends a pause: a bundler whose account is empty estimates all the same. */
  const ours = async <T>(asking: Promise<T>, ends: boolean): Promise<T> => {
    try {
      const answer = await answered(asking);
      if (ends) taken();
      return answer;
    } catch (error) {
      if (!(error instanceof BundlerUnavailableError)) refused();
      throw error;
    }
  };
  const problem = (): BundlerProblem | null => {
    if (failures >= maxFailures) return "UNREACHABLE";
    if (probed !== null) return probed;
    return refusals >= maxRefusals ? "REFUSES" : null;
  };

  return {
    problem,
    unserved: () => missing,
    isUp() {
      const found = problem();
      return found === null || (found === "REFUSES" && probed === null && clock().getTime() >= pausedUntil);
    },
    async probe() {
      try {
        const served = await answered(bundler.request("eth_supportedEntryPoints", []));
        const addresses = (Array.isArray(served) ? served : []).map((address) => `${address}`.toLowerCase());
        const serves = (version: EntryPointVersion) => addresses.includes(entryPoints[version].toLowerCase());
        probed = serves("0.8") ? null : "OTHER_ENTRY_POINT";
        missing = sponsored.filter((version) => version !== "0.8" && !serves(version));
      } catch (error) {
        if (error instanceof RpcRequestError) probed = "REFUSES";
        // Whoever does not answer is counted, and one failure is none yet.
        else if (!(error instanceof BundlerUnavailableError)) throw error;
      }
    },
    bundler: {
      request: (method, params) => {
        const asking = bundler.request(method, params);
        return method === "eth_estimateUserOperationGas" ? ours(asking, false) : answered(asking);
      },
      simulate: (operation, entryPoint) => ours(bundler.simulate(operation, entryPoint), false),
      send: (operation, entryPoint) => ours(bundler.send(operation, entryPoint), true),
    },
    watch: (watched) => ({
      request: (method, params) => answered(watched.request(method, params)),
      simulate: (operation, entryPoint) => answered(watched.simulate(operation, entryPoint)),
      send: (operation, entryPoint) => answered(watched.send(operation, entryPoint)),
    }),
  };
}
