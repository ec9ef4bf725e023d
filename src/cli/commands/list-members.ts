import { findOrganization, listMembers as membersOf, OrganizationNotFoundError } from "../../access/index.ts";
import { readDatabaseOptions } from "../../configuration/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";

export async function listMembers(args: readonly string[]): Promise<void> {
  const { organization: organizationId } = readOptions(args, { organization: "string" });
  if (!organizationId) throw new UsageError("--organization is required.");
  const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock };
  try {
    if (!(await findOrganization(context, organizationId))) throw new OrganizationNotFoundError(organizationId);
    const members = (await membersOf(context, organizationId)).map(
      ({ userId, email, name, role, disabledAt, activeKeys }) => ({
        id: userId,
        email,
        name,
        role,
        disabledAt,
        activeKeys,
      }),
    );
    console.log(JSON.stringify({ organizationId, members }, null, 2));
  } finally {
    await context.database.destroy();
  }
}
