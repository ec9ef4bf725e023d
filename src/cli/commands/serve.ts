import { type Role, readConfiguration, roles } from "../../configuration/index.ts";
import { createLog } from "../../runtime/index.ts";
import { type Railsplit, startRailsplit } from "../../server/index.ts";
import { readOptions, UsageError } from "../command.ts";

export async function serve(args: readonly string[]): Promise<void> {
  const { role = "all" } = readOptions(args, { role: "string" });
  if (!isRole(role)) throw new UsageError(`--role must be one of ${roles.join(", ")}.`);
  const configuration = readConfiguration(process.env, role);
  const log = createLog(configuration.logLevel);
  let running: Railsplit | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      log.info({ signal }, "stopping");
      await running?.stop();
      process.exit(0);
    });
  }
  running = await startRailsplit(configuration, log);
  // Not into the log: whoever opens it is the owner.
  if (running.setupUrl !== null) {
    console.error(`Nobody is here yet. Make the first owner, once, at ${running.setupUrl}`);
  }
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
