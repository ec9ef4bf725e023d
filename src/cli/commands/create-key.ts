import { findOrganization, issueApiKey, OrganizationNotFoundError } from "../../access/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { readDatabaseOptions } from "../../server/index.ts";
import { openDatabase } from "../../store/index.ts";
import { type Command, readOptions, UsageError } from "../command.ts";
import { readMode } from "./read-mode.ts";

export const createKey: Command = {
  name: "create-key",
  help: `make an API key of an organization that may do everything, and print it, which is shown this once (JSON)
--organization ID  whose; create-organization printed it
--mode MODE        live (default) or test
--name NAME        what to call it`,
  async run(args) {
    const options = readOptions(args, { organization: "string", mode: "string", name: "string" });
    const { organization: organizationId, name = "Made by the operator" } = options;
    if (!organizationId) throw new UsageError("--organization is required.");
    const mode = readMode(options.mode);
    const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock };
    try {
      if (!(await findOrganization(context, organizationId))) throw new OrganizationNotFoundError(organizationId);
      const { row, key } = await issueApiKey(context, { organizationId, mode }, { name });
      console.log(JSON.stringify({ organizationId, keyId: row.id, apiKey: key }, null, 2));
    } finally {
      await context.database.destroy();
    }
  },
};
