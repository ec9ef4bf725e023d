import { findOrganization, listMembers as membersOf, OrganizationNotFoundError } from "../../access/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { readDatabaseOptions } from "../../server/index.ts";
import { openDatabase } from "../../store/index.ts";
import { type Command, readOptions, UsageError } from "../command.ts";

export const listMembers: Command = {
  name: "list-members",
  help: `list who works in an organization, with role and active keys (JSON)
--organization ID  which`,
  async run(args) {
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
  },
};
