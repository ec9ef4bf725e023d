import { changeMember, listMembers, MemberNotFoundError, operator } from "../../access/index.ts";
import { accountAddress } from "../../people/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { readDatabaseOptions } from "../../server/index.ts";
import { openDatabase } from "../../store/index.ts";
import { type Command, readOptions, UsageError } from "../command.ts";

export const disableMember: Command = {
  name: "disable-member",
  help: `shut somebody out of an organization at once, with the keys that this person made, also its only owner (JSON)
--organization ID  which
--email ADDRESS    whom
--enable           let this person in again`,
  async run(args) {
    const options = readOptions(args, { organization: "string", email: "string", enable: "boolean" });
    const { organization: organizationId, email = "", enable = false } = options;
    if (!organizationId) throw new UsageError("--organization is required.");
    const address = accountAddress(email);
    if (address === undefined) throw new UsageError("--email must be a mail address.");
    const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock };
    try {
      const member = (await listMembers(context, organizationId)).find((each) => each.email === address);
      if (!member) throw new MemberNotFoundError(address);
      const manager = { role: "operator", actor: operator } as const;
      await changeMember(context, organizationId, member.userId, { isDisabled: !enable }, manager);
      const { userId: id, role, activeKeys } = member;
      console.log(JSON.stringify({ organizationId, id, email: address, role, disabled: !enable, activeKeys }, null, 2));
    } finally {
      await context.database.destroy();
    }
  },
};
