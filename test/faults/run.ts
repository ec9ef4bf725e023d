import { type Audit, auditPayments } from "./audit.ts";
import { type Attempt, type LoadOptions, payMany } from "./paying.ts";
import type { World } from "./world.ts";

/** One fault, as an experiment: what is broken while customers pay, and what must hold afterwards. */
export type Scenario = {
  /** What is broken. */
  readonly fault: string;
  /** What must hold beside what always must: none lost, none doubled, the difference with the chain zero. */
  readonly holds: string;
  /** Cannot be tried with a database of one process. */
  readonly needsServer?: boolean;
  /** Breaks things, has customers pay meanwhile, and leaves everything whole. */
  run(world: World, load: Load): Promise<void>;
};

export type Load = {
  /** How many payments are meant for this scenario. */
  readonly count: number;
  /** Has customers pay: all that are meant, unless told otherwise. */
  pay(options?: Partial<LoadOptions> & { readonly count?: number }): Promise<readonly Attempt[]>;
};

export type ScenarioResult = Audit & { readonly scenario: Scenario; readonly seconds: number };

/** For whoever watches. */
export type Progress = {
  /** A customer is done: so many are, in this scenario. */
  onDone?(done: number): void;
  /** All customers are done, and this is not right yet. */
  onWaiting?(problems: readonly string[]): void;
};

/** Runs scenarios on one world, one after the other, with an audit after each. */
export function scenarioRunner(world: World, progress: Progress = {}) {
  const all: Attempt[] = [];
  return async (scenario: Scenario, count: number): Promise<ScenarioResult> => {
    const begun = performance.now();
    const attempts: Attempt[] = [];
    const failures: string[] = [];
    let done = 0;
    const load: Load = {
      count,
      async pay(options = {}) {
        return payMany(world, options.count ?? count, {
          on: [world.base],
          onDone: (attempt) => {
            attempts.push(attempt);
            all.push(attempt);
            done += 1;
            progress.onDone?.(done);
          },
          ...options,
        });
      },
    };
    try {
      await scenario.run(world, load);
    } catch (error) {
      failures.push(`the experiment itself failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    }
    const audit = await auditPayments(world, attempts, all, progress.onWaiting);
    const seconds = (performance.now() - begun) / 1_000;
    return { ...audit, problems: [...failures, ...audit.problems], scenario, seconds };
  };
}
