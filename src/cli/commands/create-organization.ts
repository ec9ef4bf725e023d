import { createOrganization as addOrganization, issueApiKey } from "../../access/index.ts";
import { namedContracts, readDatabaseOptions } from "../../configuration/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { isChecksummed } from "../../schemas/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";
import { readMode } from "./read-mode.ts";

export async function createOrganization(args: readonly string[]): Promise<void> {
  const { name, address, mode } = readOptions(args, { name: "string", address: "string", mode: "string" });
  if (!name) throw new UsageError("--name is required.");
  if (name.length > 200) throw new UsageError("--name has at most 200 characters.");
  if (!address || !isChecksummed(address))
    throw new UsageError("--address must be an address with its checksum (EIP-55).");
  const keyMode = readMode(mode);
  const reserved = namedContracts(process.env);
  const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock, reserved };
  try {
    const { id } = await addOrganization(context, { name, settlementAddress: address });
    const { key } = await issueApiKey(context, { organizationId: id, mode: keyMode }, { name: "First key" });
    // `merchantId` is the older name of the id.
    console.log(JSON.stringify({ organizationId: id, merchantId: id, apiKey: key }, null, 2));
  } finally {
    await context.database.destroy();
  }
}
