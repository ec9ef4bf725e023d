import { operator } from "../../access/index.ts";
import { readDatabaseOptions, readPublicUrl } from "../../configuration/index.ts";
import { accountAddress, invite as inviteTo } from "../../people/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { type MemberRole, memberRoles, openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";

export async function invite(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { organization: "string", email: "string", role: "string" });
  const { organization: organizationId, email = "", role = "owner" } = options;
  if (!organizationId) throw new UsageError("--organization is required.");
  if (accountAddress(email) === undefined) throw new UsageError("--email must be a mail address.");
  if (!isRole(role)) throw new UsageError(`--role must be one of ${memberRoles.join(", ")}.`);
  const publicUrl = readPublicUrl(process.env);
  const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock };
  try {
    const manager = { role: "operator", actor: operator } as const;
    const wanted = { email, role, delivery: "link" } as const;
    const { invitation, url } = await inviteTo(
      { ...context, publicUrl, peopleMail: null },
      organizationId,
      wanted,
      manager,
    );
    const { id, expiresAt } = invitation;
    console.log(JSON.stringify({ organizationId, invitationId: id, email, role, url, expiresAt }, null, 2));
  } finally {
    await context.database.destroy();
  }
}

function isRole(text: string): text is MemberRole {
  return (memberRoles as readonly string[]).includes(text);
}
