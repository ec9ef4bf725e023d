import { pino } from "pino";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { createRegistry } from "../../src/api/http/metrics.ts";
import { buildServer } from "../../src/api/server.ts";
import { type NewLoggedRequest, startRequestLog } from "../../src/requests/index.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { openDatabase } from "../../src/store/index.ts";
import { contextWithoutChains } from "../../test/support/api-context.ts";
import { body, settlementAddress } from "./create-body.ts";

/** How many pairs of creates without the request log and with it are measured, and how many creates each time. */
const turns = 100;
const createsPerTurn = 100;
/** Pairs that are thrown away. */
const warmUp = 10;

/**
 * What the request log adds to the processor time of a create, writing included, as a part of it: the median of pairs that follow each other at once, so that
 * what the machine does besides falls on both, and what falls on one of them does not count.
 */
export async function measureRequestLog(): Promise<number> {
  const silent = pino({ level: "silent" });
  const database = await openDatabase({});
  const context = contextWithoutChains(database, clock, silent);
  const merchant = await createOrganization({ database, clock }, { name: "Bench", settlementAddress });
  const { key } = await issueApiKey({ database, clock }, { organizationId: merchant.id, mode: "test" });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const without = await buildServer(context, silent);
  // A log is stopped to have it written; the server goes on with the next one.
  let current = startRequestLog({ database, clock }, silent);
  const requestLog = { add: (request: NewLoggedRequest) => current.add(request) };
  const withLog = await buildServer({ ...context, registry: createRegistry(), requestLog }, silent);
  const writeLog = async () => {
    await current.stop();
    current = startRequestLog({ database, clock }, silent);
  };
  /** Microseconds of processor time. */
  const create = async (server: typeof without, count: number, after = async () => {}) => {
    const begun = process.cpuUsage();
    for (let done = 0; done < count; done += 1) {
      const { statusCode } = await server.inject({ method: "POST", url: "/v1/payments", headers, payload: body });
      if (statusCode !== 201) throw new Error(`A create was answered with ${statusCode}.`);
    }
    await after();
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  };
  const ratios: number[] = [];
  // The first turns warm up. Which goes first changes by the turn: what is measured second finds code that is better compiled, and a larger table.
  for (let turn = -warmUp; turn < turns; turn += 1) {
    if (turn % 20 === 0) process.stderr.write(`request log: pair ${turn} of ${turns} …\n`);
    const spent = { plain: 0, logged: 0 };
    const measures = [
      async () => {
        spent.plain = await create(without, createsPerTurn);
      },
      async () => {
        spent.logged = await create(withLog, createsPerTurn, writeLog);
      },
    ];
    for (const measure of turn % 2 === 0 ? measures : measures.reverse()) await measure();
    if (turn >= 0) ratios.push(spent.logged / spent.plain);
  }
  await current.stop();
  await withLog.close();
  await without.close();
  await context.feed.stop();
  await database.destroy();
  return (ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 1) - 1;
}
