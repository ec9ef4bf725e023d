import { createLog } from "../../runtime/index.ts";
import { type Railsplit, type Role, readConfiguration, roles, startRailsplit } from "../../server/index.ts";
import { type Command, readOptions, UsageError } from "../command.ts";

export const serve: Command = {
  name: "serve",
  help: `run the server until SIGINT or SIGTERM; on an empty database it prints a URL for the first owner, to be used once
--role ROLE     all (default), api (the HTTP API only) or worker (watcher, webhooks, expiry; over HTTP its health and metrics only)
                listens on HOST and PORT: 127.0.0.1, and 8080 (a worker: 8081); each process of a machine needs a port of its own`,
  async run(args) {
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
  },
};

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
