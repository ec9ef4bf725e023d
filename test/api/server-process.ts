import { once } from "node:events";
import { pino } from "pino";
import { buildServer } from "../../src/api/server.ts";
import { expirePayments } from "../../src/payments/expire-payments.ts";
import { startBackgroundTask } from "../../src/runtime/background-task.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { openDatabase } from "../../src/store/index.ts";
import { startDelivering } from "../../src/webhooks/start-delivering.ts";
import { contextWithoutChains } from "../support/api-context.ts";
import { sending } from "../webhooks/sending.ts";

// One process of several on a database: API and workers, without chains. Says where it listens, and ends with its parent.
const database = await openDatabase({ url: process.env.PROCESS_DATABASE_URL ?? "", maxConnections: 5 });
const log = pino({ level: "silent" });
const context = contextWithoutChains(database, clock, log);
const server = await buildServer(context, log);
startDelivering({ database, clock, ...sending }, log);
startBackgroundTask({ name: "expire", interval: 50, run: async () => (await expirePayments(context)) > 0, log });
process.send?.(await server.listen({ host: "127.0.0.1", port: 0 }));
await once(process, "disconnect");
process.exit();
