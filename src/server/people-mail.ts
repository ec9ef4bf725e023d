import { type MailQueue, queueMail, readableTime } from "../mail/index.ts";
import type { PeopleMail } from "../people/index.ts";

/** The mails of signing in, of invitations and of changes to an account, as the outbox takes them. */
export function createPeopleMail(queue: MailQueue): PeopleMail {
  return {
    signInCode: (transaction, { to, code }) =>
      queueMail(queue, transaction, { to, template: "sign-in-code", data: { code } }),
    invitation: (transaction, { to, organizationId, expiresAt, language, ...data }) =>
      queueMail(queue, transaction, {
        to,
        template: "invitation",
        organizationId,
        language,
        data: { ...data, expiresAt: readableTime(expiresAt) },
      }),
    emailCode: (transaction, { to, code, language }) =>
      queueMail(queue, transaction, { to, template: "email-code", data: { code }, language }),
    accountChanged: (transaction, { to, at, ...data }) =>
      queueMail(queue, transaction, { to, template: "account-changed", data: { ...data, at: readableTime(at) } }),
  };
}
