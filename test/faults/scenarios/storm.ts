import {
  badGateway,
  deniesAnswers,
  type Fault,
  fails,
  hangs,
  keepsAnswers,
  losesAnswers,
  onlyFor,
  rangeRefusals,
  rateLimited,
  refusesWideRanges,
  resets,
  slow,
  sometimes,
  stale,
} from "../../../src/sandbox/faults/index.ts";
import type { Scenario } from "../run.ts";
import type { World } from "../world.ts";
import { killOne, whilePaying } from "./processes.ts";

const providerFaults = ({ random }: World): readonly Fault[] => [
  resets,
  hangs,
  badGateway,
  slow(700),
  stale(2),
  sometimes(0.5, random.next, fails()),
  onlyFor(["eth_getLogs"], fails()),
  refusesWideRanges(10, rangeRefusals.quicknode),
  rateLimited(5, 1_000, { kind: "body" }),
];

const bundlerFaults: readonly Fault[] = [resets, badGateway, keepsAnswers, losesAnswers, deniesAnswers, slow(2_000)];

/** How often something else breaks, in milliseconds: seldom enough for a thing to come back before it is hit again. */
const pause = [1_000, 4_000] as const;

export const storm: Scenario = {
  fault: "several of these at a time, others every few seconds: providers, bundlers, kill -9 of processes",
  holds: "all of the above",
  async run(world, load) {
    const { random, chains } = world;
    const disturb = async () => {
      for (const { providers, bundler } of chains) {
        const [provider] = providers;
        await provider.use(...(random.next() < 0.5 ? [random.pick(providerFaults(world))] : []));
        await bundler.use(...(random.next() < 0.5 ? [random.pick(bundlerFaults)] : []));
      }
      if (random.next() < 0.3) await killOne(world, random.pick(["api", "worker"]));
    };
    await whilePaying(world, () => load.pay({ on: chains }), disturb, pause);
    for (const { providers, bundler } of chains) await Promise.all([...providers, bundler].map((proxy) => proxy.use()));
  },
};
