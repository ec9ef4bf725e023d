import type { Selectable } from "kysely";

/** An invoice of a subscription, and the charge of a mandate that is to pay it. */
export type CollectionTable = {
  invoiceId: string;
  /** The invoice, as its payments name it. */
  sourceId: string;
  subscriptionId: string;
  mandateId: string;
  period: number;
  /** What the charge pays of the invoice. Minor units of its currency. */
  amount: bigint;
  /** Whether the charge may still be made. */
  isOpen: boolean;
  /** When its customer was asked to pay otherwise. */
  mailedAt: Date | null;
  createdAt: Date;
};

export type Collection = Selectable<CollectionTable>;
