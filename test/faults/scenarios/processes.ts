import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "../postgres.ts";
import type { Scenario } from "../run.ts";
import type { World } from "../world.ts";

/** Does something again and again at random moments while customers pay, at least twice. `pause`: between two times, in milliseconds. */
export async function whilePaying(
  { random }: World,
  pay: () => Promise<unknown>,
  disturb: () => Promise<void>,
  pause: readonly [least: number, most: number] = [100, 1_500],
): Promise<void> {
  let isPaying = true;
  const paying = pay().finally(() => {
    isPaying = false;
  });
  const disturbing = (async () => {
    for (let count = 0; isPaying || count < 2; count += 1) {
      await sleep(random.between(...pause));
      await disturb();
    }
  })();
  // Both to their end, also where one fails: nobody may pay any more when accounts are made up.
  await Promise.allSettled([paying, disturbing]);
  await Promise.all([paying, disturbing]);
}

/** kill -9, and started again a moment later. */
export async function killOne({ servers, random }: World, role: "api" | "worker"): Promise<void> {
  const name = random.pick(servers.having(role));
  await servers.kill(name);
  await sleep(random.between(0, 1_000));
  await servers.start(name);
}

export const killApi: Scenario = {
  fault: "kill -9 of a process that serves the API, at random points",
  holds: "a request asked again under its Idempotency-Key is carried out once",
  run: (world, load) => whilePaying(world, load.pay, () => killOne(world, "api")),
};

export const killWorker: Scenario = {
  fault: "kill -9 of a process that reads chains and delivers webhooks, at random points",
  holds: "another, or the next, takes up what it held",
  run: (world, load) => whilePaying(world, load.pay, () => killOne(world, "worker")),
};

export const killEverything: Scenario = {
  fault: "kill -9 of all processes at once",
  holds: "everything goes on from what the database holds",
  run: (world, load) =>
    whilePaying(
      world,
      load.pay,
      async () => {
        const { servers } = world;
        await Promise.all(servers.names.map((name) => servers.kill(name)));
        await Promise.all(servers.names.map((name) => servers.start(name)));
      },
      workingPause,
    ),
};

export const killDatabaseConnection: Scenario = {
  fault: "kill -9 of a database process that serves a connection, at random points",
  holds: "a transaction is whole or not there, and connections are made anew",
  needsServer: true,
  run: (world, load) => whilePaying(world, load.pay, () => databaseOf(world).killBackend(), workingPause),
};

export const killDatabase: Scenario = {
  fault: "kill -9 of the database server, started again on its data",
  holds: "what was answered is there",
  needsServer: true,
  run: (world, load) =>
    whilePaying(
      world,
      load.pay,
      async () => {
        await databaseOf(world).kill();
        await sleep(world.random.between(0, 1_000));
        await databaseOf(world).start();
      },
      workingPause,
    ),
};

/** Where nothing works until all is up again: milliseconds in which something can be done in between. */
const workingPause = [1_500, 4_000] as const;

function databaseOf({ postgres }: World): PostgresServer {
  if (!postgres) throw new Error("The embedded database has no server.");
  return postgres;
}

/** Milliseconds: less than a quote's life, and more than any lease. */
const jump = 60_000;

export const clockJumps: Scenario = {
  fault: "the clocks of all processes jump a minute ahead, and a minute back",
  holds: "nothing is decided by our clock alone",
  async run(world, load) {
    await whilePaying(world, load.pay, async () => world.servers.setClock(world.random.pick([-jump, 0, jump])));
    world.servers.setClock(0);
  },
};
