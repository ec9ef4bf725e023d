import type { Clock } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, MailSubscription } from "../store/index.ts";
import { newToken } from "./new-token.ts";
import type { MailCategory } from "./templates/template.ts";

// The only writer of `mail_subscriptions`.

/** Whose mails of a kind. */
type Subscriber = { readonly address: string; readonly category: MailCategory };

/** Sees to it that an address has a token by which its owner ends mails of that kind. One that was ended stays so. */
export async function ensureSubscription(
  transaction: DatabaseTransaction,
  { address, category }: Subscriber,
  createdAt: Date,
): Promise<void> {
  await transaction
    .insertInto("mailSubscriptions")
    .values({ address: keyOf(address), category, token: newToken(), createdAt })
    .onConflict((conflict) => conflict.columns(["address", "category"]).doNothing())
    .execute();
}

/** Undefined where no mail of that kind was ever queued. */
export async function subscriptionOf(
  database: Database,
  { address, category }: Subscriber,
): Promise<MailSubscription | undefined> {
  return database
    .selectFrom("mailSubscriptions")
    .selectAll()
    .where("address", "=", keyOf(address))
    .where("category", "=", category)
    .executeTakeFirst();
}

/** Ends the mails of a kind to an address. Answers the kind; undefined for a token that is nobody's. Again it changes nothing. */
export async function unsubscribe(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  token: string,
): Promise<string | undefined> {
  const now = clock();
  const row = await database
    .updateTable("mailSubscriptions")
    .set(({ fn, ref, val }) => ({ endedAt: fn.coalesce(ref("endedAt"), val(now)) }))
    .where("token", "=", token)
    .returning("category")
    .executeTakeFirst();
  return row?.category;
}

/** Where an address's owner ends mails of a kind. */
export const unsubscribeUrlOf = (publicUrl: string, token: string) => `${publicUrl}/mail/unsubscribe/${token}`;

/** Most servers take a mailbox's name in either case. */
const keyOf = (address: string) => address.toLowerCase();
