import type { InvitationMail, PeopleMail } from "../../src/people/index.ts";

/** Mails that would be sent, kept in memory. */
export type Mailbox = PeopleMail & {
  readonly codes: { readonly to: string; readonly code: string }[];
  readonly invitations: InvitationMail[];
};

export function createMailbox(): Mailbox {
  const codes: Mailbox["codes"] = [];
  const invitations: InvitationMail[] = [];
  return {
    codes,
    invitations,
    signInCode: async (_transaction, mail) => codes.push(mail),
    invitation: async (_transaction, mail) => invitations.push(mail),
  };
}
