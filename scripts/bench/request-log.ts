import { pino } from "pino";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { createRegistry } from "../../src/api/http/metrics.ts";
import { buildServer } from "../../src/api/server.ts";
import { startRequestLog } from "../../src/requests/index.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { openDatabase } from "../../src/store/index.ts";
import { contextWithoutChains } from "../../test/support/api-context.ts";
import { body, settlementAddress } from "./create-body.ts";

/** How often creates are measured without the request log and with it, by turns, and how many each time. */
const turns = 8;
const createsPerTurn = 300;

/**
 * What the request log adds to the processor time of a create, writing included, as a part of it. Both servers share a database and take turns, so that what
 * the machine does besides falls on both.
 */
export async function measureRequestLog(): Promise<number> {
  const silent = pino({ level: "silent" });
  const database = await openDatabase({});
  const context = contextWithoutChains(database, clock, silent);
  const merchant = await createOrganization({ database, clock }, { name: "Bench", settlementAddress });
  const { key } = await issueApiKey({ database, clock }, { organizationId: merchant.id, mode: "test" });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const without = await buildServer(context, silent);
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
  const spent = { plain: 0, logged: 0 };
  // The first turn warms up. Which goes first changes by the turn: what is measured second finds code that is better compiled, and a larger table.
  for (let turn = 0; turn <= turns; turn += 1) {
    process.stderr.write(`request log: turn ${turn} of ${turns} …\n`);
    const requestLog = startRequestLog({ database, clock }, silent);
    const withLog = await buildServer({ ...context, registry: createRegistry(), requestLog }, silent);
    await withLog.ready();
    const measures = [
      async () => ({ plain: await create(without, createsPerTurn), logged: 0 }),
      async () => ({ plain: 0, logged: await create(withLog, createsPerTurn, () => requestLog.stop()) }),
    ];
    for (const measure of turn % 2 === 0 ? measures : measures.reverse()) {
      const { plain, logged } = await measure();
      if (turn === 0) continue;
      spent.plain += plain;
      spent.logged += logged;
    }
    await withLog.close();
  }
  await without.close();
  await context.feed.stop();
  await database.destroy();
  return spent.logged / spent.plain - 1;
}
