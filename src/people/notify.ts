import type { DatabaseTransaction } from "../store/index.ts";
import type { AccountNotice, PeopleContext } from "./context.ts";
import { findUser } from "./users.ts";

/** Tells a person by mail of a change of how that person signs in, in the transaction of the change. Where this server sends no mail the audit log has it. */
export async function notify(
  { peopleMail, clock }: Pick<PeopleContext, "peopleMail" | "clock">,
  transaction: DatabaseTransaction,
  /** `to` where it is not the account's address, as after a change of it. */
  { userId, to }: { readonly userId: string; readonly to?: string },
  { change, detail = null, address }: Pick<AccountNotice, "change" | "address"> & { readonly detail?: string | null },
): Promise<void> {
  if (peopleMail === null) return;
  const recipient = to ?? (await findUser(transaction, userId)).email;
  await peopleMail.accountChanged(transaction, { to: recipient, change, detail, address, at: clock() });
}
