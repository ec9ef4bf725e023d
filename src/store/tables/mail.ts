import type { Generated, Selectable } from "kysely";

/** UNSUBSCRIBED: its receiver wants no such mails. EXPIRED: it could not be sent while it was of use. REFUSED: the receiver's server wants it not. */
export const mailStatuses = ["PENDING", "SENT", "REFUSED", "EXPIRED", "UNSUBSCRIBED"] as const;
export type MailStatus = (typeof mailStatuses)[number];

/** Mails on their way, written in the transaction of the change that they tell of. */
export type MailOutboxTable = {
  /** Its Message-ID begins with it. */
  id: string;
  /** Null: it is about none, as a sign-in code. */
  organizationId: string | null;
  /** The id of what it tells of, where it is looked up by that: an invoice's. */
  about: string | null;
  recipient: string;
  template: string;
  /** That it is written in. Null: its receiver's own, or English. */
  language: string | null;
  /** What it says, as JSON, sealed where the operator has given a key. Null once it is sent or given up. */
  data: string | null;
  status: MailStatus;
  attempts: Generated<number>;
  /** Also the lease. Null once it is sent or given up. */
  nextAttemptAt: Date | null;
  /** It is of no use afterwards. */
  expiresAt: Date;
  lastError: string | null;
  endedAt: Date | null;
  createdAt: Date;
};

/** Who can end mails of a kind, and who has. */
export type MailSubscriptionTable = {
  /** In lower case. */
  address: string;
  category: string;
  /** Ends them for whoever has the mail. */
  token: string;
  endedAt: Date | null;
  createdAt: Date;
};

export type Mail = Selectable<MailOutboxTable>;

export type MailSubscription = Selectable<MailSubscriptionTable>;
