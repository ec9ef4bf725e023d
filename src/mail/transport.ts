import type { RenderedMail } from "./render-mail.ts";

/** A file that goes with a mail. */
export type Attachment = { readonly name: string; readonly type: string; readonly content: Buffer };

export type OutgoingMail = RenderedMail & {
  readonly attachments: readonly Attachment[];
  /** Of the row: the same in every attempt, so that a receiver can know a mail that came twice. */
  readonly id: string;
  readonly to: string;
  readonly unsubscribeUrl: string | null;
};

export type SendResult =
  | { readonly outcome: "sent" }
  /** Its receiver's server wants it not, now or later. */
  | { readonly outcome: "refused"; readonly error: string }
  | { readonly outcome: "failed"; readonly error: string };

/** How mails leave. Never throws: a failure is a result. */
export type MailTransport = { send(mail: OutgoingMail): Promise<SendResult> };

/** Of a server without SMTP: what is queued is given up at once, and says why. */
export const noTransport: MailTransport = {
  send: async () => ({ outcome: "refused", error: "This server sends no mail: SMTP_URL is not set." }),
};
