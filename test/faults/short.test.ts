import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, test } from "node:test";
import { scenarioRunner } from "./run.ts";
import { shortScenarios } from "./scenarios/index.ts";
import { startWorld, type World } from "./world.ts";

// The short form of `npm run test:faults`: a few faults of each kind, a dozen payments each.

/** Chosen anew each time; FAULTS_SEED repeats one. */
const seed = Number(process.env.FAULTS_SEED ?? randomInt(1_000_000));
const paymentsEach = 12;

let world: World;
let run: ReturnType<typeof scenarioRunner>;
before(async () => {
  world = await startWorld({ seed });
  run = scenarioRunner(world);
});
after(() => world?.stop());

for (const scenario of shortScenarios) {
  test(`${scenario.fault}: ${scenario.holds}; none lost, none doubled`, async () => {
    const { problems, settled } = await run(scenario, paymentsEach);
    assert.ok(settled > 0, "no payment was settled: nothing was tried");
    assert.deepEqual(problems, [], `Repeat it with FAULTS_SEED=${seed}.`);
  });
}
