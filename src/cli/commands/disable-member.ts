import { changeMember, listMembers, MemberNotFoundError, operator } from "../../access/index.ts";
import { readDatabaseOptions } from "../../configuration/index.ts";
import { accountAddress } from "../../people/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";

export async function disableMember(args: readonly string[]): Promise<void> {
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
}
