import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { readPort, runCommand, UsageError } from "../src/sandbox/command-line.ts";
import { type ScenarioResult, scenarioRunner } from "../test/faults/run.ts";
import { scenarios } from "../test/faults/scenarios/index.ts";
import { startWorld } from "../test/faults/world.ts";
import { buildCheckout } from "./build-checkout.ts";
import { buildContracts } from "./build-contracts.ts";
import { printTable } from "./table.ts";

const help = `Usage: npm run test:faults -- [options]

Has customers pay by every way there is on real local chains, while providers, bundlers, chains, processes and the database fail, one fault after the
other and then several at once. After each fault everything must come right: each payment as the chain has it, once; balances and ledger to the base
unit; webhooks without a gap; and the difference of database and chain zero. It ends with 1 where something is not so.

On the embedded database with one process; on PostgreSQL, with two processes of each role, by
  .ci/postgres npm run test:faults

  --payments N     how many payments in total (default: 10000)
  --seed N         repeats the moments and ways of a run (default: chosen and printed)
  --only TEXT      only faults whose name holds this text
  --from TEXT      the first fault whose name holds this text, and those after it: to go on where a run was stopped
  --minutes N      faults that are not begun by then are not tried, which counts as a failure (default: 20)
  --first-port N   where chains and bundlers listen (default: free ones)
  -h, --help       this text`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      payments: { type: "string", default: "10000" },
      seed: { type: "string", default: `${randomInt(1_000_000)}` },
      only: { type: "string", default: "" },
      from: { type: "string", default: "" },
      minutes: { type: "string", default: "20" },
      "first-port": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return console.log(help);
  const payments = readCount("--payments", values.payments);
  const seed = readCount("--seed", values.seed);
  const end = performance.now() + 60_000 * readCount("--minutes", values.minutes);
  const firstPort = readPort("--first-port", values["first-port"]);

  await buildContracts();
  await buildCheckout("production");
  console.log(`Seed ${seed}. Starting chains, bundlers and servers …`);
  const begun = performance.now();
  const world = await startWorld({ seed, firstPort });
  const results: ScenarioResult[] = [];
  const skipped: string[] = [];
  try {
    let doing = "";
    const run = scenarioRunner(world, {
      onDone: (done) => showProgress(`${doing}: ${done} paid`),
      onWaiting: ([first, ...others]) => showProgress(`${doing}: not right yet: ${first}, and ${others.length} more`),
    });
    const possible = scenarios.filter(({ fault, needsServer }) => {
      const isPossible = !needsServer || world.postgres !== undefined;
      return fault.includes(values.only) && isPossible;
    });
    const first = possible.findIndex(({ fault }) => fault.includes(values.from));
    if (first < 0) throw new UsageError("No fault of that name can be tried on this database: see docs/promises.md.");
    possible.splice(0, first);
    for (const [index, scenario] of possible.entries()) {
      if (performance.now() > end) {
        skipped.push(scenario.fault);
        continue;
      }
      const paid = results.reduce((sum, result) => sum + result.payments, 0);
      // What is left goes to those that follow: some cannot take their whole share, and the last one takes the rest.
      const count = Math.max(12, Math.ceil((payments - paid) / (possible.length - index)));
      doing = scenario.fault;
      const result = await run(scenario, count);
      showProgress("");
      results.push(result);
      console.log(
        `${result.problems.length === 0 ? "ok  " : "FAIL"} ${scenario.fault} (${result.seconds.toFixed(0)} s)`,
      );
      for (const problem of result.problems.slice(0, 20)) console.log(`       ${problem}`);
    }
  } finally {
    await world.stop();
  }

  const total = (count: (result: ScenarioResult) => number) => results.reduce((sum, result) => sum + count(result), 0);
  console.log("");
  printTable(
    ["fault", "payments", "settled", "webhooks", "wrong", "seconds"],
    [
      ...results.map(({ scenario, payments: made, settled, webhooks, problems, seconds }) => [
        scenario.fault,
        ...[made, settled, webhooks, problems.length].map(String),
        seconds.toFixed(0),
      ]),
      [
        "in total",
        ...[total((r) => r.payments), total((r) => r.settled), total((r) => r.webhooks)].map(String),
        `${total((r) => r.problems.length)}`,
        ((performance.now() - begun) / 1_000).toFixed(0),
      ],
    ],
  );
  const processes = world.servers.names.join(", ");
  console.log(
    `\n${world.database}, processes: ${processes}; seed ${seed}; ${availableParallelism()} cores; Node ${process.version}.`,
  );
  for (const fault of skipped) console.log(`Not tried, for want of time: ${fault}`);
  const isRight = total((r) => r.problems.length) === 0 && skipped.length === 0;
  console.log(
    isRight ? "None lost, none doubled: the difference with the chain is zero." : "Something is wrong: see above.",
  );
  if (!isRight) process.exitCode = 1;
}, help);

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new UsageError(`${name} takes a whole number, got "${text}".`);
}

/** One line that is written over, where somebody watches. */
function showProgress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${text}`);
}
