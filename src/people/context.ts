import type { AccessContext } from "../access/index.ts";
import type { SecretBox } from "../runtime/index.ts";
import type { DatabaseTransaction, MemberRole, Mode } from "../store/index.ts";

/** What this room needs from outside. */
export type PeopleContext = AccessContext & {
  readonly secretBox: SecretBox;
  /** Where people reach this server: passkeys belong to its host, links lead there. */
  readonly publicUrl: string;
  /** Of a new session. */
  readonly usualMode: Mode;
  /** Null where this server sends no mail: codes are not to be had then, and invitations are links to hand over. */
  readonly peopleMail: PeopleMail | null;
};

/** The mails of this room, each queued in the transaction of the change that it tells of. */
export type PeopleMail = {
  signInCode(transaction: DatabaseTransaction, mail: { readonly to: string; readonly code: string }): Promise<unknown>;
  invitation(transaction: DatabaseTransaction, mail: InvitationMail): Promise<unknown>;
};

export type InvitationMail = {
  readonly to: string;
  readonly organizationId: string;
  readonly organization: string;
  /** Null: the operator. */
  readonly inviter: string | null;
  readonly role: MemberRole;
  readonly url: string;
  readonly expiresAt: Date;
};
