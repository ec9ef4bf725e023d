import { v7 as uuidv7 } from "uuid";
import { normalMailAddress } from "../schemas/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import type { MailQueue } from "./context.ts";
import { ensureSubscription } from "./subscriptions.ts";
import { type TemplateData, type TemplateName, templates } from "./templates/index.ts";

export type NewMail<Name extends TemplateName = TemplateName> = {
  /** One address, as `mailAddress` takes it. */
  readonly to: string;
  readonly template: Name;
  readonly data: TemplateData<Name>;
  /** Whom it is about, where it is about one. */
  readonly organizationId?: string | undefined;
  /** The id of what it tells of, by which `mailsAbout` finds it. */
  readonly about?: string | undefined;
  /** Left out or null: its receiver's own. */
  readonly language?: string | null;
};

/** Where a mail's data are sealed. */
export const placeOf = (id: string) => `mail_outbox/${id}`;

/**
 * Queues a mail in the transaction of the change that it tells of: there is never one without the other. A worker sends it at least once, or gives it up when
 * it is of no use any more. What it says may hold a secret: it is sealed, and deleted as soon as the mail is sent or given up. Answers its id.
 */
export async function queueMail<Name extends TemplateName>(
  { clock, secretBox }: MailQueue,
  transaction: DatabaseTransaction,
  { to, template: name, data, organizationId, about, language = null }: NewMail<Name>,
): Promise<string> {
  const recipient = normalMailAddress(to);
  if (recipient === undefined) throw new RangeError("A mail needs an address that every mail server takes.");
  const createdAt = clock();
  const id = uuidv7({ msecs: createdAt.getTime() });
  const { category, life } = templates[name];
  if (category !== null) await ensureSubscription(transaction, { address: recipient, category }, createdAt);
  await transaction
    .insertInto("mailOutbox")
    .values({
      id,
      organizationId: organizationId ?? null,
      about: about ?? null,
      recipient,
      template: name,
      language,
      data: secretBox.seal(JSON.stringify(data), placeOf(id)),
      status: "PENDING",
      nextAttemptAt: createdAt,
      expiresAt: new Date(createdAt.getTime() + life),
      createdAt,
    })
    .execute();
  return id;
}
