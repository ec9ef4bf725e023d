import { findOrganization, issueApiKey, OrganizationNotFoundError } from "../../access/index.ts";
import { readDatabaseOptions } from "../../configuration/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";
import { readMode } from "./read-mode.ts";

export async function createKey(args: readonly string[]): Promise<void> {
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
}
