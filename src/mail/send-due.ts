import { isLanguage, type Language, leaseRows, type Mail, type MailStatus } from "../store/index.ts";
import type { MailContext } from "./context.ts";
import { placeOf } from "./queue-mail.ts";
import { renderMail } from "./render-mail.ts";
import { delayAfter } from "./schedule.ts";
import { subscriptionOf, unsubscribeUrlOf } from "./subscriptions.ts";
import { type TemplateName, templateOf } from "./templates/index.ts";
import type { SendResult } from "./transport.ts";

/** Mails on their way at a time: mail servers bound the connections of one sender. */
const batchSize = 5;

/** Longer than any attempt takes. A worker that has not reported back by then counts as dead, and another sends the mail again. Milliseconds. */
const lease = 60_000;

type Ended = Exclude<MailStatus, "PENDING">;

/** What became of one attempt; null for the time of the next: never. */
type Outcome =
  | { readonly ended: Ended; readonly error: string | null }
  | { readonly ended: null; readonly error: string };

/**
 * Sends mails that are due, each under a lease. Answers whether there may be more. A worker that dies between a mail's sending and its record sends it once
 * more: it goes out at least once, under the same Message-ID.
 */
export async function sendDue(context: MailContext): Promise<boolean> {
  const { database, clock } = context;
  const leased = await leaseRows(
    database,
    { table: "mailOutbox", key: ["id"], column: "nextAttemptAt" },
    {
      now: clock(),
      duration: lease,
      choose: (due) => due.limit(batchSize),
      set: { attempts: (row) => row("mailOutbox.attempts", "+", 1) },
    },
  );
  await Promise.all(leased.map(async (mail) => record(context, mail, await attempt(context, mail))));
  return leased.length === batchSize;
}

async function attempt(context: MailContext, mail: Mail): Promise<Outcome> {
  if (mail.expiresAt <= context.clock()) return { ended: "EXPIRED", error: mail.lastError };
  try {
    const category = templateOf(mail.template)?.category ?? null;
    const address = mail.recipient;
    const subscription = category === null ? undefined : await subscriptionOf(context.database, { address, category });
    if (subscription?.endedAt) return { ended: "UNSUBSCRIBED", error: null };
    const unsubscribeUrl = subscription ? unsubscribeUrlOf(context.publicUrl, subscription.token) : null;
    const data = JSON.parse(context.secretBox.open(mail.data ?? "", placeOf(mail.id)));
    // A name that this release does not know is refused by `renderMail`.
    const language = await languageOf(context, mail);
    const options = { publicUrl: context.publicUrl, unsubscribeUrl, language };
    const template = mail.template as TemplateName;
    const rendered = renderMail(template, data, options);
    const attachments = await context.attach(template, data, language);
    const outgoing = { ...rendered, attachments, id: mail.id, to: address, unsubscribeUrl };
    return outcomeOf(await context.transport.send(outgoing));
  } catch (error) {
    return { ended: null, error: error instanceof Error ? error.message : String(error) };
  }
}

/** The one that it was queued in, or else its receiver's own, where that is somebody with an account. */
async function languageOf({ database }: MailContext, { language, recipient }: Mail): Promise<Language> {
  if (language !== null && isLanguage(language)) return language;
  const user = await database
    .selectFrom("users")
    .select("language")
    .where("email", "=", recipient.toLowerCase())
    .executeTakeFirst();
  return user?.language && isLanguage(user.language) ? user.language : "en";
}

function outcomeOf(result: SendResult): Outcome {
  if (result.outcome === "sent") return { ended: "SENT", error: null };
  return { ended: result.outcome === "refused" ? "REFUSED" : null, error: result.error };
}

async function record({ database, clock, random }: MailContext, mail: Mail, { ended, error }: Outcome): Promise<void> {
  const now = clock();
  const next = new Date(now.getTime() + delayAfter(mail.attempts, random()));
  const isOver = ended === null && next >= mail.expiresAt;
  const status = isOver ? "EXPIRED" : ended;
  await database
    .updateTable("mailOutbox")
    .set(
      status === null
        ? { nextAttemptAt: next, lastError: error }
        : // What it said is forgotten with it: it may have been a code.
          { status, nextAttemptAt: null, data: null, endedAt: now, lastError: error },
    )
    .where("id", "=", mail.id)
    // A worker that overran its lease reports on an attempt that is not the last one any more.
    .where("attempts", "=", mail.attempts)
    .where("status", "=", "PENDING")
    .execute();
}
