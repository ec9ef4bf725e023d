import { readConfiguration } from "../../src/configuration/index.ts";
import { createLog } from "../../src/runtime/index.ts";
import { startRailsplit } from "../../src/server/start.ts";
import { type Inspection, type InspectionRequest, inspect } from "./inspection.ts";

// One process of the server, as `railsplit serve --role ROLE` starts it, but for two things: its parent can move its clock, and ask what only its
// database knows, since the embedded one serves no other process. It ends with its parent.

export type ServerRequest =
  | { readonly type: "clock" /** Milliseconds. */; readonly ahead: number }
  | { readonly type: "inspect"; readonly id: number; readonly request: InspectionRequest };

export type InspectionAnswer = { readonly id: number } & (
  | { readonly inspection: Inspection }
  | { readonly failure: string }
);

const role = process.argv[2];
if (role !== "all" && role !== "api" && role !== "worker") throw new Error(`There is no role "${role}".`);
const configuration = readConfiguration(process.env, role);
const log = createLog(configuration.logLevel);
let ahead = 0;
const running = await startRailsplit(
  // A block each second is soon enough for looking four times.
  { ...configuration, chains: configuration.chains.map((chain) => ({ ...chain, pollInterval: 250 })) },
  log,
  () => new Date(Date.now() + ahead),
);
const { router, gasSponsor } = configuration;
const contracts = { router, gasSponsor: gasSponsor.address };

process.on("message", async (message: ServerRequest) => {
  if (message.type === "clock") ahead = message.ahead;
  else {
    const { id, request } = message;
    try {
      const inspection = await inspect(running.database, contracts, request);
      process.send?.({ id, inspection } satisfies InspectionAnswer);
    } catch (error) {
      process.send?.({ id, failure: String(error) } satisfies InspectionAnswer);
    }
  }
});
process.once("disconnect", () => process.exit());
process.once("SIGTERM", async () => {
  await running.stop();
  process.exit(0);
});
process.send?.("ready");
