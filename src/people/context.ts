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
  /** The code that shows whose a new address is. */
  emailCode(transaction: DatabaseTransaction, mail: EmailCodeMail): Promise<unknown>;
  accountChanged(transaction: DatabaseTransaction, mail: AccountNotice & { readonly to: string }): Promise<unknown>;
};

export type EmailCodeMail = {
  /** An address that no account may have yet. */
  readonly to: string;
  readonly code: string;
  readonly language: string | null;
};

/** A change of how somebody signs in. */
export type AccountChange =
  | "passkey_added"
  | "passkey_removed"
  | "app_added"
  | "app_removed"
  | "recovery_codes_replaced"
  | "recovery_code_used"
  | "email_changed"
  | "mailbox_proven";

/** What a person hears of such a change, so that nobody makes one unnoticed. */
export type AccountNotice = {
  readonly change: AccountChange;
  /** What was changed, such as the passkey's name; null where `change` says it. */
  readonly detail: string | null;
  /** The network address that it was made from. */
  readonly address: string;
  readonly at: Date;
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
  /** The inviter's: whoever has no account is thought to read it too. */
  readonly language: string | null;
};
