import type { ColumnType, Generated, Selectable } from "kysely";
import type { Mode } from "./owner.ts";

/** What a person may do in an organization, the most first. */
export const memberRoles = ["owner", "admin", "member", "viewer"] as const;
export type MemberRole = (typeof memberRoles)[number];

/** What people can be spoken to in. */
export const languages = ["en", "es", "de", "ja"] as const;
export type Language = (typeof languages)[number];

export function isLanguage(name: string): name is Language {
  return (languages as readonly string[]).includes(name);
}

/** A person. One account for all organizations. */
export type UserTable = {
  id: string;
  /** In lower case; one account has it. */
  email: string;
  name: string;
  /** When somebody showed that the mailbox is theirs; null for one who came by a link that was handed over. */
  emailVerifiedAt: Date | null;
  /** What mails come in; null until the dashboard was opened once. */
  language: string | null;
  createdAt: Date;
};

export type MemberTable = {
  organizationId: string;
  userId: string;
  role: MemberRole;
  /** Shut out, with the keys that were made by this person, until it is null again. */
  disabledAt: Date | null;
  createdAt: Date;
};

/** A place in an organization for whoever has the link. */
export type InvitationTable = {
  id: string;
  organizationId: string;
  email: string;
  role: MemberRole;
  /** SHA-256 of the token in the link. */
  tokenHash: string;
  /** Whether the link went to the mailbox alone, so that it proves whose that is. */
  isMailed: boolean;
  /** Null: the operator, on the command line. */
  invitedBy: string | null;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
};

export const signInMethods = ["code", "passkey", "invitation", "setup"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** One attempt to sign in, from its first step to its session. */
export type SignInTable = {
  id: string;
  /** SHA-256 of the token that binds the steps to one browser. */
  tokenHash: string;
  method: SignInMethod;
  /** What was typed; null for a passkey, which names its user. */
  email: string | null;
  /** Null until it is known; for ever where nobody has the address. */
  userId: string | null;
  /** SHA-256 of id and code. */
  codeHash: string | null;
  /** When the address was looked up, and mail queued where somebody has it. */
  handledAt: Date | null;
  codeTries: Generated<number>;
  /** The first factor was right, and a second is asked for. */
  passedAt: Date | null;
  secondTries: Generated<number>;
  /** It became a session. */
  endedAt: Date | null;
  expiresAt: Date;
  createdAt: Date;
};

export type SessionTable = {
  id: string;
  /** SHA-256 of the cookie's value. */
  tokenHash: string;
  userId: string;
  /** What requests are about that name no organization or mode; null for who is in none. */
  organizationId: string | null;
  mode: Mode;
  method: SignInMethod;
  /** By a passkey that verified its user, or with a second factor. */
  isStrong: boolean;
  /** Network address and browser, so that people know their sessions from others'. */
  address: string;
  userAgent: string;
  lastSeenAt: ColumnType<Date>;
  expiresAt: Date;
  revokedAt: Date | null;
  /** The moment of signing in. */
  createdAt: Date;
};

export type PasskeyTable = {
  /** The credential's id in base64url. */
  id: string;
  userId: string;
  /** COSE, in base64url. */
  publicKey: string;
  /** As the authenticator counts; zero where it does not. */
  counter: bigint;
  transports: string[];
  /** Synchronized between devices by its vendor. */
  isBackedUp: boolean;
  name: string;
  lastUsedAt: Date | null;
  createdAt: Date;
};

/** What an authenticator is asked to sign, once. */
export type PasskeyChallengeTable = {
  /** SHA-256 of the token that goes with it. */
  tokenHash: string;
  challenge: string;
  /** Of whoever adds a passkey; null for signing in. */
  userId: string | null;
  expiresAt: Date;
};

/** The app that makes a person's second factor. */
export type TotpTable = {
  userId: string;
  /** Encrypted where the operator has given a key. */
  secret: string;
  /** Null until a first code showed that the app has it. */
  confirmedAt: Date | null;
  /** The time step of the last code that was taken: it and those before are over. */
  lastStep: bigint;
  createdAt: Date;
};

export type RecoveryCodeTable = { userId: string; hash: string; usedAt: Date | null };

/** An address that an account shall have, once a code from there has shown whose it is. */
export type EmailChangeTable = {
  id: string;
  userId: string;
  email: string;
  /** SHA-256 of id and code. */
  codeHash: string;
  tries: Generated<number>;
  confirmedAt: Date | null;
  expiresAt: Date;
  createdAt: Date;
};

/** The one link for the first owner of an empty database. */
export type SetupTable = { tokenHash: string; usedAt: Date | null; createdAt: Date };

export type User = Selectable<UserTable>;
export type Member = Selectable<MemberTable>;
export type Invitation = Selectable<InvitationTable>;
export type SignIn = Selectable<SignInTable>;
export type Session = Selectable<SessionTable>;
export type Passkey = Selectable<PasskeyTable>;
