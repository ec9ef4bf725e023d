import type { AccountNotice, InvitationMail, PeopleMail } from "../../src/people/index.ts";

/** Mails that would be sent, kept in memory. */
export type Mailbox = PeopleMail & {
  readonly codes: { readonly to: string; readonly code: string }[];
  readonly invitations: InvitationMail[];
  readonly emailCodes: { readonly to: string; readonly code: string }[];
  readonly notices: (AccountNotice & { readonly to: string })[];
};

export function createMailbox(): Mailbox {
  const codes: Mailbox["codes"] = [];
  const invitations: InvitationMail[] = [];
  const emailCodes: Mailbox["emailCodes"] = [];
  const notices: Mailbox["notices"] = [];
  return {
    codes,
    invitations,
    emailCodes,
    notices,
    signInCode: async (_transaction, mail) => codes.push(mail),
    invitation: async (_transaction, mail) => invitations.push(mail),
    emailCode: async (_transaction, mail) => emailCodes.push(mail),
    accountChanged: async (_transaction, mail) => notices.push(mail),
  };
}
