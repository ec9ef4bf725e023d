import { BundlerUnavailableError } from "../../chain/index.ts";
import type { Clock } from "../../runtime/index.ts";
import type { Bundler } from "../../user-operations/index.ts";

/** After so many failures in a row it counts as down. */
const maxFailures = 2;

/** A bundler that is down is probed this often. Milliseconds. */
const probeInterval = 5_000;

export type BundlerHealth = {
  isUp(): boolean;
  /** The same bundler; its failures are counted. */
  readonly bundler: Bundler;
};

/** Records whether a bundler answers, and probes it while it does not: it comes back by itself. */
export function watchBundler(bundler: Bundler, clock: Clock): BundlerHealth {
  let failures = 0;
  let probedAt = Number.NEGATIVE_INFINITY;
  const note = async <T>(asking: Promise<T>): Promise<T> => {
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
  const probe = () => {
    probedAt = clock().getTime();
    note(bundler.request("eth_supportedEntryPoints", [])).catch(() => {});
  };
  return {
    isUp() {
      if (failures < maxFailures) return true;
      if (clock().getTime() - probedAt >= probeInterval) probe();
      return false;
    },
    bundler: {
      request: (method, params) => note(bundler.request(method, params)),
      simulate: (operation) => note(bundler.simulate(operation)),
      send: (operation) => note(bundler.send(operation)),
    },
  };
}
